/** Front door of the commands: the tables everything about the command line derives from, and the ways to call a command. */
export { type CallOptions, call, type Run, type SelectOptions } from './api.js'
export type { CommandResult } from './command.js'
export { givenTwice, usage } from './errors.js'
export { type FlagSpec, kebab, takes } from './flag-spec.js'
export { flagTable } from './flags.js'
export type { RawFlags } from './invoke.js'
export { invoke } from './invoke-lazily.js'
export { type CommandName, commandGroups, commandSpec, commands } from './registry.js'

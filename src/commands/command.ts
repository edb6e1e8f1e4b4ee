/** What a command is: facts for help and parsing in the registry, code loaded when it runs. */
import type { Invocation } from '../core/invocation.js'
import type { RunResult } from '../core/result.js'

/** What a command gives back; the API hands it to its caller, the CLI turns it into an exit code. */
export interface CommandResult {
  /** False where a node, test or source failed: exit code 1. */
  readonly success: boolean
  readonly results?: readonly RunResult[]
  /** The answer of commands that compute one: ids of `list`, rows of `show`, … */
  readonly value?: unknown
}

export type CommandBody = (invocation: Invocation, args: readonly string[]) => Promise<CommandResult>

export interface CommandSpec {
  readonly summary: string
  /** dbt's `which`, where it is not the name. */
  readonly which?: string
  readonly alias?: string
  /** Positional arguments as help shows them: `MACRO`, `[NAME]`. */
  readonly args?: readonly string[]
  /** stdout is for its answer: log lines go to stderr. */
  readonly answers?: boolean
  /** Writes nothing, no log file either. */
  readonly readsOnly?: boolean
  /** stdout belongs to a protocol: nothing else is written there. Outside a project no log file is kept. */
  readonly protocol?: boolean
  /** Runs without dbt_project.yml. */
  readonly anywhere?: boolean
  readonly load: () => Promise<CommandBody>
}

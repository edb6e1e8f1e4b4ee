/** Public API: the commands as functions, and the types of what they give. Everything else is private. */
import { type CallOptions, type CommandResult, call, type Run, type SelectOptions } from './commands/index.js'
import type { Manifest } from './core/manifest.js'
import type { RunResult } from './core/result.js'

export type { CallOptions, Run, SelectOptions } from './commands/index.js'
export type { ErrorFields, SourceLocation } from './core/error.js'
export { SluiceError, SluiceErrors } from './core/error.js'
export { type ErrorCode, errorCodes } from './core/error-codes.js'
export type { EventName, EventPayloads, EventSink, RunEvent } from './core/event.js'
export type { Manifest } from './core/manifest.js'
export type { RunResult, RunStatus } from './core/result.js'
export { dbtVersion, version } from './core/version.js'

export interface ResultSet {
  /** False where a node, a test or a source failed. */
  readonly success: boolean
  readonly results: readonly RunResult[]
}

function withResults(result: CommandResult): ResultSet {
  return { success: result.success, results: result.results ?? [] }
}

function value<T>(result: CommandResult): T {
  return result.value as T
}

export function build(options: SelectOptions = {}): Run<ResultSet> {
  return call('build', options, [], withResults)
}

export function run(options: SelectOptions = {}): Run<ResultSet> {
  return call('run', options, [], withResults)
}

export function test(options: SelectOptions = {}): Run<ResultSet> {
  return call('test', options, [], withResults)
}

export function seed(options: SelectOptions = {}): Run<ResultSet> {
  return call('seed', options, [], withResults)
}

export function snapshot(options: SelectOptions = {}): Run<ResultSet> {
  return call('snapshot', options, [], withResults)
}

export function compile(options: SelectOptions = {}): Run<ResultSet> {
  return call('compile', options, [], withResults)
}

export function retry(options: CallOptions = {}): Run<ResultSet> {
  return call('retry', options, [], withResults)
}

export function sourceFreshness(options: SelectOptions = {}): Run<ResultSet> {
  return call('source freshness', options, [], withResults)
}

/** The project as parsed; also written to target/manifest.json. */
export function parse(options: CallOptions = {}): Run<Manifest> {
  return call('parse', options, [], value<Manifest>)
}

/** One line a node, as `sluice list` prints them. */
export function list(options: SelectOptions & { readonly output?: 'selector' | 'name' | 'path' | 'json' } = {}): Run<readonly string[]> {
  return call('list', options, [], value<readonly string[]>)
}

export interface ShownNode {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
}

/** The first rows of the selected nodes, or of `inline` SQL. */
export function show(options: SelectOptions & { readonly inline?: string; readonly limit?: number } = {}): Run<readonly ShownNode[]> {
  return call('show', options, [], value<readonly ShownNode[]>)
}

/** Writes catalog.json and the lineage page; gives the page's path. */
export function docs(options: SelectOptions = {}): Run<string> {
  return call('docs generate', options, [], value<string>)
}

/** Calls a macro. */
export function runOperation(
  macro: string,
  options: CallOptions & { readonly args?: Readonly<Record<string, unknown>> } = {},
): Run<ResultSet> {
  return call('run-operation', options, [macro], withResults)
}

export function clean(options: CallOptions = {}): Run<readonly string[]> {
  return call('clean', options, [], value<readonly string[]>)
}

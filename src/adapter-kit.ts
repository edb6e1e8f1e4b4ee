/**
 * Public kit for adapters that are not built in: `docs/adapters.md` says how to write one. Everything an adapter needs
 * is here; nothing else of this package is meant to be imported by one.
 */
import type { AdapterModule } from './adapters/adapter.js'
import type { CaseResult } from './adapters/conformance/types.js'
import { marked } from './adapters/kit-mark.js'
import { type CallOptions, call } from './commands/index.js'

export type * from './adapters/adapter.js'
export { BaseAdapter, interrupted, type RetryOptions, retried } from './adapters/base.js'
export { type Answer, BaseConnection, positionOf } from './adapters/base-connection.js'
export { pythonBytes, pythonInteger, pythonJson, uniqueNames } from './adapters/cells.js'
export type { CaseResult } from './adapters/conformance/types.js'
export { kitVersion } from './adapters/kit-mark.js'
export { readsOnly, transactionControl } from './adapters/statement-kind.js'
export { Column, type TypeRules } from './core/column.js'
export { DateTime, DateValue, TimeDelta, TimeValue, utc } from './core/datetime.js'
export { Decimal } from './core/decimal.js'
export { type ErrorFields, SluiceError, type SourceLocation } from './core/error.js'
export { type ErrorCode, errorCodes } from './core/error-codes.js'
export { Float } from './core/float.js'
export type { Invocation } from './core/invocation.js'
export type { Plain, SourceNode } from './core/node.js'
export { Relation, type RelationStyle, type RelationType } from './core/relation.js'
export { type Cell, Table } from './core/table.js'
export { define, type TemplateFunction } from './core/template-object.js'

/** Makes an adapter of the facts: the default export of its package. */
export function defineAdapter(module: AdapterModule): AdapterModule {
  return marked(module)
}

/**
 * Runs the conformance suite as `sluice debug --conformance` does, on the target of a project; scratch schemas are dropped
 * afterwards. `cases`: only these ids, or groups like `session.*`. Rejects where the project or the connection is broken.
 */
export async function conformance(options: CallOptions & { readonly cases?: readonly string[] }): Promise<readonly CaseResult[]> {
  return await call('debug', { ...options, conformance: true }, [], (result) => {
    const results = result.value as readonly (CaseResult | { readonly error?: Error })[]
    for (const each of results) if ('error' in each && each.error) throw each.error
    return results as readonly CaseResult[]
  })
}

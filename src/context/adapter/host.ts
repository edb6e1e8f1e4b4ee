/** What the run-time `adapter` object works on: one connection, the shared relation cache, and macros called by name. */
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { AdapterResponse, Connection } from '../../adapters/index.js'
import { Decimal, decimalOfFloat } from '../../core/decimal.js'
import { SluiceError } from '../../core/error.js'
import type { NodeInfo } from '../../core/event.js'
import { Float } from '../../core/float.js'
import type { Plain } from '../../core/node.js'
import type { Table } from '../../core/table.js'
import { introspectionRefused } from '../errors.js'
import { type ResponseObject, responseObject } from '../statements.js'
import type { Runtime } from '../types.js'
import { withQueryComment } from './query-comment.js'

export interface AdapterHost {
  readonly runtime: Runtime
  readonly connection: Connection
  readonly introspect: boolean
  readonly nodeInfo: NodeInfo | undefined
  readonly onCommit?: (() => boolean) | undefined
}

/** Unless whoever runs the node still holds it back. */
export async function commit({ connection, onCommit }: AdapterHost): Promise<void> {
  if (onCommit?.() !== false) await connection.commit()
}

export interface StatementOptions {
  readonly autoBegin: boolean
  readonly fetch: boolean
  readonly limit?: number | null
  readonly bindings?: readonly unknown[]
}

export async function runStatement(
  host: AdapterHost,
  sql: string,
  options: StatementOptions,
): Promise<{ response: ResponseObject; table: Table }> {
  const { connection } = host
  if (!host.introspect) throw introspectionRefused('this template')
  const { signal } = host.runtime.invocation
  if (options.autoBegin) await connection.begin()
  const { fetch, limit, bindings } = options
  const { response, table: raw } = await connection.execute(await withQueryComment(host, sql), {
    fetch,
    signal,
    ...(limit === undefined ? {} : { limit }),
    ...(bindings ? { bindings } : {}),
  })
  const table = withDecimals(raw)
  // The shared empty table has nothing to print.
  if (table.columnNames.length > 0) {
    table.printer = (text) => host.runtime.invocation.events.emit('PrintEvent', { msg: text })
    table.writer = (path, text) => writeFileSync(resolve(host.runtime.invocation.projectDir, path), text)
  }
  return { response: responseObject(responseFields(response)), table }
}

/** Floats as agate keeps them; whole numbers stay. The table itself where it has none. */
function withDecimals(table: Table): Table {
  if (!table.rows.some((row) => row.cells.some(isFloat))) return table
  const rows = table.rows.map((row) => row.cells.map((cell) => (isFloat(cell) ? decimalOfFloat(Number(cell)) : cell)))
  return table.derive(table.columnNames, table.columnTypes, rows)
}

function isFloat(cell: unknown): boolean {
  if (cell instanceof Float) return !(cell instanceof Decimal)
  return typeof cell === 'number' && !Number.isInteger(cell)
}

/** dbt's field names of an adapter response. */
export function responseFields(response: AdapterResponse): Plain {
  const { message, code, rowsAffected, queryId, extra } = response
  return {
    _message: message,
    ...(code === undefined ? {} : { code }),
    ...(rowsAffected === undefined ? {} : { rows_affected: rowsAffected }),
    ...(queryId === undefined ? {} : { query_id: queryId }),
    ...extra,
  }
}

/** A macro of this name as the root project sees it, in a scope of its own: the node's statement results stay untouched. */
export async function callNamed(host: AdapterHost, macro: string, kwargs: Plain): Promise<unknown> {
  const scope = host.runtime.operationScope(host.connection, {
    introspect: host.introspect,
    ...(host.nodeInfo ? { nodeInfo: host.nodeInfo } : {}),
  })
  return await scope.callMacro(macro, [], kwargs)
}

/**
 * `fallback` where the relation or schema asked for does not exist. Where the failed statement has undone a transaction
 * the error stands.
 */
export async function unlessUnknown(host: AdapterHost, fallback: unknown, ask: () => Promise<unknown>): Promise<unknown> {
  const before = host.connection.inTransaction
  try {
    return await ask()
  } catch (error) {
    const undone = before && !host.connection.inTransaction
    if (!undone && error instanceof SluiceError && error.code === 'SQL_UNKNOWN_TABLE') return fallback
    throw error
  }
}

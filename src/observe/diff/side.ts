/** One of the two relations: how it is asked. */
import type { Connection } from '../../adapters/index.js'
import type { Runtime } from '../../context/index.js'
import { SluiceError } from '../../core/error.js'
import type { Relation } from '../../core/relation.js'
import { type Cell, Table } from '../../core/table.js'
import { toText } from '../../jinja/index.js'
import type { Pair } from './columns.js'
import { relationMissing } from './errors.js'
import type { ColumnType, Shown } from './model.js'

export interface DiffSide {
  /** As it was asked for. */
  readonly asked: string
  readonly relation: Relation
  /** Name of the target it is in. */
  readonly target: string
  readonly runtime: Runtime
  readonly connection: Connection
}

/** What the macros take for a side. */
export interface SideArgument {
  readonly relation: string
  readonly where: string | null
  readonly keys: readonly FieldArgument[]
  readonly columns: readonly FieldArgument[]
}

interface FieldArgument {
  readonly sql: string
  readonly family: string
  readonly type: string
  readonly native: boolean
}

export async function ask(side: Pick<DiffSide, 'runtime' | 'connection'>, macro: string, args: readonly unknown[]): Promise<Table> {
  return await query(side, await sqlOf(side, macro, args))
}

export async function sqlOf({ runtime, connection }: Pick<DiffSide, 'runtime' | 'connection'>, macro: string, args: readonly unknown[]) {
  return String(await runtime.operationScope(connection).callMacro(macro, args)).trim()
}

export async function query({ runtime, connection }: Pick<DiffSide, 'runtime' | 'connection'>, sql: string): Promise<Table> {
  return (await connection.execute(sql, { fetch: true, signal: runtime.invocation.signal })).table
}

export async function columnsOf(side: DiffSide): Promise<readonly ColumnType[]> {
  const table = await ask(side, 'sluice_columns_of', [side.relation]).catch((error: unknown) => {
    if (error instanceof SluiceError && error.code === 'SQL_UNKNOWN_TABLE') return Table.empty
    throw error
  })
  const columns = table.rows.map(({ cells: [column, type] }) => ({ column: String(column), type: String(type) }))
  if (columns.length === 0) throw relationMissing(side.asked, side.relation.render(), side.target)
  return columns
}

export interface FieldsOf {
  readonly keys: readonly Pair[]
  readonly columns: readonly Pair[]
  readonly where: string | undefined
}

export function sideArgument(side: DiffSide, which: 0 | 1, { keys, columns, where }: FieldsOf): SideArgument {
  const { relationStyle, type: engine } = side.runtime.module
  const field = (pair: Pair): FieldArgument => ({
    sql: relationStyle.quote(which === 0 ? pair.name : pair.other),
    family: pair.family,
    type: pair.types[which],
    native: isNative(pair, engine),
  })
  return {
    relation: side.relation.render(),
    where: where === undefined ? null : `(${where})`,
    keys: keys.map(field),
    columns: columns.map(field),
  }
}

/** PostgreSQL has types without equality, such as json. */
function isNative({ alike, family }: Pair, engine: string): boolean {
  return alike && (family !== 'other' || engine !== 'postgres')
}

export function numberOf(cell: Cell | undefined): number {
  return cell === null || cell === undefined ? 0 : Number(toText(cell))
}

export function shown(cell: Cell | undefined): Shown {
  return cell === null || cell === undefined ? null : toText(cell)
}

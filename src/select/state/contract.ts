/** Whether a model keeps its contract, and if not, what of the change breaks those who rely on it. */
import { type Compared, list, record } from './contents.js'
import { samePlain } from './same-plain.js'

export interface ContractChange {
  readonly same: boolean
  /** One sentence per breaking change. */
  readonly breaking: readonly string[]
}

/** What a warehouse enforces where nothing else is known. */
export type ConstraintSupport = Readonly<Record<string, string>>

export function compareContracts(now: Compared, before: Compared, support: ConstraintSupport): ContractChange {
  const [mine, theirs] = [record(now.contract), record(before.contract)]
  if (!theirs.enforced) return { same: !mine.enforced, breaking: [] }
  if (mine.enforced && mine.checksum === theirs.checksum) return { same: true, breaking: [] }
  const dropped = mine.enforced ? [] : ['its contract is no longer enforced']
  return {
    same: false,
    breaking: [
      ...dropped,
      ...columnChanges(now, before),
      ...constraintChanges(now, before, support),
      ...materializationChange(now, before),
    ],
  }
}

/** A contracted model that is gone: deleted, renamed or disabled. */
export function removalBreaks(removed: Compared, now: number): string | undefined {
  if (!record(removed.contract).enforced) return undefined
  const deprecated = typeof removed.deprecation_date === 'string' ? Date.parse(removed.deprecation_date) : Number.NaN
  if (deprecated < now) return undefined
  return record(removed.config).enabled === false ? 'it was disabled' : 'it was deleted or renamed'
}

function columnChanges(now: Compared, before: Compared): string[] {
  const columns = record(now.columns)
  return Object.entries(record(before.columns))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, value]) => {
      const [column, was] = [Object.hasOwn(columns, key) ? columns[key] : undefined, record(value)]
      if (column === undefined) return [`column ${was.name} was removed`]
      const type = record(column).data_type
      return baseType(type) === baseType(was.data_type) ? [] : [`the type of column ${was.name} went from ${was.data_type} to ${type}`]
    })
}

/** `numeric(10,2)` and `NUMERIC` are one type here: size and precision may change. */
function baseType(type: unknown): unknown {
  return typeof type === 'string' && type !== '' ? (type.split('(')[0] ?? '').trim().toLowerCase() : type
}

function constraintChanges(now: Compared, before: Compared, support: ConstraintSupport): string[] {
  if (!enforcesConstraints(before)) return []
  const columns = record(now.columns)
  const ofColumns = Object.entries(record(before.columns)).flatMap(([key, was]) => {
    if (!Object.hasOwn(columns, key)) return []
    return lost(record(was).constraints, record(columns[key]).constraints, support).map(
      (name) => `the ${name} constraint on column ${key} was removed`,
    )
  })
  const ofModel = lost(before.constraints, now.constraints, support).map((name) => `the ${name} constraint was removed`)
  return [...ofColumns, ...ofModel]
}

function lost(before: unknown, now: unknown, support: ConstraintSupport): string[] {
  const left = list(now)
  return list(before)
    .map(record)
    .filter((constraint) => support[String(constraint.type)] === 'enforced' && !left.some((other) => samePlain(other, constraint)))
    .map((constraint) => String(constraint.name ?? constraint.type))
}

function materializationChange(now: Compared, before: Compared): string[] {
  const constrained =
    list(before.constraints).length > 0 ||
    Object.values(record(before.columns)).some((column) => list(record(column).constraints).length > 0)
  if (!constrained || !enforcesConstraints(before) || enforcesConstraints(now)) return []
  return [
    `its materialization went from ${record(before.config).materialized} to ${record(now.config).materialized}, which enforces no constraints`,
  ]
}

function enforcesConstraints(node: Compared): boolean {
  return ['table', 'incremental', 'hypertable'].includes(String(record(node.config).materialized))
}

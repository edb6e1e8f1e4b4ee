/** Adds to what is understood of a query the types of its columns, and what is wrong with types, as an empty engine judges them. */
import { type CheckedQuery, spelledAs, type TypeChecker } from '../sql/index.js'
import type { ProjectCatalog } from './catalog.js'
import type { FoundInSql, Understanding, UnderstoodColumn } from './understanding.js'

export async function withTypes(
  understood: Understanding,
  sql: string,
  checker: TypeChecker,
  catalog: ProjectCatalog,
  asked: 'types' | 'faults',
): Promise<Understanding> {
  for (const id of understood.reads) {
    const path = catalog.pathOf(id)
    const { columns, declared } = catalog.known(id)
    if (path && columns && declared !== 'partly') checker.declare(path, columns)
  }
  const checked = await checker.check(sql, asked)
  return merged(
    understood,
    spelled(checked, understood, catalog),
    understood.reads.some((id) => catalog.known(id).declared !== undefined),
  )
}

/** Names the resolver reports itself, and better; what only a declaration denies may be there. */
function merged(understood: Understanding, { columns, findings }: CheckedQuery, onlyDeclared: boolean): Understanding {
  const doubted = (code: string) => onlyDeclared && /^SQL_UNKNOWN_(COLUMN|ALIAS)$/.test(code)
  const known = understood.findings.some((each) => each.severity === 'error')
  const news = known
    ? []
    : findings.filter(({ code }) => !doubted(code)).map((each) => found(onlyDeclared ? { ...each, severity: 'warning' } : each))
  const all = [...understood.findings, ...news]
  if (!columns) return { ...understood, findings: all }
  const typed = understood.columns.length === columns.length ? byPosition(understood.columns, columns) : undefined
  if (typed) return { ...understood, columns: typed, findings: all }
  const own = new Map(understood.columns.map((column) => [column.name.toLowerCase(), column]))
  const bound = columns.map(({ name, type }) => ({ ...(own.get(name.toLowerCase()) ?? unknownColumn), name, type }))
  return { ...understood, columns: bound, complete: understood.complete || !onlyDeclared, findings: all }
}

/** A column that comes as it is keeps the length and digits of its type. */
function spelled(checked: CheckedQuery, { columns: own }: Understanding, catalog: ProjectCatalog): CheckedQuery {
  if (!checked.columns || checked.columns.length !== own.length) return checked
  const columns = checked.columns.map((column, index) => {
    const [from, ...others] = own[index]?.upstream ?? []
    if (!from || others.length > 0 || (from.kind !== 'passthrough' && from.kind !== 'rename')) return column
    const known = catalog.known(from.node).columns?.find(({ name }) => name === from.column)?.type
    return known ? { ...column, type: spelledAs(known, column.type, catalog.dialect) } : column
  })
  return { ...checked, columns }
}

const unknownColumn: Omit<UnderstoodColumn, 'name' | 'type'> = { upstream: [], steps: [], valueHash: null }

function byPosition(own: readonly UnderstoodColumn[], bound: NonNullable<CheckedQuery['columns']>): UnderstoodColumn[] {
  return own.map((column, index) => ({ ...column, type: bound[index]?.type ?? null }))
}

function found({ code, severity, message, span, meant }: CheckedQuery['findings'][number]): FoundInSql {
  return { code, severity, message, ...(span && { span }), ...(meant !== undefined && { hint: `did you mean ${meant}?` }) }
}

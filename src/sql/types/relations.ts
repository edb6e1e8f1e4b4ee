/** The relations a checker knows, made in its engine just before the next query needs them: many in one go. */
import type { Engine } from './engine.js'
import type { TypedColumn } from './model.js'

interface Declared {
  readonly path: readonly string[]
  readonly columns: readonly TypedColumn[]
}

export interface Relations {
  declare(path: readonly string[], columns: readonly TypedColumn[]): void
  /** Makes what was declared since the last time. */
  flush(): Promise<void>
  /** Whether one stands in the query by name of which some column has no known type. */
  hasUntypedIn(sql: string): boolean
}

/** A type that nearly everything takes. */
const anyType = '"NULL"'

/** `unknown`: what columns without a known type are of. */
export function createRelations(engine: Engine, unknown = anyType): Relations {
  const pending = new Map<string, Declared>()
  const declared = new Map<string, string>()
  const untyped = new Map<string, string>()
  const known = { catalogs: new Set<string>(), schemas: new Set<string>(), kinds: new Map<string, 'table' | 'view'>() }

  const make = async (all: readonly Declared[]): Promise<void> => {
    const statements = all.flatMap((each) => statementsFor(each, known, unknown))
    if (statements.length > 0) await engine.run(statements.join(';\n'))
  }
  /** One type that the engine does not know leaves its relation with that column untyped and touches no other. */
  const makeOne = async (each: Declared): Promise<void> => {
    for (const kind of ['table', 'view']) await engine.run(`drop ${kind} if exists ${pathText(each.path)}`).catch(() => undefined)
    known.kinds.delete(keyOf(each.path))
    try {
      await make([each])
    } catch {
      known.kinds.delete(keyOf(each.path))
      const columns = await Promise.all(each.columns.map((column) => withKnownType(column, engine)))
      const loose = { ...each, columns }
      note(loose, untyped)
      await make([loose]).catch(() => undefined)
    }
  }

  return {
    declare: (path, columns) => {
      const [key, text] = [keyOf(path), JSON.stringify(columns)]
      // Whoever reads a relation declares it, and many read the same.
      if (declared.get(key) === text) return
      declared.set(key, text)
      const each = { path, columns: distinct(columns) }
      pending.set(key, each)
      note(each, untyped)
    },
    flush: async () => {
      if (pending.size === 0) return
      const all = [...pending.values()]
      pending.clear()
      try {
        await make(all)
      } catch {
        known.catalogs.clear()
        known.schemas.clear()
        for (const each of all) await makeOne(each)
      }
    },
    hasUntypedIn: (sql) => {
      if (untyped.size === 0) return false
      const text = sql.toLowerCase()
      for (const name of untyped.values()) if (text.includes(name)) return true
      return false
    },
  }
}

/** By the last name, in lower case. */
function note(each: Declared, untyped: Map<string, string>): void {
  const key = keyOf(each.path)
  if (each.columns.every(({ type }) => type !== null)) untyped.delete(key)
  else untyped.set(key, (each.path.at(-1) ?? '').toLowerCase())
}

function keyOf(path: readonly string[]): string {
  return path.map((part) => part.toLowerCase()).join('\u0000')
}

/** A table has no two columns of one name; a query may, and then nobody can read the second. */
function distinct(columns: readonly TypedColumn[]): readonly TypedColumn[] {
  const names = new Set<string>()
  return columns.filter(({ name }) => !names.has(name.toLowerCase()) && names.add(name.toLowerCase()))
}

async function withKnownType(column: TypedColumn, engine: Engine): Promise<TypedColumn> {
  const known = column.type !== null && (await engine.bind(`select cast(null as ${column.type})`).catch(() => undefined))
  return known ? column : { ...column, type: null }
}

interface Known {
  readonly catalogs: Set<string>
  readonly schemas: Set<string>
  readonly kinds: Map<string, 'table' | 'view'>
}

function statementsFor(each: Declared, known: Known, unknown: string): string[] {
  const out: string[] = []
  const folders = each.path.slice(0, -1)
  const [catalog] = folders.length > 1 ? folders : []
  if (catalog !== undefined && !known.catalogs.has(catalog.toLowerCase())) {
    known.catalogs.add(catalog.toLowerCase())
    out.push(`attach if not exists ':memory:' as ${quoted(catalog)}`)
  }
  const schema = pathText(folders)
  if (folders.length > 0 && !known.schemas.has(schema.toLowerCase())) {
    known.schemas.add(schema.toLowerCase())
    out.push(`create schema if not exists ${schema}`)
  }
  const kind = each.columns.some(({ type }) => type === null) ? 'view' : 'table'
  const before = known.kinds.get(keyOf(each.path))
  if (before && before !== kind) out.push(`drop ${before} if exists ${pathText(each.path)}`)
  known.kinds.set(keyOf(each.path), kind)
  return [...out, kind === 'view' ? viewOf(each, unknown) : tableOf(each)]
}

function tableOf({ path, columns }: Declared): string {
  return `create or replace table ${pathText(path)} (${columns.map(({ name, type }) => `${quoted(name)} ${type}`).join(', ')})`
}

function viewOf({ path, columns }: Declared, untyped: string): string {
  const items = columns.map(({ name, type }) => `cast(null as ${type ?? untyped}) as ${quoted(name)}`)
  return `create or replace view ${pathText(path)} as select ${items.join(', ')}`
}

function pathText(path: readonly string[]): string {
  return path.map(quoted).join('.')
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Types of a query's columns, and what is wrong with its types, as an empty DuckDB judges them. */
import type { Dialect } from '../dialect.js'
import { findingOf, readBinderError } from './binder-errors.js'
import { type BoundColumn, type Engine, openEngine } from './engine.js'
import type { CheckedQuery, TypeChecker, TypedColumn } from './model.js'
import { anyType, createRelations, quoted, type Relations, type Untyped } from './relations.js'

export interface TypeCheckerOptions {
  readonly dialect: Dialect
  /** Where relations stand that are written without them. */
  readonly database?: string
  readonly schema?: string
  /** `ignore`: hooks or extensions may have made functions and types that nobody knows here. */
  readonly unknownFunctions?: 'error' | 'ignore'
}

export async function createTypeChecker(options: TypeCheckerOptions): Promise<TypeChecker> {
  const engine = await openEngine()
  await goHome(engine, options)
  const relations = createRelations(engine)
  return {
    declare: (path, columns) => relations.declare(path, columns),
    check: async (sql) => {
      await relations.flush()
      return await checked(sql, engine, relations, options)
    },
    close: () => engine.close(),
  }
}

async function goHome(engine: Engine, { database, schema }: TypeCheckerOptions): Promise<void> {
  if (database === undefined) return
  const home = `${quoted(database)}.${quoted(schema ?? 'main')}`
  await engine.run(`attach if not exists ':memory:' as ${quoted(database)}; create schema if not exists ${home}; use ${home}`)
}

async function checked(sql: string, engine: Engine, relations: Relations, options: TypeCheckerOptions): Promise<CheckedQuery> {
  try {
    const columns = await engine.bind(sql)
    if (!columns) return unchecked('it is no query')
    const untyped = relations.untypedIn(sql)
    return {
      columns: untyped.length > 0 ? await agreed(sql, columns, untyped, engine) : columns,
      status: 'checked',
      reason: null,
      findings: [],
    }
  } catch (error) {
    return judged(error, sql, options)
  }
}

function judged(error: unknown, sql: string, { unknownFunctions = 'error' }: TypeCheckerOptions): CheckedQuery {
  const said = readBinderError(error)
  const finding = findingOf(said, sql)
  const nobodyKnows = unknownFunctions === 'ignore' && /^(?:\w+ )?(?:Function|Type) with name/.test(said.exception_message)
  if (finding && !nobodyKnows) return { columns: null, status: 'checked', reason: null, findings: [finding] }
  return unchecked(reasonOf(said.exception_message))
}

function unchecked(reason: string): CheckedQuery {
  return { columns: null, status: 'unchecked', reason, findings: [] }
}

/** First match wins. */
const reasons: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/^(?:Table|View) with name "?(.+?)"? does not exist/, 'the columns of $1 are not known'],
  [/^Catalog "(.+?)" does not exist/, 'nothing is known of the database $1'],
  [/it exists in the (\w+) extension/, 'it needs the extension $1'],
  [/Cannot access (?:file|directory)/, 'it reads files'],
  [/multiple statements/, 'its columns depend on the data, or it has several statements'],
  [/^(?:\w+ )*(Function|Type) with name "?(.+?)"? does not exist/, 'nobody knows the $1 $2'],
  [/"NULL"/, 'it depends on columns whose types are not known'],
  [/Max expression depth/, 'its expressions are nested too deeply'],
]

function reasonOf(message: string): string {
  const known = reasons.find(([pattern]) => pattern.test(message))
  const text = known ? (known[0].exec(message)?.[0] ?? '').replace(...known) : message
  return (text.split('\n')[0] ?? text).trim().replace(/the (Function|Type)/, (words) => words.toLowerCase())
}

/** Types that a column of unknown type may be of: what comes out alike with all of them does not depend on it. */
const candidates = ['varchar', 'decimal(37,7)', 'timestamp']

async function agreed(sql: string, first: readonly BoundColumn[], untyped: readonly Untyped[], engine: Engine): Promise<TypedColumn[]> {
  const tries: (readonly BoundColumn[])[] = []
  const pretend = (type: string) => engine.run(untyped.map((each) => each.viewWith(type)).join('; '))
  for (const type of candidates) {
    await pretend(type)
    const columns = await engine.bind(sql).catch(() => undefined)
    if (columns) tries.push(columns)
  }
  await pretend(anyType)
  return first.map(({ name, type }, index) => {
    const same = tries.length > 0 && tries.every((columns) => columns[index]?.type === type)
    return { name, type: same ? type : null }
  })
}

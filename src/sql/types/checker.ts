/** Types of a query's columns, and what is wrong with its types, as an empty DuckDB judges them. */
import type { Dialect } from '../dialect.js'
import type { Span } from '../ir.js'
import { findingOf, readBinderError, refusedTypes } from './binder-errors.js'
import { type BoundColumn, type Engine, openEngine } from './engine.js'
import type { CheckedQuery, TypeChecker, TypedColumn, TypeFinding } from './model.js'
import { anyOperator, isOperator, operatorPlace } from './operator-place.js'
import { type DialectPack, prefix, type Rewritten } from './packs/pack.js'
import { postgresPack } from './packs/postgres.js'
import { snowflakePack } from './packs/snowflake.js'
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
  const pack = packs[options.dialect]
  if (!pack && options.dialect !== 'duckdb') return noChecker(options.dialect)
  const engine = await openEngine()
  if (pack) {
    engine.register([...pack.signatures, anyOperator])
    await engine.run(pack.setup)
  }
  await goHome(engine, options, pack !== undefined)
  const relations = createRelations(engine)
  return {
    declare: (path, columns) => relations.declare(path, pack ? columns.map((each) => toEngine(each, pack)) : columns),
    check: async (sql) => {
      await relations.flush()
      return pack ? await checkedWith(pack, sql, engine, relations) : await checked(sql, engine, relations, options)
    },
    close: () => engine.close(),
  }
}

function noChecker(dialect: Dialect): TypeChecker {
  return {
    declare: () => undefined,
    check: async () => unchecked(`types of ${dialect} are not checked`),
    close: () => undefined,
  }
}

const packs: Readonly<Partial<Record<Dialect, DialectPack>>> = { postgres: postgresPack, snowflake: snowflakePack }

function toEngine({ name, type }: TypedColumn, pack: DialectPack): TypedColumn {
  return { name, type: type === null ? null : pack.toEngine(type) }
}

/** Functions and operators of a pack stand before the engine's own. */
async function goHome(engine: Engine, { database = 'memory', schema = 'main' }: TypeCheckerOptions, packed: boolean): Promise<void> {
  const home = `${quoted(database)}.${quoted(schema)}`
  const path = packed ? `${home},memory.main` : home
  await engine.run(
    `attach if not exists ':memory:' as ${quoted(database)}; create schema if not exists ${home}; set search_path = '${path.replaceAll("'", "''")}'`,
  )
}

async function bound(sql: string, engine: Engine, relations: Relations): Promise<readonly TypedColumn[] | undefined> {
  const columns = await engine.bind(sql)
  const untyped = relations.untypedIn(sql)
  return columns && untyped.length > 0 ? await agreed(sql, columns, untyped, engine) : columns
}

async function checked(sql: string, engine: Engine, relations: Relations, options: TypeCheckerOptions): Promise<CheckedQuery> {
  try {
    const columns = await bound(sql, engine, relations)
    return columns ? { columns, status: 'checked', reason: null, findings: [] } : unchecked('it is no query')
  } catch (error) {
    return judged(error, sql, options)
  }
}

/** What the engine says of another dialect's SQL counts where it is about types alone, and then as a warning. */
async function checkedWith(pack: DialectPack, sql: string, engine: Engine, relations: Relations): Promise<CheckedQuery> {
  const rewritten = pack.rewrite(sql)
  if (!rewritten) return unchecked(untold)
  try {
    const columns = await bound(rewritten.sql, engine, relations)
    if (!columns) return unchecked('it is no query')
    const types = columns.map(({ name, type }) => ({ name, type: type === null ? null : pack.fromEngine(type) }))
    return { columns: types, status: 'checked', reason: null, findings: [] }
  } catch (error) {
    const said = readBinderError(error)
    const finding = findingOf(said, rewritten.sql)
    const { types, call } = refusedTypes(said)
    const sure = finding?.code === 'SQL_TYPE' && types.length > 0 && pack.refuses(types, call?.startsWith(prefix) ?? false)
    if (!sure) return unchecked(finding ? untold : reasonOf(said.exception_message))
    const placed = isOperator(said) ? { ...finding, span: await operatorPlace(said, rewritten.sql, engine) } : finding
    return { columns: null, status: 'checked', reason: null, findings: [inSource(placed, rewritten)] }
  }
}

const untold = 'the type checker cannot read all of it'

function inSource(finding: Omit<TypeFinding, 'span'> & { readonly span?: Span | undefined }, { sourceOffset }: Rewritten): TypeFinding {
  const { span, message, ...rest } = finding
  const at = span && { start: sourceOffset(span.start), end: sourceOffset(span.end) }
  return { ...rest, severity: 'warning', message: message.replaceAll(ownNames, ''), ...(at && { span: at }) }
}

const ownNames = new RegExp(`\\b${prefix}(?=\\w)`, 'g')

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

/** Types of a query's columns, and what is wrong with its types, as an empty DuckDB judges them. */
import type { Dialect } from '../dialect.js'
import { bind, type Surroundings } from './bind.js'
import { findingOf, readBinderError } from './binder-errors.js'
import { wrongLiterals } from './cast-literals.js'
import { type Engine, openEngine } from './engine.js'
import type { CheckedQuery, TypeChecker, TypedColumn } from './model.js'
import { anyOperator } from './operator-place.js'
import type { DialectPack } from './packs/pack.js'
import { postgresPack } from './packs/postgres.js'
import { snowflakePack } from './packs/snowflake.js'
import { createPretended } from './pretended.js'
import { createRelations, quoted } from './relations.js'
import { conditionFunction } from './strict.js'
import { checkTranslated } from './translated.js'
import { reasonOf, unchecked } from './unchecked.js'

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
  const open = () => openAt(options, pack)
  const engine = await open()
  const relations = createRelations(engine)
  const pretended = createPretended(open)
  return {
    declare: (path, columns) => {
      const own = pack ? columns.map((each) => toEngine(each, pack)) : columns
      relations.declare(path, own)
      pretended.declare(path, own)
    },
    check: async (sql, asked = 'types') => {
      await relations.flush()
      const around = { relations, pretended: asked === 'types' ? pretended : undefined }
      const answer = await (pack
        ? checkTranslated(pack, sql, engine, around, options.unknownFunctions ?? 'error')
        : checked(sql, engine, around, options))
      const literals = answer.findings.length > 0 ? [] : wrongLiterals(sql, options.dialect)
      return literals.length > 0 ? { ...answer, findings: literals } : answer
    },
    close: () => {
      pretended.close()
      engine.close()
    },
  }
}

async function openAt(options: TypeCheckerOptions, pack: DialectPack | undefined): Promise<Engine> {
  const engine = await openEngine()
  engine.register([conditionFunction, ...(pack ? [anyOperator, ...pack.signatures] : [])])
  if (pack) await engine.run(pack.setup)
  await goHome(engine, options, pack !== undefined)
  return engine
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

async function checked(sql: string, engine: Engine, around: Surroundings, options: TypeCheckerOptions): Promise<CheckedQuery> {
  try {
    const answer = await bind(sql, engine, around)
    return answer ? { ...answer, status: 'checked', reason: null } : unchecked('it is no query')
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

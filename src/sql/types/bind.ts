/** Binds a query in the engine: with its stricter form, and with columns of unknown type pretended to be of several. */
import { findingOf, readBinderError, refusedTypes, type Spell } from './binder-errors.js'
import type { BoundColumn, Engine } from './engine.js'
import type { TypedColumn, TypeFinding } from './model.js'
import type { Pretended } from './pretended.js'
import type { Relations } from './relations.js'
import { conditionFunction, isTemporal, neverAlike, strictly } from './strict.js'

/** What is known of relations, and further engines for what is not. */
export interface Surroundings {
  readonly relations: Relations
  /** Absent where nobody asks for types. */
  readonly pretended: Pretended | undefined
  readonly spell?: Spell
}

export interface Bound {
  readonly columns: readonly TypedColumn[]
  /** What is wrong though the engine binds it. */
  readonly findings: readonly TypeFinding[]
}

/** Undefined where it is no query. Rejects with what the engine has against the query as it is. */
export async function bind(sql: string, engine: Engine, { relations, pretended, spell }: Surroundings): Promise<Bound | undefined> {
  const { columns, findings } = await boundStrictly(sql, engine, spell)
  if (!columns || !relations.hasUntypedIn(sql)) return columns && { columns, findings }
  return { columns: pretended ? await agreed(sql, columns, await pretended.engines()) : columns.map(untyped), findings }
}

async function boundStrictly(
  sql: string,
  engine: Engine,
  spell?: Spell,
): Promise<{ readonly columns: readonly BoundColumn[] | undefined; readonly findings: readonly TypeFinding[] }> {
  const strict = strictly(sql)
  if (!strict) return { columns: await engine.bind(sql), findings: [] }
  try {
    return { columns: await engine.bind(strict.sql), findings: [] }
  } catch (error) {
    const columns = await engine.bind(sql)
    const said = readBinderError(error)
    const finding = findingOf(said, strict.sql, spell)
    const { types, call } = refusedTypes(said)
    const condition = call === conditionFunction.name && isTemporal(types[0] ?? '')
    if (finding?.code !== 'SQL_TYPE' || !(condition || (call === undefined && neverAlike(types)))) return { columns, findings: [] }
    const { span, ...rest } = finding
    const at = span && { start: strict.sourceOffset(span.start), end: strict.sourceOffset(span.end) }
    const message = condition ? `a ${spell?.(types[0] ?? '') ?? types[0]?.toLowerCase()} is no condition` : finding.message
    return { columns, findings: [{ ...rest, message, ...(at && { span: at }) }] }
  }
}

function untyped({ name }: BoundColumn): TypedColumn {
  return { name, type: null }
}

async function agreed(sql: string, first: readonly BoundColumn[], others: readonly Engine[]): Promise<TypedColumn[]> {
  const answers = await Promise.all(others.map((engine) => engine.bind(sql).catch(() => undefined)))
  const tries = answers.filter((columns) => columns !== undefined)
  return first.map(({ name, type }, index) => {
    const same = tries.length > 0 && tries.every((columns) => columns[index]?.type === type)
    return { name, type: same ? type : null }
  })
}

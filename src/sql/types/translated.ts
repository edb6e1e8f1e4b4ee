/** Checks SQL of another dialect: told to the engine in other words, and what it says told back. */
import type { Span } from '../ir.js'
import { bind, type Surroundings } from './bind.js'
import { type BinderError, findingOf, readBinderError, refusedTypes, takesMore } from './binder-errors.js'
import type { Engine } from './engine.js'
import type { CheckedQuery, TypeFinding } from './model.js'
import { isOperator, operatorPlace } from './operator-place.js'
import { type DialectPack, prefix, type Rewritten } from './packs/pack.js'
import { reasonOf, unchecked } from './unchecked.js'

/** What the engine says of another dialect's SQL counts where it is about types alone, and then as a warning. */
export async function checkTranslated(
  pack: DialectPack,
  sql: string,
  engine: Engine,
  around: Surroundings,
  unknownFunctions: 'error' | 'ignore',
): Promise<CheckedQuery> {
  const rewritten = pack.rewrite(sql)
  if (!rewritten) return unchecked(untold)
  try {
    const answer = await bind(rewritten.sql, engine, { ...around, spell: pack.fromEngine })
    if (!answer) return unchecked('it is no query')
    const columns = answer.columns.map(({ name, type }) => ({ name, type: type === null ? null : pack.fromEngine(type) }))
    return { columns, status: 'checked', reason: null, findings: answer.findings.map((each) => inSource(each, rewritten)) }
  } catch (error) {
    return await refused(readBinderError(error), rewritten, { pack, engine, unknownFunctions })
  }
}

interface Judge {
  readonly pack: DialectPack
  readonly engine: Engine
  readonly unknownFunctions: 'error' | 'ignore'
}

async function refused(said: BinderError, rewritten: Rewritten, { pack, engine, unknownFunctions }: Judge): Promise<CheckedQuery> {
  const finding = findingOf(said, rewritten.sql, pack.fromEngine)
  if (!finding) return unchecked(reasonOf(said.exception_message))
  const slip = unknownFunctions === 'error' ? slipOf(said, finding, pack) : undefined
  const wrong = isSure(finding, said, pack) ? finding : slip
  if (!wrong) return unchecked(untold)
  const placed = isOperator(said) ? { ...wrong, span: await operatorPlace(said, rewritten.sql, engine) } : wrong
  return { columns: null, status: 'checked', reason: null, findings: [inSource(placed, rewritten)] }
}

/** A name one letter off a function's, where nobody can have made a function of it. */
function slipOf({ name = '', call }: BinderError, finding: TypeFinding, { names }: DialectPack): TypeFinding | undefined {
  if (finding.code !== 'SQL_UNKNOWN_FUNCTION' || !names || call !== undefined || name.length < 4 || names.has(name.toLowerCase()))
    return undefined
  const meant = [...names].find((each) => isOneSlip(name.toLowerCase(), each))
  return meant === undefined ? undefined : { ...finding, meant }
}

/** One letter more, less or other. */
function isOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a === b) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  const [restA, restB] = [a.slice(start), b.slice(start)]
  return restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1)
}

/** A call with fewer arguments than any form takes is wrong whatever their types. */
function isSure({ code }: TypeFinding, said: BinderError, pack: DialectPack): boolean {
  const { types, call } = refusedTypes(said)
  const own = call?.startsWith(prefix) ?? false
  if (code === 'SQL_UNKNOWN_FUNCTION') return own && takesMore(said)
  return code === 'SQL_TYPE' && types.length > 0 && pack.refuses(types, own)
}

const untold = 'the type checker cannot read all of it'

function inSource(finding: Omit<TypeFinding, 'span'> & { readonly span?: Span | undefined }, { sourceOffset }: Rewritten): TypeFinding {
  const { span, message, ...rest } = finding
  const at = span && { start: sourceOffset(span.start), end: sourceOffset(span.end) }
  return { ...rest, severity: 'warning', message: message.replaceAll(ownNames, ''), ...(at && { span: at }) }
}

const ownNames = new RegExp(`\\b${prefix}(?=\\w)`, 'g')

/** `+tag:nightly,config.materialized:incremental+2 @x` → SelectionExpr. */
import { criterionSyntax, methodUnknown } from './errors.js'
import { type Criterion, type Depth, everything, type IndirectSelection, type SelectionExpr, type SetOperation } from './expression.js'
import { methodNames } from './methods/index.js'

/** Groups: `@`, `N+` with its number, method, value, `+N` with its number. */
const criterionPattern = /^(@)?((\d*)\+)?(?:([\p{L}\p{N}_.]+):)?(.*?)(\+(\d*))?$/u

interface CriterionParts {
  readonly childrensParents: boolean
  readonly parents: string | undefined
  readonly method: string
  readonly args: readonly string[]
  readonly value: string
  readonly children: string | undefined
}

/** One criterion taken apart; the method is the one its value implies where none is written. */
function criterionParts(raw: string): CriterionParts {
  const match = criterionPattern.exec(raw)
  if (!match) throw criterionSyntax(raw, 'it spans several lines')
  const [, at, parents, parentsDepth, method, value = '', children, childrenDepth] = match
  if (at && children) throw criterionSyntax(raw, '"@" before and "+" after exclude each other, "@" already takes all children')
  const [name, ...args] = method === undefined ? [impliedMethod(value)] : method.split('.')
  return {
    childrensParents: at !== undefined,
    parents: parents === undefined ? undefined : parentsDepth,
    method: knownMethod(name ?? '', raw),
    args,
    value,
    children: children === undefined ? undefined : childrenDepth,
  }
}

export function parseCriterion(raw: string, indirect: IndirectSelection): Criterion {
  const parts = criterionParts(raw)
  return { op: 'criterion', raw, ...parts, parents: depth(parts.parents), children: depth(parts.children), indirect }
}

/** Names that older projects use stand for the current ones. */
export function knownMethod(name: string, raw: string): string {
  if (!methodNames.includes(name)) throw methodUnknown(name, raw, methodNames)
  return name
}

/** `models/x` is a path, `x.sql` a file, anything else a name. */
function impliedMethod(value: string): string {
  if (value.includes('/')) return 'path'
  return /\.(sql|py|csv)$/i.test(value) ? 'file' : 'fqn'
}

function depth(written: string | undefined): Depth | undefined {
  if (written === undefined) return undefined
  return written === '' ? 'all' : Number(written)
}

/** `--select` and `--exclude`; without `select`, everything. */
export function parseSelection(
  select: readonly string[] | undefined,
  exclude: readonly string[] | undefined,
  indirect: IndirectSelection,
): SelectionExpr {
  const included = select && select.length > 0 ? parseUnion(select, indirect, true) : parseUnion(everything, indirect, false)
  return { op: 'difference', of: [included, parseUnion(exclude ?? [], indirect, true)], indirect: 'eager' }
}

function parseUnion(texts: readonly string[], indirect: IndirectSelection, expected: boolean): SetOperation {
  const words = texts.flatMap((text) => text.split(/\s+/))
  const criteria = words.filter((word) => word !== '')
  const raws = criteria.length > 0 ? criteria : words.slice(0, 1)
  return { op: 'union', of: raws.map((raw) => parseIntersection(raw, indirect, expected)), indirect }
}

function parseIntersection(raw: string, indirect: IndirectSelection, expected: boolean): SetOperation {
  const of = raw.split(',').map((part) => parseCriterion(part, indirect))
  return expected ? { op: 'intersection', of, indirect, expected: raw } : { op: 'intersection', of, indirect }
}

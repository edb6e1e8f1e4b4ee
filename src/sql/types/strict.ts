/**
 * The engine compares with `=` what it would not with `<`, and takes anything for a condition. Asked in this way it says
 * what other warehouses refuse and what it would itself refuse when it runs.
 */
import { Edits } from './packs/edits.js'
import { prefix, type Rewritten } from './packs/pack.js'
import { SqlText } from './packs/text.js'

export const conditionFunction = { name: `${prefix}condition`, parameters: ['boolean'], returns: 'boolean' } as const

/** Undefined where the query has nothing of the kind. */
export function strictly(sql: string): Rewritten | undefined {
  if (!/=|\bwhere\s/i.test(sql)) return undefined
  const text = new SqlText(sql, 'postgres')
  const edits = new Edits(sql)
  let changed = false
  for (let index = 0; index < text.tokens.length; index++) {
    const equals = isEquals(text, index)
    if (equals) edits.replace(text.start(index), text.end(index), '<')
    const condition = text.word(index) === 'where' ? bareColumn(text, index + 1) : undefined
    if (condition !== undefined) {
      edits.insert(text.start(index + 1), `${conditionFunction.name}(`)
      edits.insert(text.end(condition), ')')
    }
    changed ||= equals || condition !== undefined
  }
  return changed ? edits.apply() : undefined
}

function isEquals(text: SqlText, index: number): boolean {
  if (text.sign(index) !== '=' || !text.inCondition(index)) return false
  const alone = (at: number, other: string) => !other.includes(text.sign(at) || ' ')
  return alone(index - 1, '<>!=:') && alone(index + 1, '=>')
}

/** `where a.b`, and nothing more: index of its last token. */
function bareColumn(text: SqlText, first: number): number | undefined {
  if (text.word(first) === '') return undefined
  let last = first
  while (text.sign(last + 1) === '.' && text.word(last + 2) !== '') last += 2
  const after = last + 1
  const ends =
    after >= text.tokens.length || text.sign(after) === ')' || /^(group|order|limit|qualify|having|union|window)$/.test(text.word(after))
  return ends ? last : undefined
}

/** Times are no numbers, whatever the engine. */
export function neverAlike(types: readonly string[]): boolean {
  return types.some((type) => temporal.test(type)) && types.some((type) => numeric.test(type))
}

const temporal = /^(date|time|timestamp|interval)/i
const numeric =
  /^(tinyint|smallint|integer|bigint|hugeint|utinyint|usmallint|uinteger|ubigint|decimal|float|double|boolean|integer_literal)/i

export function isTemporal(type: string): boolean {
  return temporal.test(type)
}

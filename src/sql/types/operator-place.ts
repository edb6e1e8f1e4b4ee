/** Which of several equal operators it was: the engine tells the place in the macro that stands for it, not in the query. */
import type { Span } from '../ir.js'
import { tokensOf } from '../text/tokens.js'
import { type BinderError, readBinderError } from './binder-errors.js'
import type { Engine } from './engine.js'
import { operatorSigns } from './packs/pack.js'

/** An operator that takes everything; nobody writes it. */
const anything = '<%~%>'

/** More are too many to try one after the other. */
const most = 20

export function isOperator({ name = '' }: BinderError): boolean {
  return operatorSigns.has(name)
}

/** That without which the query fails in another way or not at all; undefined where nothing tells. */
export async function operatorPlace({ name = '', call }: BinderError, sql: string, engine: Engine): Promise<Span | undefined> {
  const places = tokensOf(sql, 'postgres').filter(({ sign }) => sign === operatorSigns.get(name))
  if (places.length > most) return undefined
  for (const { start, end } of places.length > 1 ? places : []) {
    const without = `${sql.slice(0, start)} ${anything} ${sql.slice(end)}`
    const said = await engine.bind(without).then(() => undefined, readBinderError)
    if (said?.call !== call) return { start, end }
  }
  return places[0] && { start: places[0].start, end: places[0].end }
}

export const anyOperator = { name: anything, parameters: ['any', 'any'], returns: 'text' } as const

/** `sum(x) over (…)` → `s_sum(any_value(x) over (…))`: an aggregate's own rules as a function around one that keeps the type. */
import type { Edits } from './edits.js'
import { prefix } from './pack.js'
import type { SqlText } from './text.js'

export interface Wrap {
  /** Empty: nothing stands around. */
  readonly outer: string
  readonly inner?: string
}

export function wrapped(text: SqlText, index: number, edits: Edits, wraps: Readonly<Record<string, Wrap>>): boolean {
  const wrap = Object.hasOwn(wraps, text.word(index)) ? wraps[text.word(index)] : undefined
  const close = wrap && text.callEnd(index)
  if (!wrap || close === undefined) return false
  const name = wrap.inner ?? text.text(index)
  edits.replace(text.start(index), text.end(index), wrap.outer === '' ? name : `${prefix}${wrap.outer}(${name}`)
  if (wrap.outer !== '') edits.insert(text.end(text.aggregateEnd(close)), ')')
  return true
}

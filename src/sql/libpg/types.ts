/** Names of types as a cast writes them. */
import { list, raw, tagged, texts } from './tree.js'

/** `numeric(10,2)`, `text[]`. */
export function typeText(node: unknown): string {
  const { names, typmods, arrayBounds, setof } = raw(node)
  const name = texts(names)
    .filter((each) => each !== 'pg_catalog')
    .join('.')
  const modifiers = list(typmods).map((each) => {
    const found = tagged(each)?.fields
    return String(raw(found?.ival).ival ?? raw(found?.sval).sval ?? 0)
  })
  return `${setof === true ? 'setof ' : ''}${name}${modifiers.length > 0 ? `(${modifiers.join()})` : ''}${'[]'.repeat(list(arrayBounds).length)}`
}

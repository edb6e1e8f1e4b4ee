/** Names and identity of generic tests, to the letter as dbt makes them: stored results and selections rely on both. */
import { hash } from 'node:crypto'
import type { Plain } from '../core/node.js'
import { repr, toText } from '../jinja/index.js'
import { isMapping } from '../load/index.js'

export interface TestNames {
  /** At most 63 characters: alias and file name. */
  readonly short: string
  /** In the unique_id and the fqn. */
  readonly full: string
}

/** `type_target_` and every argument's values, in the order of argument names, other characters than words replaced. */
export function synthesizeNames(type: string, target: string, args: Plain): TestNames {
  const values = Object.keys(args)
    .filter((name) => name !== 'model')
    .sort(byCodePoint)
    .flatMap((name) => parts(args[name]))
  const words = values.map((value) => toText(value).replace(/[^0-9a-zA-Z_]+/g, '_'))
  const identifier = `${type}_${target}`
  const full = `${identifier}_${words.join('__')}`
  // The length counts characters, not UTF-16 units; after the replacement only the identifier can hold wide ones.
  if (full.length < 64 || [...full].length < 64) return { short: full, full }
  return { short: `${[...identifier].slice(0, 30).join('')}_${md5(full)}`, full }
}

function parts(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  return isMapping(value) ? Object.values(value) : [value]
}

/** Last ten digits of an md5 over the name and Python's repr of the metadata, keys sorted and leaves as text. */
export function testHash(name: string, metadata: Plain): string {
  return md5(name + hashedText(metadata)).slice(-10)
}

function hashedText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(hashedText).join(', ')}]`
  if (!isMapping(value)) return quoted(toText(value))
  const keys = Object.keys(value).sort(byCodePoint)
  return `{${keys.map((key) => `${quoted(key)}: ${hashedText(value[key])}`).join(', ')}}`
}

/** Python's repr of text; plain text has nothing to escape. */
function quoted(text: string): string {
  return /^[\x20-\x26\x28-\x5b\x5d-\x7e]*$/.test(text) ? `'${text}'` : repr(text)
}

export function md5(text: string): string {
  return hash('md5', text)
}

export function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

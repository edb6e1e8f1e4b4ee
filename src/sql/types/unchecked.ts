/** Why a query is left unchecked, in our words. */
import type { CheckedQuery } from './model.js'

export function unchecked(reason: string): CheckedQuery {
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

export function reasonOf(message: string): string {
  const known = reasons.find(([pattern]) => pattern.test(message))
  const text = known ? (known[0].exec(message)?.[0] ?? '').replace(...known) : message
  return (text.split('\n')[0] ?? text).trim().replace(/the (Function|Type)/, (words) => words.toLowerCase())
}

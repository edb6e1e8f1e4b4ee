/** Takes out of texts what `--redact` promises: names and addresses of people, databases, hosts, paths of this machine. */
import { allResources } from '../core/manifest.js'
import type { SiteInput } from './input.js'
import type { SiteData } from './site-data.js'

export type Scrub = (text: string) => string

const mask = '*****'

const email = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g
/** Of files, buckets and databases; pages of the web stay. */
const address = /\b(?!https?:|mailto:)[a-z][\w+.-]*:\/\/[^\s"'`<>)\]]+/gi
const network = /\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g
/** Absolute ones of two parts and more. */
const path = /(^|[\s"'`(=,[:>])(?:~|[A-Za-z]:|\\)?(?:[\\/][\w.@%+-]+){2,}[\\/]?/g

export function scrubber(data: SiteData, input: SiteInput): Scrub {
  const words = wordsOf(data, input)
  const database = databases(input)
  return remembering((text) => {
    const plain = text
      .replace(email, mask)
      .replace(address, mask)
      .replace(network, mask)
      .replace(path, (found, before: string) => (found.startsWith('//') ? found : `${before}${mask}`))
    const local = database ? plain.replace(database, '') : plain
    return words ? local.replace(words, mask) : local
  })
}

/** Names of columns, types and keys come thousands of times. */
function remembering(scrub: Scrub): Scrub {
  const known = new Map<string, string>()
  return (text) => {
    if (text === '' || text.length > 100) return text === '' ? text : scrub(text)
    const before = known.get(text)
    if (before !== undefined) return before
    const clean = scrub(text)
    known.set(text, clean)
    return clean
  }
}

/**
 * Words that stand for a person or for the warehouse. One that is also the name of a node, a column or a package tells nothing
 * that is not there anyway, and stays.
 */
function wordsOf(data: SiteData, input: SiteInput): RegExp | undefined {
  const technical = technicalWords(data)
  const given = [...peopleOf(data), ...databasesOf(input), ...(input.privateWords ?? [])]
  const words = [...new Set(given.map((word) => word.trim()))].filter((word) => word.length > 2 && !technical.has(word.toLowerCase()))
  return words.length === 0 ? undefined : new RegExp(`(?<![\\p{L}\\p{N}_])(?:${alternatives(words)})(?![\\p{L}\\p{N}_])`, 'giu')
}

function peopleOf({ index, blocks, shards }: SiteData): string[] {
  const ofMeta = (shards.detail ?? []).flatMap(({ meta }) =>
    meta.flatMap(([key, value]) => (/owner|steward|contact|author|maintain|mail/i.test(key) ? [value] : [])),
  )
  const full = [
    ...index.owners.flatMap(({ name, email: at }) => [name, at]),
    ...index.nodes.map(({ owner }) => owner),
    ...(blocks.exposures?.exposures ?? []).flatMap(({ owner, email: at }) => [owner, at]),
    ...ofMeta,
  ]
  return full
}

function technicalWords({ index, blocks }: SiteData): Set<string> {
  const words = new Set(['public', 'protected', 'private', index.adapter, index.project])
  for (const { id, type, materialized, folder, group, tags } of index.nodes) {
    for (const word of [...id.split('.'), type, materialized, group, ...folder.split('/'), ...tags]) words.add(word)
  }
  for (const name of blocks.search?.names ?? []) words.add(name)
  return new Set([...words].map((word) => word.toLowerCase()))
}

interface Located {
  readonly database?: unknown
  readonly schema?: unknown
}

function located({ manifest }: SiteInput): readonly Located[] {
  return [...allResources(manifest)] as unknown as readonly Located[]
}

function databasesOf(input: SiteInput): string[] {
  return [...new Set(located(input).map(({ database }) => database))].filter(
    (name): name is string => typeof name === 'string' && name !== '',
  )
}

/** A database before one of its schemas: `"db"."schema".` loses its first part, also where the word alone must stay. */
function databases(input: SiteInput): RegExp | undefined {
  const names = databasesOf(input)
  const schemas = [...new Set(located(input).map(({ schema }) => schema))].filter((name): name is string => typeof name === 'string')
  if (names.length === 0 || schemas.length === 0) return undefined
  return new RegExp(`(?<![\\w.])(["\`]?)(?:${alternatives(names)})\\1\\.(?=["\`]?(?:${alternatives(schemas)})["\`]?\\.)`, 'gi')
}

function alternatives(words: readonly string[]): string {
  const longestFirst = [...words].sort((a, b) => b.length - a.length)
  return longestFirst.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|')
}

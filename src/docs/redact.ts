/**
 * What of the site is left out before it is handed on: `--exclude-sql`, `--no-samples`, `--redact`. One pass over all data, by
 * the names of their fields, so that a block which comes new loses the same as those that are there.
 */
import type { SiteInput, SiteOptions } from './input.js'
import { type Scrub, scrubber } from './scrub.js'
import type { SiteData } from './site-data.js'

/** The data without what the options leave out; the same where they leave nothing out. */
export function shared(data: SiteData, input: SiteInput): SiteData {
  const { excludeSql = false, noSamples = false, redact = false } = input.options ?? {}
  if (!excludeSql && !noSamples && !redact) return data
  const options = { excludeSql, noSamples: noSamples || redact, redact }
  const pass = new Pass(options, redact ? scrubber(data, input) : undefined)
  return {
    index: pass.of(data.index, 'index'),
    blocks: Object.fromEntries(Object.entries(data.blocks).map(([name, block]) => [name, pass.of(block, name)])),
    shards: Object.fromEntries(Object.entries(data.shards).map(([name, entries]) => [name, pass.of(entries, name)])),
  }
}

/** A field by its name, or by that of its block and its own. */
type Fields = ReadonlySet<string>

const sql: Fields = new Set([
  ...['sql', 'rawCode', 'compiledCode', 'raw_code', 'compiled_code', 'macro_sql', 'steps', 'expr', 'expression', 'diff'],
  ...['constraints.text', 'sources.filter', 'sources.field', 'metrics.definition', 'rules.demand'],
])
/** Rows of label and value, or settings by name, that hold pieces of SQL. */
const sqlLabels = /hook|sql|predicate|query|where|filter|expr|statement|condition|measure|dimension|numerator|denominator|entity|loaded.at/i

const samples: Fields = new Set(['message', 'sample', 'samples', 'examples', 'histogram', 'min', 'max', 'distinct'])
/** What is found out without a look at data. */
const noData: Fields = new Set(['governance'])
/** Figures about a table; others, such as a least value, are data of it. */
const plainStats = /row|byte|size|modif|cluster|partition|stats|count|approx/i

const people: Fields = new Set([...['owner', 'ownerText', 'email', 'meta', 'grants', 'url', 'query', 'database'], ...['owners.name']])
const peopleLabels =
  /database|warehouse|account|host|server|user|role|owner|email|grant|location|path|root|url|tag$|meta|catalog|external|bucket|comment|export|contact/i

/** Lists of label and value. */
const labelled: Fields = new Set(['config', 'facts', 'stats', 'definition'])
/** Settings by their names. */
const settings: Fields = new Set(['configs'])

class Pass {
  readonly #options: SiteOptions
  readonly #scrub: Scrub | undefined

  constructor(options: SiteOptions, scrub: Scrub | undefined) {
    this.#options = options
    this.#scrub = scrub
  }

  of<T>(value: T, block: string): T {
    return this.#walk(value, { block, parent: block, key: block }) as T
  }

  #walk(value: unknown, at: Place): unknown {
    if (typeof value === 'string') return this.#text(value, at)
    if (value === null || typeof value !== 'object') return value
    if (Array.isArray(value)) {
      const kept = labelled.has(at.key) ? value.filter((row) => !this.#dropsRow(row, at.key)) : value
      return kept.map((entry) => this.#walk(entry, at))
    }
    const entries = Object.entries(value).filter(([key]) => !(settings.has(at.key) && this.#dropsLabel(key)))
    return Object.fromEntries(entries.map(([key, inner]) => [this.#words(key), this.#field(inner, { ...at, parent: at.key, key })]))
  }

  #field(value: unknown, at: Place): unknown {
    return this.#drops(at) ? emptied(value) : this.#walk(value, at)
  }

  #drops(at: Place): boolean {
    const { excludeSql, noSamples, redact } = this.#options
    const among = (fields: Fields) => fields.has(at.key) || fields.has(`${at.parent}.${at.key}`) || fields.has(`${at.block}.${at.key}`)
    if (excludeSql && among(sql)) return true
    if (noSamples && among(samples) && !noData.has(at.block)) return true
    return redact && among(people)
  }

  #dropsRow(row: unknown, key: string): boolean {
    const label = Array.isArray(row) ? String(row[0]) : ''
    return this.#dropsLabel(label) || (this.#options.noSamples && key === 'stats' && !plainStats.test(label))
  }

  #dropsLabel(label: string): boolean {
    return (this.#options.excludeSql && sqlLabels.test(label)) || (this.#options.redact && peopleLabels.test(label))
  }

  #text(text: string, at: Place): string {
    const quotes = this.#options.excludeSql && (at.key === 'message' || at.key === 'reason')
    const value = this.#options.excludeSql && at.block === 'changes' && /^(before|after)$/.test(at.key) ? withoutSql(text) : text
    return this.#words(quotes ? withoutQuotes(value) : value)
  }

  #words(text: string): string {
    return this.#scrub ? this.#scrub(text) : text
  }
}

interface Place {
  readonly block: string
  /** The key of the object around. */
  readonly parent: string
  /** The nearest key; of an entry of a list that of the list. */
  readonly key: string
}

function emptied(value: unknown): unknown {
  if (typeof value === 'string') return ''
  if (Array.isArray(value)) return []
  if (value !== null && typeof value === 'object') return {}
  return typeof value === 'boolean' ? value : null
}

/** Warehouses quote the statement after the first line; findings quote expressions. */
function withoutQuotes(message: string): string {
  const first = message.split('\n', 1)[0] ?? ''
  return first.replaceAll(/(["'`])((?:(?!\1).)*[\s()=<>*+](?:(?!\1).)*)\1/g, '$1…$1')
}

/** A type stays, an expression does not. */
function withoutSql(text: string): string {
  return /^[\w ]*(\([\d, ]*\))?$/.test(text) ? text : ''
}

/** What a model's config says of its hypertable or continuous aggregate: checked, and in one form for the macros. */
import type { SourceLocation } from '../../core/error.js'
import { nearest } from '../../core/nearest.js'
import type { Plain } from '../../core/node.js'
import { timescaleConfigInvalid } from './timescale-errors.js'

/** A length of time: an interval as text, or a number in the unit of an integer time column. */
export type Span = string | number

export interface Index {
  readonly columns: readonly string[]
  readonly unique: boolean
  readonly type: string | null
}

export interface Policy {
  readonly after: Span
  readonly schedule_interval: string | null
}

export interface Compression {
  readonly segment_by: readonly string[] | null
  readonly order_by: readonly string[] | null
  /** Null: chunks are compressed by hand only. */
  readonly after: Span | null
  readonly schedule_interval: string | null
}

interface Common {
  readonly chunk_interval: Span | null
  readonly compression: Compression | null
  readonly retention: Policy | null
  readonly indexes: readonly Index[]
}

export interface Hypertable extends Common {
  readonly time_column: string
  readonly space_partition: { readonly column: string; readonly number: number } | null
  /** By name, or by the columns of one of `indexes`. */
  readonly reorder: { readonly index: string | null; readonly columns: readonly string[] | null } | null
  readonly integer_now: string | null
  readonly create_default_indexes: boolean
}

export interface RefreshPolicy {
  /** Null: without limit on that side. */
  readonly start_offset: Span | null
  readonly end_offset: Span | null
  readonly schedule_interval: string
}

export interface ContinuousAggregate extends Common {
  readonly refresh_policy: RefreshPolicy | null
  readonly materialized_only: boolean
  readonly refresh_on_build: boolean
}

/** The model as far as it is looked at. */
export interface ConfiguredModel {
  readonly name: string
  readonly unique_id: string
  readonly original_file_path: string
  readonly raw_code?: string
  readonly config: Plain
}

const hypertableKeys = [
  'time_column',
  'chunk_interval',
  'space_partition',
  'compression',
  'retention',
  'reorder',
  'integer_now',
  'create_default_indexes',
  'indexes',
]

/** A hypertable by its materialization, or by `hypertable: {…}` on an incremental model. */
export function isHypertable(model: ConfiguredModel): boolean {
  const { materialized, hypertable } = model.config
  return materialized === 'hypertable' || (materialized === 'incremental' && hypertable !== undefined && hypertable !== null)
}

/** @throws CONFIG_INVALID at the key in the model's file */
export function hypertableOf(model: ConfiguredModel): Hypertable {
  const group = model.config.hypertable ?? {}
  const reader = new Reader(model, 'hypertable')
  const named = reader.mapping(group, hypertableKeys)
  // Under `materialized: hypertable` the keys may stand at the top as well; `indexes` may always.
  const top = model.config.materialized === 'hypertable' ? hypertableKeys : ['indexes']
  const values: Plain = { ...pick(model.config, top), ...named }
  const read = (key: string) => ({ key, value: values[key] })
  return {
    time_column: reader.name(read('time_column')) ?? reader.fail('time_column', 'is missing', 'the name of a time column of the query'),
    chunk_interval: reader.span(read('chunk_interval')),
    space_partition: spacePartition(reader, values.space_partition),
    compression: compression(reader, values.compression),
    retention: policy(reader, 'retention', values.retention),
    reorder: reorder(reader, values.reorder),
    integer_now: reader.name(read('integer_now')),
    create_default_indexes: reader.flag(read('create_default_indexes'), true),
    indexes: indexes(reader, values.indexes),
  }
}

/** @throws CONFIG_INVALID at the key in the model's file */
export function continuousAggregateOf(model: ConfiguredModel): ContinuousAggregate {
  const reader = new Reader(model, 'continuous_aggregate')
  const { config } = model
  const read = (key: string) => ({ key, value: config[key] })
  return {
    refresh_policy: refreshPolicy(reader, config.refresh_policy),
    materialized_only: reader.flag(read('materialized_only'), true),
    refresh_on_build: reader.flag(read('refresh_on_build'), true),
    chunk_interval: reader.span(read('chunk_interval')),
    compression: compression(reader, config.compression),
    retention: policy(reader, 'retention', config.retention),
    indexes: indexes(reader, config.indexes),
  }
}

function pick(config: Plain, keys: readonly string[]): Plain {
  return Object.fromEntries(keys.flatMap((key) => (config[key] === undefined ? [] : [[key, config[key]]])))
}

function spacePartition(reader: Reader, value: unknown): Hypertable['space_partition'] {
  if (isAbsent(value)) return null
  const { column, number } = reader.mapping(value, ['column', 'number'], 'space_partition')
  const name = reader.name({ key: 'space_partition.column', value: column })
  if (name === null) return reader.fail('space_partition', 'has no column', "{'column': 'device_id', 'number': 4}")
  const slices = Number(number)
  if (!Number.isInteger(slices) || slices < 1 || slices > 32767)
    return reader.fail('space_partition.number', `is ${shown(number)}`, 'a whole number of partitions, at least 1')
  return { column: name, number: slices }
}

function compression(reader: Reader, value: unknown): Compression | null {
  if (isAbsent(value) || value === false) return null
  const group = value === true ? {} : reader.mapping(value, ['segment_by', 'order_by', 'after', 'schedule_interval'], 'compression')
  const order = reader.texts({ key: 'compression.order_by', value: group.order_by })
  return {
    segment_by: reader.texts({ key: 'compression.segment_by', value: group.segment_by }),
    order_by: order?.map((entry) => canonicalOrder(reader, entry)) ?? null,
    after: reader.span({ key: 'compression.after', value: group.after }),
    schedule_interval: reader.interval({ key: 'compression.schedule_interval', value: group.schedule_interval }),
  }
}

/** As the catalog tells it, every default spelt out: `ts desc` → `ts desc nulls first`. */
function canonicalOrder(reader: Reader, entry: string): string {
  const match = /^("(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)(?:\s+(asc|desc))?(?:\s+nulls\s+(first|last))?$/iu.exec(entry.trim())
  if (!match) return reader.fail('compression.order_by', `is "${entry}"`, "a column, with asc or desc and nulls first or last: 'ts desc'")
  const [, column = '', direction = 'asc', nulls] = match
  const way = direction.toLowerCase()
  return `${column} ${way} nulls ${nulls?.toLowerCase() ?? (way === 'desc' ? 'first' : 'last')}`
}

function policy(reader: Reader, key: string, value: unknown): Policy | null {
  if (isAbsent(value) || value === false) return null
  const group = typeof value === 'object' ? reader.mapping(value, ['after', 'schedule_interval'], key) : { after: value }
  const after = reader.span({ key: `${key}.after`, value: group.after })
  if (after === null) return reader.fail(key, 'does not say after how long', `{'after': '90 days'}`)
  return { after, schedule_interval: reader.interval({ key: `${key}.schedule_interval`, value: group.schedule_interval }) }
}

function refreshPolicy(reader: Reader, value: unknown): RefreshPolicy | null {
  if (isAbsent(value) || value === false) return null
  const group = reader.mapping(value, ['start_offset', 'end_offset', 'schedule_interval'], 'refresh_policy')
  const schedule = reader.interval({ key: 'refresh_policy.schedule_interval', value: group.schedule_interval })
  if (schedule === null)
    return reader.fail(
      'refresh_policy',
      'has no schedule_interval',
      "{'start_offset': '3 days', 'end_offset': '1 hour', 'schedule_interval': '1 hour'}",
    )
  return {
    start_offset: reader.span({ key: 'refresh_policy.start_offset', value: group.start_offset }),
    end_offset: reader.span({ key: 'refresh_policy.end_offset', value: group.end_offset }),
    schedule_interval: schedule,
  }
}

function reorder(reader: Reader, value: unknown): Hypertable['reorder'] {
  if (isAbsent(value) || value === false) return null
  if (typeof value === 'string') return { index: value, columns: null }
  const group = reader.mapping(value, ['index', 'columns'], 'reorder')
  const index = reader.name({ key: 'reorder.index', value: group.index })
  const columns = reader.texts({ key: 'reorder.columns', value: group.columns })
  if ((index === null) === (columns === null))
    return reader.fail('reorder', 'names no index, or two', "{'index': 'name'} or {'columns': […]} as in one of the indexes")
  return { index, columns }
}

function indexes(reader: Reader, value: unknown): readonly Index[] {
  if (isAbsent(value)) return []
  if (!Array.isArray(value)) return reader.fail('indexes', `is ${shown(value)}`, "a list: [{'columns': ['a', 'b'], 'unique': true}]")
  return value.map((entry) => {
    const group = reader.mapping(entry, ['columns', 'unique', 'type'], 'indexes')
    const columns = reader.texts({ key: 'indexes.columns', value: group.columns })
    if (columns === null || columns.length === 0) return reader.fail('indexes', 'has an index without columns', "{'columns': ['a', 'b']}")
    const unique = reader.flag({ key: 'indexes.unique', value: group.unique }, false)
    return { columns, unique, type: reader.name({ key: 'indexes.type', value: group.type }) }
  })
}

interface Entry {
  readonly key: string
  readonly value: unknown
}

/** Checks values of one model and says where in its file a wrong one stands. */
class Reader {
  readonly #model: ConfiguredModel
  readonly #what: string

  constructor(model: ConfiguredModel, what: string) {
    this.#model = model
    this.#what = what
  }

  fail(key: string, problem: string, expected: string): never {
    const words = [...key.split('.').reverse(), this.#what]
    throw timescaleConfigInvalid({ model: this.#model.name, key, problem, expected, location: placeIn(this.#model, words) })
  }

  mapping(value: unknown, known: readonly string[], key = this.#what): Plain {
    if (value === null || typeof value !== 'object' || Array.isArray(value))
      return this.fail(key, `is ${shown(value)}`, `a mapping of ${known.join(', ')}`)
    const stranger = Object.keys(value).find((name) => !known.includes(name))
    if (stranger === undefined) return value as Plain
    const near = nearest(stranger, known)
    return this.fail(`${key}.${stranger}`, 'is not known here', `${near ? `${near}; all are ` : 'one of '}${known.join(', ')}`)
  }

  name({ key, value }: Entry): string | null {
    if (isAbsent(value)) return null
    return typeof value === 'string' && value.trim() !== '' ? value : this.fail(key, `is ${shown(value)}`, 'a name')
  }

  flag({ key, value }: Entry, fallback: boolean): boolean {
    if (isAbsent(value)) return fallback
    return typeof value === 'boolean' ? value : this.fail(key, `is ${shown(value)}`, 'true or false')
  }

  span({ key, value }: Entry): Span | null {
    if (isAbsent(value)) return null
    if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value
    if (typeof value === 'string' && value.trim() !== '') return value.trim()
    return this.fail(key, `is ${shown(value)}`, "an interval like '7 days', or a whole number for an integer time column")
  }

  interval({ key, value }: Entry): string | null {
    if (isAbsent(value)) return null
    return typeof value === 'string' && value.trim() !== ''
      ? value.trim()
      : this.fail(key, `is ${shown(value)}`, "an interval like '1 hour'")
  }

  /** A list of texts, or one text with commas. */
  texts({ key, value }: Entry): readonly string[] | null {
    if (isAbsent(value)) return null
    const list = typeof value === 'string' ? value.split(',') : value
    if (!Array.isArray(list)) return this.fail(key, `is ${shown(value)}`, 'a column or a list of columns')
    return list.map((item) =>
      typeof item === 'string' && item.trim() !== '' ? item.trim() : this.fail(key, `holds ${shown(item)}`, 'columns'),
    )
  }
}

/** The first of the words that the model's own text has; its first line where the config stands in another file. */
export function placeIn(model: ConfiguredModel, words: readonly string[]): SourceLocation {
  const file = model.original_file_path
  const code = model.raw_code ?? ''
  for (const word of words) {
    const index = code.search(new RegExp(`\\b${word.replace(/[^\w]/g, '.')}\\b`))
    if (index < 0) continue
    const before = code.slice(0, index).split('\n')
    return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
  }
  return { file, line: 1, column: 1 }
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined
}

function shown(value: unknown): string {
  return isAbsent(value) ? 'not given' : (JSON.stringify(value) ?? String(value))
}

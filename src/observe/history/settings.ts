/** `history:` of sluice.yml, and SLUICE_HISTORY before it: where runs are kept, how long, with how many sample rows. */
import type { Cursor } from '../../core/cursor.js'
import { SluiceError } from '../../core/error.js'
import { nearest } from '../../core/nearest.js'

export type HistoryPlace = 'warehouse' | 'file' | 'off'

export interface HistorySettings {
  readonly store: HistoryPlace
  /** Rows kept of a test that did not pass. */
  readonly samples: number
  /** Seconds after which runs are removed by themselves; null: never. */
  readonly retention: number | null
  /** Of the tables; undefined: that of the target with `_sluice`. */
  readonly schema: string | undefined
}

const places = ['warehouse', 'file', 'off'] as const
const keys = ['store', 'samples', 'retention', 'schema']
const mostSamples = 1000
const day = 86_400

/** @param usual - where this kind of warehouse keeps runs when nothing is said */
export function readHistorySettings(section: Cursor | undefined, env: string | undefined, usual: HistoryPlace): HistorySettings {
  const written = section ? fromSection(section, usual) : { store: usual, samples: 10, retention: null, schema: undefined }
  return env ? { ...written, store: fromEnvironment(env) } : written
}

function fromSection(section: Cursor, usual: HistoryPlace): HistorySettings {
  const short = { samples: 10, retention: null, schema: undefined }
  if (section.value === false) return { ...short, store: 'off' }
  if (typeof section.value === 'string') return { ...short, store: placeOf(section.value, section) }
  if (typeof section.value !== 'object' || Array.isArray(section.value) || section.value instanceof Number)
    throw section.problem(`history is ${String(section.value)}`, `${places.join(', ')}, or a mapping with ${keys.join(', ')}`)
  section.mapping(keys, 'history')
  const retention = section.optionalDuration('retention')
  if (retention !== undefined && retention < day) throw section.problem('retention is shorter than a day', 'at least 1d', 'retention')
  return {
    store: section.optionalWord('store', places) ?? usual,
    samples: samplesOf(section),
    retention: retention ?? null,
    schema: schemaOf(section),
  }
}

function placeOf(value: string, section: Cursor): HistoryPlace {
  const found = places.find((place) => place === value)
  if (found) return found
  const near = nearest(value, places)
  throw section.problem(`history is "${value}"`, `one of ${places.join(', ')}`, undefined, near && `did you mean ${near}?`)
}

function samplesOf(section: Cursor): number {
  const samples = section.optionalNumber('samples') ?? 10
  if (Number.isInteger(samples) && samples >= 0 && samples <= mostSamples) return samples
  throw section.problem(`samples is ${samples}`, `a whole number from 0 to ${mostSamples}`, 'samples')
}

function schemaOf(section: Cursor): string | undefined {
  const schema = section.optionalText('schema')
  if (schema !== undefined && schema.trim() === '') throw section.problem('schema is empty', 'the name of a schema', 'schema')
  return schema
}

function fromEnvironment(value: string): HistoryPlace {
  const found = places.find((place) => place === value.toLowerCase())
  if (found) return found
  const near = nearest(value, places)
  throw new SluiceError('SETTINGS_INVALID', {
    message: `SLUICE_HISTORY is "${value}"`,
    expected: `one of ${places.join(', ')}`,
    hint: near && `did you mean ${near}?`,
  })
}

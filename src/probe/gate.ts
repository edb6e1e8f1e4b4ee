/** `gate:` of a source: what must hold before anything reads it, and how long to wait for it. */
import type { Cursor } from '../core/cursor.js'
import type { Probe } from './probe.js'
import { commonKeys, isProbe, readProbe } from './read-probe.js'

export interface GateCheck {
  /** Null: the age of the source itself, by its `probe`, `loaded_at_field` or `loaded_at_query`. */
  readonly probe: Probe | null
  /** Seconds; of the source itself. */
  readonly maxAge: number | null
  /** Further tries after the first. */
  readonly retries: number
  /** Seconds before the second try; doubles with each, give or take a quarter. */
  readonly backoff: number
  /** Seconds; no pause is longer. */
  readonly maxBackoff: number
  readonly onFailure: OnClosed
}

/** `error`: readers are skipped and the run fails; `skip`: readers are skipped, the run does not fail; `warn`: readers run. */
export const onClosed = ['error', 'skip', 'warn'] as const
export type OnClosed = (typeof onClosed)[number]

const own = ['retries', 'backoff', 'max_backoff', 'on_failure']

/** One check or a list of them, all of which must hold. `named`: probes of sluice.yml; undefined where they are not known yet. */
export function readGate(cursor: Cursor, named: ReadonlyMap<string, Probe> | undefined): readonly GateCheck[] {
  if (!Array.isArray(cursor.value)) return [readCheck(cursor, named)]
  const checks = cursor.items().map((item) => readCheck(item, named))
  if (checks.length === 0) throw cursor.problem('a gate without checks is always open', 'a check such as `{max_age: 6h}`, or a list')
  return checks
}

function readCheck(cursor: Cursor, named: ReadonlyMap<string, Probe> | undefined): GateCheck {
  return { ...question(cursor, named), ...manners(cursor) }
}

function question(cursor: Cursor, named: ReadonlyMap<string, Probe> | undefined): Pick<GateCheck, 'probe' | 'maxAge'> {
  if (isProbe(cursor)) return { probe: readProbe(cursor, own), maxAge: null }
  cursor.mapping(['sql', 'http', 'file', 'command', 'probe', ...commonKeys, ...own], 'a gate')
  const maxAge = cursor.optionalDuration('max_age') ?? null
  if (cursor.has('probe')) return { probe: named ? withAge(namedProbe(cursor, named), cursor, maxAge) : null, maxAge }
  if (maxAge === null) throw cursor.problem('a gate does not say what must hold', 'sql, http, file, command, probe or max_age')
  return { probe: null, maxAge }
}

/** The gate's own expectations go before those of the probe it names. */
function withAge(probe: Probe, cursor: Cursor, maxAge: number | null): Probe {
  const { expectation } = probe
  return { ...probe, expectation: { expect: cursor.optionalText('expect') ?? expectation.expect, maxAge: maxAge ?? expectation.maxAge } }
}

/** `probe: name` below the cursor, from the probes of sluice.yml. */
function namedProbe(cursor: Cursor, named: ReadonlyMap<string, Probe>): Probe {
  const name = cursor.text('probe')
  const probe = named.get(name)
  if (probe) return probe
  const known = [...named.keys()]
  throw cursor.problem(
    `there is no probe ${name}`,
    known.length > 0 ? `one of ${known.join(', ')}, from probes: of sluice.yml` : 'probes: in sluice.yml',
    'probe',
  )
}

/** `probe:` of a source: a name of sluice.yml, or written there. */
export function readProbeOrName(cursor: Cursor, named: ReadonlyMap<string, Probe>): Probe {
  if (typeof cursor.value === 'object') return readProbe(cursor)
  const name = String(cursor.value)
  const probe = named.get(name)
  if (probe) return probe
  throw cursor.problem(`there is no probe ${name}`, `one of ${[...named.keys()].join(', ') || 'probes:'} of sluice.yml`)
}

function manners(cursor: Cursor): Pick<GateCheck, 'retries' | 'backoff' | 'maxBackoff' | 'onFailure'> {
  const retries = cursor.optionalNumber('retries') ?? 0
  if (!Number.isInteger(retries) || retries < 0 || retries > 1000)
    throw cursor.problem(`retries is ${retries}`, 'a whole number from 0 to 1000', 'retries')
  const backoff = cursor.optionalDuration('backoff') ?? 2
  const maxBackoff = cursor.optionalDuration('max_backoff') ?? 300
  return { retries, backoff, maxBackoff, onFailure: cursor.optionalWord('on_failure', onClosed) ?? 'error' }
}

/** Seconds before try `next` (2 for the first repetition); `chance` from 0 to 1 makes rivals part. */
export function pauseBefore(next: number, { backoff, maxBackoff }: GateCheck, chance: number): number {
  return Math.min(backoff * 2 ** (next - 2), maxBackoff) * (0.75 + chance / 2)
}

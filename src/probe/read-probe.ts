/** Probes as written in YAML → what to ask, checked. */
import type { Cursor } from '../core/cursor.js'
import { probeKinds } from './kinds/index.js'
import { type Expectation, type Probe, type ProbeKind, valueForms } from './probe.js'

/** Keys every kind has. */
export const commonKeys = ['expect', 'max_age', 'as', 'timeout'] as const
const usualTimeout = 30

/** `{sql: …}`, `{http: …}`, `{file: …}` or `{command: […]}`; `more`: keys that whoever reads it takes for itself. */
export function readProbe(cursor: Cursor, more: readonly string[] = []): Probe {
  const kind = kindOf(cursor)
  cursor.mapping([kind.key, ...kind.keys, ...commonKeys, ...more], `a probe with ${kind.key}`)
  const timeout = cursor.optionalDuration('timeout') ?? usualTimeout
  if (timeout <= 0) throw cursor.problem('timeout is 0', 'a length of time such as 10s', 'timeout')
  return {
    question: kind.read(cursor),
    form: cursor.optionalWord('as', valueForms) ?? 'auto',
    expectation: readExpectation(cursor),
    timeout,
  }
}

/** The section `probes:` of sluice.yml, or undefined → probes by name. */
export function readProbes(section: Cursor | undefined): ReadonlyMap<string, Probe> {
  if (!section) return new Map()
  const named = Object.keys(section.mapping(Object.keys(Object(section.value)), 'probes'))
  return new Map(named.map((name) => [name, readProbe(section.at(name))]))
}

export function readExpectation(cursor: Cursor): Expectation {
  return { expect: cursor.optionalText('expect') ?? null, maxAge: cursor.optionalDuration('max_age') ?? null }
}

/** Where a mapping is a probe: by the key of its kind. */
export function isProbe(cursor: Cursor): boolean {
  return probeKinds.some(({ key }) => cursor.has(key))
}

function kindOf(cursor: Cursor): ProbeKind {
  const keys = probeKinds.map(({ key }) => key)
  const found = probeKinds.filter(({ key }) => cursor.has(key))
  const [kind] = found
  if (kind && found.length === 1) return kind
  if (kind)
    throw cursor.problem(`a probe has ${found.map(({ key }) => key).join(' and ')}`, `only one of ${keys.join(', ')}`, found[1]?.key)
  cursor.mapping([...keys, ...commonKeys, ...probeKinds.flatMap((each) => each.keys)], 'a probe')
  throw cursor.problem('a probe does not say what to ask', `one of ${keys.join(', ')}`)
}

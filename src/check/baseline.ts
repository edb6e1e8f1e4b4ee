/**
 * What was found before and is to be mended later. A finding is known by what it says of which node, not by its line, so it stays
 * known while code above it moves; of several alike, as many are known as were written down.
 */
import { createHash } from 'node:crypto'
import { baselineInvalid } from './errors.js'
import { byPlace, type Finding } from './finding.js'

export interface Baseline {
  /** How many findings have each fingerprint. */
  readonly known: ReadonlyMap<string, number>
  /** Of each, to tell what is gone. */
  readonly entries: readonly BaselineEntry[]
}

export interface BaselineEntry {
  readonly fingerprint: string
  readonly code: string
  readonly rule?: string
  readonly node: string | null
  readonly message: string
  readonly count?: number
}

export interface Held {
  /** Not in the baseline. */
  readonly fresh: readonly Finding[]
  readonly known: readonly Finding[]
  /** Written down and no longer found. */
  readonly gone: readonly BaselineEntry[]
}

/** 16 hexadecimal digits. */
export function fingerprint({ code, rule, node, location, about }: Finding): string {
  const text = [code, rule ?? '', node ?? location.file, about].join('\0')
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

export function writtenBaseline(findings: readonly Finding[]): string {
  const entries = new Map<string, BaselineEntry & { count: number }>()
  for (const finding of [...findings].sort(byPlace)) {
    const key = fingerprint(finding)
    const { code, rule, node, message } = finding
    const before = entries.get(key)
    if (before) before.count++
    else entries.set(key, { fingerprint: key, code, ...(rule !== null && { rule }), node, message, count: 1 })
  }
  const sorted = [...entries.values()].sort(
    (a, b) => (a.node ?? '').localeCompare(b.node ?? '', 'en') || (a.fingerprint < b.fingerprint ? -1 : 1),
  )
  const lines = sorted.map(({ count, ...entry }) => `    ${JSON.stringify(count > 1 ? { ...entry, count } : entry)}`)
  return `{\n  "version": 1,\n  "findings": [${lines.length > 0 ? `\n${lines.join(',\n')}\n  ` : ''}]\n}\n`
}

export function readBaseline(text: string, file: string): Baseline {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw baselineInvalid(file, 'is not JSON')
  }
  const { version, findings } = (value ?? {}) as { readonly version?: unknown; readonly findings?: unknown }
  if (version !== 1 || !Array.isArray(findings)) throw baselineInvalid(file, 'is no baseline of version 1')
  const entries = findings as BaselineEntry[]
  const known = new Map<string, number>()
  for (const entry of entries) {
    if (typeof entry?.fingerprint !== 'string') throw baselineInvalid(file, 'has a finding without fingerprint')
    known.set(entry.fingerprint, (known.get(entry.fingerprint) ?? 0) + (entry.count ?? 1))
  }
  return { known, entries }
}

export function held(findings: readonly Finding[], { known, entries }: Baseline): Held {
  const left = new Map(known)
  const take = (finding: Finding) => {
    const key = fingerprint(finding)
    const count = left.get(key) ?? 0
    left.set(key, count - 1)
    return count > 0
  }
  const split = findings.map((finding) => [finding, take(finding)] as const)
  const gone = entries.filter((entry) => (left.get(entry.fingerprint) ?? 0) > 0)
  return { fresh: split.filter(([, old]) => !old).map(([each]) => each), known: split.filter(([, old]) => old).map(([each]) => each), gone }
}

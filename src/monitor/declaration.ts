/** `monitors:` of a table as people write it → monitors. What is wrong is told at its place. */
import type { Cursor } from '../core/cursor.js'
import type { Grain } from '../core/monitor-report.js'
import type { Plain } from '../core/node.js'
import { readChecks } from './read-checks.js'
import { readSensitivity, whole } from './read-values.js'
import { type MonitorSpec, sensitivities } from './spec.js'

export interface DeclaredMonitor {
  /** Beside others of the same table. */
  readonly name: string | null
  readonly spec: MonitorSpec
  readonly tags: readonly string[]
  readonly from: Cursor
}

const grains = ['hour', 'day', 'week', 'month'] as const
const seconds: Readonly<Record<Grain, number>> = { hour: 3600, day: 86_400, week: 604_800, month: 30 * 86_400 }
const usual: Readonly<Record<Grain, { readonly history: number; readonly least: number; readonly last: number }>> = {
  hour: { history: 24 * 28, least: 48, last: 6 },
  day: { history: 60, least: 10, last: 1 },
  week: { history: 52, least: 8, last: 1 },
  month: { history: 36, least: 8, last: 1 },
}

const shared = ['grain', 'history', 'check_last', 'complete_after', 'sample', 'sensitivity', 'min_history', 'severity', 'as_of'] as const
const defaultKeys: readonly string[] = ['enabled', ...shared]
const monitorKeys: readonly string[] = ['name', 'enabled', 'time_column', 'checks', 'by', 'tags', ...shared]

/** The section `monitors` of sluice.yml: settings that monitors leave out. */
export function readDefaults(section: Cursor | undefined): Defaults {
  if (!section) return { settings: {}, enabled: true }
  section.mapping(defaultKeys, 'monitors')
  const enabled = section.flag('enabled', true)
  const settings: Record<string, Cursor> = {}
  for (const key of shared) if (section.has(key)) settings[key] = section
  // Read once, so that what is wrong is told where it stands.
  settingsOf({ at: (key) => settings[key] ?? section })
  return { settings, enabled }
}

export interface Defaults {
  /** By key the mapping it is read from. */
  readonly settings: Readonly<Record<string, Cursor>>
  readonly enabled: boolean
}

/** `eventTime`: the table's column of that name, where it is known; the time column of monitors that name none. */
export function* readMonitors(setting: Cursor, defaults: Defaults, eventTime: string | null): Generator<DeclaredMonitor> {
  if (setting.value === false || !defaults.enabled) return
  const entries = Array.isArray(setting.value) ? setting.items() : [setting]
  const names = new Set<string | null>()
  for (const entry of entries) {
    entry.mapping(monitorKeys, 'a monitor')
    const name = entry.optionalText('name') ?? null
    if (name !== null && !/^\w+$/.test(name)) throw entry.problem(`the name "${name}" of a monitor`, 'letters, digits and _', 'name')
    if (names.has(name)) throw entry.problem(`two monitors of the table are called ${name ?? 'nothing'}`, 'a name: for each', 'name')
    names.add(name)
    if (!entry.flag('enabled', true)) continue
    yield { name, spec: specOf(entry, defaults, eventTime), tags: entry.texts('tags'), from: entry }
  }
}

function specOf(entry: Cursor, defaults: Defaults, eventTime: string | null): MonitorSpec {
  const time = entry.optionalText('time_column') ?? eventTime
  if (!time)
    throw entry.problem(
      'the monitor has no time_column',
      'the column that says which day or hour a row belongs to',
      undefined,
      'add `time_column:`',
    )
  const home = { at: (key: string) => (entry.has(key) ? entry : (defaults.settings[key] ?? entry)) }
  const { min_history, sensitivity, severity, ...settings } = settingsOf(home)
  const by = entry.texts('by')
  const checks = readChecks(entry, { by, sensitivity, min_history, severity })
  if (settings.history < min_history + 1)
    throw home
      .at('history')
      .problem(`a history of ${settings.history} ${settings.grain}s never reaches min_history`, `more than ${min_history}`, 'history')
  return { time_column: time, ...settings, checks }
}

function settingsOf(home: { at(key: string): Cursor }) {
  const grain = home.at('grain').optionalWord('grain', grains) ?? 'day'
  const of = usual[grain]
  return {
    grain,
    history: historyOf(home.at('history'), grain) ?? of.history,
    check_last: lastOf(home.at('check_last')) ?? of.last,
    complete_after: home.at('complete_after').optionalDuration('complete_after') ?? 0,
    as_of: momentOf(home.at('as_of')),
    sample: sampleOf(home.at('sample')),
    min_history: whole(home.at('min_history'), 'min_history', 5) ?? of.least,
    sensitivity: readSensitivity(home.at('sensitivity')) ?? (sensitivities.medium as number),
    severity: home.at('severity').optionalWord('severity', ['warn', 'error']) ?? ('warn' as const),
  }
}

/** A length of time, or a number of partitions. */
function historyOf(home: Cursor, grain: Grain): number | undefined {
  if (!home.has('history')) return undefined
  const { history } = home.value as Plain
  const count = /^\d+$/.test(String(history)) ? Number(history) : Math.ceil((home.optionalDuration('history') ?? 0) / seconds[grain])
  if (count < 6 || count > 5000) throw home.problem(`a history of ${String(history)}`, `6 to 5000 ${grain}s, such as 60d or 60`, 'history')
  return count
}

function lastOf(home: Cursor): number | undefined {
  if (home.has('check_last') && home.optionalText('check_last') === 'all') return 0
  return whole(home, 'check_last', 1)
}

function sampleOf(home: Cursor): number {
  const share = home.optionalShare('sample') ?? 1
  if (share <= 0) throw home.problem('a sample of nothing', 'a share such as 10 %', 'sample')
  return share
}

function momentOf(home: Cursor): string | null {
  const text = home.optionalText('as_of')
  if (text === undefined || text === '' || text === 'now' || text === 'None') return null
  const date = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T23:59:59.999Z` : text)
  if (Number.isNaN(date.getTime())) throw home.problem(`as_of is "${text}"`, 'a date such as 2026-11-18, a time, or now', 'as_of')
  return date.toISOString()
}

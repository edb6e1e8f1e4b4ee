/** Raw flags, environment and the project's `flags:` → `Flags`. Command line before environment before project before default. */
import type { Flags } from '../core/invocation.js'
import { badValue, eventTimes, excludeEachOther } from './errors.js'
import { camel, envNames, type FlagSpec, kebab, oldEnvNames, snake, takes } from './flag-spec.js'
import { flagTable } from './flags.js'

/** As typed or as given to the API: strings from a command line, values from a program. */
export type RawFlags = Readonly<Record<string, unknown>>
export type Env = Readonly<Record<string, string | undefined>>

export interface FlagSources {
  readonly command: string
  readonly which: string
  readonly given: RawFlags
  readonly env: Env
  /** `flags:` of dbt_project.yml, as written. */
  readonly project: RawFlags
  readonly parseYaml: (text: string, where: string) => unknown
}

type Origin = 'given' | 'env' | 'project' | 'default'
interface Resolved {
  readonly value: unknown
  readonly origin: Origin
}

export function resolveFlags(sources: FlagSources): Flags {
  const project = Object.fromEntries(Object.entries(sources.project).map(([key, value]) => [camel(key), value]))
  const found = new Map<string, Resolved>()
  for (const flag of flagTable)
    if (flag.on === 'project' || takes(flag, sources.command)) found.set(flag.name, resolveOne(flag, sources, project))
  for (const [key, value] of Object.entries(project)) if (!found.has(key)) found.set(key, { value, origin: 'project' })
  applyLeads(found)
  checkTogether(found)
  const values = Object.fromEntries([...found].map(([name, { value }]) => [name, value]))
  return { ...values, ...normalise(values), which: sources.which, vars: values.vars ?? {} } as unknown as Flags
}

function resolveOne(flag: FlagSpec, sources: FlagSources, project: RawFlags): Resolved {
  const where = `--${kebab(flag.name)}`
  const given = sources.given[flag.name]
  if (given !== undefined) return { value: convert(flag, given, where, sources.parseYaml), origin: 'given' }
  const fromEnv = readEnv(flag, sources.env)
  if (fromEnv) {
    const value = convert(flag, fromEnv.value, fromEnv.name, sources.parseYaml)
    return { value: fromEnv.invert ? !value : value, origin: 'env' }
  }
  const written = project[flag.name]
  if (written !== undefined && written !== null)
    return { value: convert(flag, written, `flags: ${snake(flag.name)}`, sources.parseYaml), origin: 'project' }
  return { value: flag.default ?? neutral(flag), origin: 'default' }
}

function neutral(flag: FlagSpec): unknown {
  if (flag.type === 'list' || flag.type === 'choices') return []
  if (flag.type === 'switch') return false
  return flag.type === 'boolean' && flag.name !== 'useColors' && flag.name !== 'color' ? false : undefined
}

function readEnv(flag: FlagSpec, env: Env): { name: string; value: string; invert: boolean } | undefined {
  const names = [...oldEnvNames(flag), ...envNames(flag)]
  for (const entry of names) {
    const name = entry.replace('!', '')
    const value = env[name]
    if (value !== undefined && value !== '') return { name, value, invert: entry.startsWith('!') }
  }
  return undefined
}

const truthy = new Set(['1', 'true', 't', 'yes', 'y', 'on'])
const falsy = new Set(['0', 'false', 'f', 'no', 'n', 'off'])

function convert(flag: FlagSpec, value: unknown, where: string, parseYaml: FlagSources['parseYaml']): unknown {
  switch (flag.type) {
    case 'boolean':
    case 'switch':
      return toBoolean(value, where)
    case 'boolean or path':
      return typeof value === 'boolean' ? value : String(value)
    case 'number':
      return toNumber(flag, value, where)
    case 'list':
      return given(words(value))
    case 'choice':
      return oneOf(flag, String(value), where)
    case 'choices':
      return words(value).map((word) => oneOf(flag, word, where))
    case 'yaml':
      return typeof value === 'string' ? parseYaml(value, where) : value
    case 'datetime':
      return toDateTime(String(value), where)
    default:
      return value === null ? undefined : String(value)
  }
}

function toBoolean(value: unknown, where: string): boolean {
  if (typeof value === 'boolean') return value
  const word = String(value).toLowerCase()
  if (truthy.has(word)) return true
  if (falsy.has(word)) return false
  throw badValue(where, String(value), 'true or false')
}

function toNumber(flag: FlagSpec, value: unknown, where: string): number {
  const number = typeof value === 'number' ? value : Number(String(value).trim() || 'x')
  if (!Number.isInteger(number)) throw badValue(where, String(value), 'a whole number')
  if (number < (flag.least ?? number)) throw badValue(where, String(value), `a whole number from ${flag.least} on`)
  return number
}

function words(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value]
  return list.flatMap((entry) => String(entry).split(/\s+/)).filter((word) => word !== '')
}

/** `--select ""` selects nothing, as in dbt: an empty variable in a script must not come to mean everything. */
function given(list: readonly string[]): readonly string[] {
  return list.length > 0 ? list : ['']
}

function oneOf(flag: FlagSpec, value: string, where: string): string {
  const choices = flag.choices ?? []
  const choice = choices.find((candidate) => candidate === value.toLowerCase())
  if (choice === undefined) throw badValue(where, value, `one of ${choices.join(', ')}`, choices)
  return choice
}

const dateTime = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}:\d{2})?$/

function toDateTime(value: string, where: string): string {
  if (!dateTime.test(value) || Number.isNaN(Date.parse(`${value.replace(' ', 'T')}${value.length > 10 ? 'Z' : ''}`)))
    throw badValue(where, value, '2026-11-20, 2026-11-20T08:00:00 or "2026-11-20 08:00:00"')
  return value.length > 10 ? value.replace(' ', 'T') : `${value}T00:00:00`
}

/** The console's setting is the file's too, unless the file has one of its own. */
const leads: readonly (readonly [string, string])[] = [
  ['useColors', 'useColorsFile'],
  ['logLevel', 'logLevelFile'],
  ['logFormat', 'logFormatFile'],
]

function applyLeads(found: Map<string, Resolved>): void {
  for (const [lead, follow] of leads) {
    const leader = found.get(lead)
    if (leader && leader.origin !== 'default' && found.get(follow)?.origin === 'default') found.set(follow, leader)
  }
  const colour = found.get('color')
  if (colour && colour.value !== undefined) found.set('useColors', colour)
}

const exclusive: readonly (readonly [string, string])[] = [
  ['warnError', 'warnErrorOptions'],
  ['select', 'inline'],
  ['selector', 'inline'],
]

function checkTogether(found: ReadonlyMap<string, Resolved>): void {
  const set = (name: string) => (found.get(name)?.origin ?? 'default') !== 'default'
  for (const [first, second] of exclusive) if (set(first) && set(second)) throw excludeEachOther(kebab(first), kebab(second))
  const start = found.get('eventTimeStart')?.value
  const end = found.get('eventTimeEnd')?.value
  if (start === undefined && end === undefined) return
  if (start === undefined || end === undefined)
    throw eventTimes(`--event-time-${start === undefined ? 'end' : 'start'} was given without its counterpart`)
  if (String(start) >= String(end)) throw eventTimes('--event-time-start is not before --event-time-end')
}

/** Flags that follow from others. */
function normalise(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return {
    threads: values.singleThreaded === true ? 1 : values.threads,
    debug: values.debug === true,
    logLevel: values.debug === true ? 'debug' : values.logLevel,
  }
}

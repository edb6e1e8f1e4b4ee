/** What every receiver is told of an incident, before it is put into the form of one. */
import { durationText } from '../../core/duration.js'
import { nameOf } from '../incidents/index.js'
import type { AlertEvent, AlertMessage } from './message.js'

const states: Readonly<Record<AlertEvent, string>> = {
  open: 'Open',
  update: 'Worse',
  reminder: 'Still open',
  resolved: 'Resolved',
  test: 'Test',
}

/** One line without line ends: `Open (error): tickets could not be built`. */
export function headline({ event, incident }: AlertMessage): string {
  const state = event === 'resolved' || event === 'test' ? states[event] : `${states[event]} (${incident.severity})`
  return oneLine(`${state}: ${incident.title}`)
}

/** Control characters would end a header, or colour a terminal. */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is taken out
  return text.replaceAll(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim()
}

/** Label and value, what is known of it only. */
export function facts(message: AlertMessage): readonly (readonly [string, string])[] {
  const { incident, project, target, resolvedAt } = message
  const lasted = resolvedAt === null ? '' : ` (lasted ${durationText(secondsBetween(incident.since, resolvedAt))})`
  const all: readonly (readonly [string, string | null])[] = [
    ['Project', `${project}, target ${target}`],
    ['Cause', incident.cause],
    ['Since', `${incident.since}${lasted}`],
    ['Resolved', resolvedAt],
    ['Owner', incident.owner ?? incident.email],
    ['Group', incident.group],
    ['Tags', incident.tags.join(', ') || null],
    ['Affected', names(incident.affected)],
    ['Exposures', names(incident.exposures)],
    ['Runbook', incident.runbook],
  ]
  return all.flatMap(([label, value]) => (value === null ? [] : [[label, value] as const]))
}

const mostNames = 10

function names(ids: readonly string[]): string | null {
  if (ids.length === 0) return null
  const more = ids.length > mostNames ? ` and ${ids.length - mostNames} more` : ''
  return `${ids.slice(0, mostNames).map(nameOf).join(', ')}${more}`
}

function secondsBetween(from: string, to: string): number {
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000))
}

/** A link people can follow; anything else in `meta.runbook` is shown and not linked. */
export function linkOf(runbook: string | null): string | null {
  return runbook !== null && /^https?:\/\/[^\s<>"|]+$/.test(runbook) ? runbook : null
}

export function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`
}

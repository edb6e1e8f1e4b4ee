/** What incidents say of themselves. */
import { durationText } from '../../core/duration.js'
import type { UniqueId } from '../../core/node.js'
import type { Outcome } from './outcome.js'

const longest = 2000

export function firstLine(text: string | null): string {
  const line = (text ?? '')
    .split('\n')
    .map((each) => each.trim())
    .find((each) => each !== '')
  return shortened(line ?? '', 200)
}

export function shortened(text: string, most = longest): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`
}

/** `model.p.tickets` → `tickets`, `source.p.feed.tickets` → `feed.tickets`. */
export function nameOf(id: UniqueId): string {
  const [type, , ...rest] = id.split('.')
  if (type === 'test' && rest.length > 1) return rest.slice(0, -1).join('.')
  return rest.join('.') || id
}

export function listed(ids: readonly UniqueId[], most = 5): string {
  const names = ids.slice(0, most).map(nameOf).join(', ')
  return ids.length > most ? `${names} and ${ids.length - most} more` : names
}

export function testsTitle(cause: UniqueId, tests: readonly Outcome[]): string {
  const verb = tests.some(({ status }) => status !== 'warn') ? 'fail' : 'warn'
  const [only, ...more] = tests
  if (only && more.length === 0) {
    const rows = only.failures === null || only.failures === 0 ? '' : `: ${only.failures} ${only.failures === 1 ? 'row' : 'rows'}`
    return shortened(`${nameOf(only.unique_id)} ${verb}s${rows}`, 200)
  }
  return shortened(`${tests.length} tests of ${nameOf(cause)} ${verb}`, 200)
}

export function testsText(tests: readonly Outcome[]): string {
  const lines = tests.slice(0, 20).map(({ unique_id, status, message }) => `${nameOf(unique_id)}: ${status}. ${firstLine(message)}`.trim())
  return shortened([...lines, ...(tests.length > 20 ? [`and ${tests.length - 20} more tests`] : [])].join('\n'))
}

export function freshnessWords({ status, message, freshness, age }: Outcome): string {
  const seconds = freshness?.max_loaded_at_time_ago_in_s ?? age ?? null
  const limit = (freshness?.criteria as Record<string, { count?: unknown; period?: unknown } | null> | undefined)?.[
    status === 'warn' ? 'warn_after' : 'error_after'
  ]
  if (seconds === null) return firstLine(message) || 'its age could not be asked for'
  const allowed = limit?.count ? `, allowed are ${String(limit.count)} ${String(limit.period)}s` : ''
  return `its newest row is ${durationText(Math.round(seconds))} old${allowed}`
}

/** `result` and `source_status`: by what an earlier run found. */
import type { SelectionEnv, SourceFreshness } from '../environment.js'
import { stateMissing, valueInvalid } from '../errors.js'
import { textMethod } from './method.js'

export const result = textMethod('the status in the earlier run_results.json', (value, { state }) => {
  if (!state.previousResults) throw stateMissing('result', 'run_results.json')
  const matched = new Set(state.previousResults.filter((entry) => entry.status === value).map((entry) => entry.unique_id))
  return (resource) => matched.has(resource.unique_id)
})

const freshnessStatuses = ['pass', 'warn', 'error', 'runtime error']

export const sourceStatus = textMethod(
  'fresher: sources with newer data than at the earlier check; or a freshness status',
  (value, { state }) => {
    const { previous, current } = sourceResults(state)
    if (value !== 'fresher' && !freshnessStatuses.includes(value))
      throw valueInvalid('source_status', value, ['fresher', ...freshnessStatuses])
    const matched =
      value === 'fresher'
        ? fresher(previous, current)
        : new Set(current.filter((entry) => entry.status === value).map((entry) => entry.unique_id))
    return (resource) => matched.has(resource.unique_id)
  },
)

function sourceResults(state: SelectionEnv['state']): { previous: readonly SourceFreshness[]; current: readonly SourceFreshness[] } {
  if (!state.previousSources) throw stateMissing('source_status', 'sources.json')
  if (!state.currentSources) throw stateMissing('source_status', 'sources.json of this project (run source freshness first)')
  return { previous: state.previousSources, current: state.currentSources }
}

/** New sources count; sources whose check failed now do not. */
function fresher(previous: readonly SourceFreshness[], current: readonly SourceFreshness[]): ReadonlySet<string> {
  const before = new Map(previous.map((entry) => [entry.unique_id, entry.max_loaded_at]))
  const newer = current.filter(({ unique_id, max_loaded_at }) => {
    if (!max_loaded_at) return false
    const earlier = before.get(unique_id)
    return !earlier || instant(max_loaded_at) > instant(earlier)
  })
  return new Set(newer.map((entry) => entry.unique_id))
}

function instant(iso: string): number {
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`)
}

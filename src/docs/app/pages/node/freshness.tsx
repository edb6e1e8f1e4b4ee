/** Of a source: how old its newest row is, and how old it may be. */
import type { JSX } from 'preact'
import type { SourceState } from '../../../model/index.js'
import { useBlock } from '../../data.js'
import { Command, EmptyState, Facts, formatTime, Loading, plural, Status } from '../../parts.js'
import type { TabProps } from './tab-props.js'

export function FreshnessTab({ site, place, node, detail }: TabProps): JSX.Element {
  const block = useBlock(site.index, 'sources')
  const command = `sluice source freshness --select source:${node.name}`
  if (block === null) return <Loading />
  const state = block?.sources.find((each) => each.node === place)
  const declared = detail.facts.some(([label]) => label === 'Warn after' || label === 'Error after')
  if (!state?.checkedAt && !declared)
    return (
      <EmptyState title="Nobody says how fresh it must be">
        Declare <code>freshness:</code> with <code>warn_after:</code> or <code>error_after:</code>, and <code>loaded_at_field:</code>, in{' '}
        {detail.file}.
      </EmptyState>
    )
  if (!state?.checkedAt)
    return (
      <>
        <EmptyState title="Not checked yet" command={command}>
          The check asks the warehouse for the newest row.
        </EmptyState>
        <Facts rows={detail.facts} />
      </>
    )
  return (
    <>
      <Facts rows={rowsOf(state)} />
      <p>
        <a href="#/sources">All sources</a>
      </p>
      <Command text={command} />
    </>
  )
}

function rowsOf(state: SourceState): readonly (readonly [string, JSX.Element | string])[] {
  return [
    [
      'State',
      <Status
        key="status"
        status={state.status}
        text={{ ok: 'fresh', warn: 'late', fail: 'stale', skipped: 'skipped', none: 'not checked' }[state.status]}
      />,
    ],
    ['Newest row', formatTime(state.loadedAt)],
    ['Age at the check', periodText(state.age)],
    ['Warn after', periodText(state.warnAfter)],
    ['Error after', periodText(state.errorAfter)],
    ['Checked', formatTime(state.checkedAt)],
    ['Told by', state.field],
    ['Loader', state.loader],
    ['Message', state.message.slice(0, 2000)],
    ['Downstream', plural(state.consumers, 'node')],
  ]
}

function periodText(seconds: number | null): string {
  if (seconds === null) return ''
  if (seconds < 120) return plural(Math.round(seconds), 'second')
  if (seconds < 7200) return plural(Math.round(seconds / 60), 'minute')
  return seconds < 172_800 ? plural(Math.round(seconds / 3600), 'hour') : plural(Math.round(seconds / 86_400), 'day')
}

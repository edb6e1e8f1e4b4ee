/** What the last run did with a node. */
import type { JSX } from 'preact'
import type { RunEntry, RunsBlock } from '../../../model/index.js'
import { askedText } from '../../columns/words.js'
import { useBlock } from '../../data.js'
import { Command, EmptyState, Facts, formatBytes, formatCount, formatSeconds, formatTime, Loading, Status } from '../../parts.js'
import { PastRuns } from './past-runs.js'
import type { TabProps } from './tab-props.js'

export function RunsTab({ site, place, node, detail }: TabProps): JSX.Element {
  const block = useBlock(site.index, 'runs')
  const command = `sluice build --select ${askedText(site, node)}`
  if (block === null) return <Loading />
  const entry = block?.last.find((each) => each.node === place && each.id === node.id)
  const { lastRun } = site.index
  if (!entry && (node.status === 'none' || !lastRun))
    return (
      <EmptyState title={lastRun ? 'Not in the last run' : 'Never run yet'} command={command}>
        A build tells how long it takes, how many rows it writes, and what the warehouse says.
      </EmptyState>
    )
  return (
    <>
      {entry && block ? <Entry block={block} entry={entry} /> : <FromIndex site={site} node={node} />}
      <Message text={entry?.message || detail.message} />
      <PastRuns site={site} id={node.id} />
      <p>
        <a href="#/runs">The whole run</a>
      </p>
      <Command text={command} />
    </>
  )
}

function Entry({ block, entry }: { block: RunsBlock; entry: RunEntry }): JSX.Element {
  const run = block.runs[0]
  return (
    <Facts
      rows={[
        ['Result', <Status key="status" status={entry.status} words />],
        ['Took', formatSeconds(entry.seconds)],
        ['Began', run ? `${formatSeconds(entry.start)} into the run` : ''],
        ['Thread', entry.thread],
        ['Rows', formatCount(entry.rows)],
        ['Bytes', formatBytes(entry.bytes)],
        ['Batches', batchesText(entry)],
        ['Query', entry.query],
        ['Critical path', criticalText(block, entry)],
        ['Command', run ? `sluice ${run.command}` : ''],
        ['Run', run ? formatTime(run.startedAt) : ''],
      ]}
    />
  )
}

function batchesText({ batches }: RunEntry): string {
  return batches ? `${batches[0]} built, ${batches[1]} failed` : ''
}

/** Where the site knows no more of the run than its results. */
function FromIndex({ site, node }: Pick<TabProps, 'site' | 'node'>): JSX.Element {
  const { lastRun } = site.index
  return (
    <Facts
      rows={[
        ['Result', <Status key="status" status={node.status} words />],
        ['Took', formatSeconds(node.seconds)],
        ['Rows', formatCount(node.rows)],
        ['Command', lastRun ? `sluice ${lastRun.command}` : ''],
        ['Run', formatTime(lastRun?.finishedAt ?? '')],
      ]}
    />
  )
}

function criticalText({ last, criticalPath }: RunsBlock, entry: RunEntry): string {
  const step = criticalPath.findIndex((at) => last[at] === entry)
  return step < 0
    ? 'not on it: the run would not be shorter without it'
    : `step ${step + 1} of ${criticalPath.length}: it decides how long the run takes`
}

function Message({ text }: { text: string }): JSX.Element | null {
  if (!text) return null
  return (
    <>
      <h2>What the warehouse said</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre class="message" tabIndex={0}>
        {text.slice(0, 20_000)}
      </pre>
    </>
  )
}

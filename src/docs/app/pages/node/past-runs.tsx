/** What kept runs did with a node, the newest first, with its times as a line. */
import type { JSX } from 'preact'
import type { HistoryBlock, NodeStatus, RunSummary } from '../../../model/index.js'
import { Sparkline } from '../../charts/small.js'
import { useBlock } from '../../data.js'
import { formatSeconds, formatTime, Heads, Status } from '../../parts.js'
import type { Site } from '../../site.js'

interface Past {
  readonly run: RunSummary
  readonly status: NodeStatus
  readonly seconds: number
}

export function PastRuns({ site, id }: { site: Site; id: string }): JSX.Element | null {
  const history = useBlock(site.index, 'history')
  const found = history ? pastOf(history, id) : []
  if (found.length < 2) return null
  const took = found.filter(({ status }) => status === 'ok' || status === 'warn').map(({ seconds }) => seconds)
  return (
    <section>
      <h2>Runs that are kept</h2>
      {took.length > 2 ? (
        <Sparkline values={[...took].reverse()} title={`Seconds of ${took.length} runs, the newest at the right`} />
      ) : null}
      <table class="list">
        <Heads titles={['Run', 'Command', 'Result', { number: 'Took' }]} />
        <tbody>
          {found.map(({ run, status, seconds }) => (
            <tr key={run.id}>
              <td>{formatTime(run.startedAt)}</td>
              <td>{`sluice ${run.command}`}</td>
              <td>
                <Status status={status} words />
              </td>
              <td class="number">{formatSeconds(seconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function pastOf({ runs, ids, outcomes }: HistoryBlock, id: string): Past[] {
  const at = ids.indexOf(id)
  return runs.flatMap((run, place) => {
    const [, status, seconds] = (outcomes[place] ?? []).find((each) => each[0] === at) ?? []
    return status === undefined || seconds === undefined ? [] : [{ run, status, seconds }]
  })
}

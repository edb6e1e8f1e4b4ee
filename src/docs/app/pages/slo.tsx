/** What the project promises: targets, how it kept to them in the window, and who used up the budget. */
import type { JSX } from 'preact'
import type { NodeStatus, SiteSlo, SloBlock } from '../../model/index.js'
import { Sparkline } from '../charts/small.js'
import { formatSpan } from '../ops/span.js'
import { DataTable } from '../ops/table.js'
import { EmptyState, formatSeconds, formatTime, NodeLink, Status, WithBlock } from '../parts.js'
import type { Site } from '../site.js'
import type { PageProps } from './page-props.js'

export function Slos({ site }: PageProps): JSX.Element {
  const empty = (
    <EmptyState title="Nothing is known of what the project promises." command="sluice docs generate">
      Success rate, data quality, failed records, processing time and uptime are computed from the runs that are kept, against{' '}
      <code>slo:</code> of <code>sluice.yml</code> or the usual targets. After a build with many kept runs this page is left out;{' '}
      <code>sluice docs generate</code> and <code>sluice history --slo</code> read them all.
    </EmptyState>
  )
  return (
    <>
      <h1>SLOs</h1>
      <WithBlock site={site} name="slo" empty={empty}>
        {(block) => <All site={site} block={block} />}
      </WithBlock>
    </>
  )
}

function All({ site, block }: { site: Site; block: SloBlock }): JSX.Element {
  const { from, to, runs, target, slos } = block
  return (
    <>
      <p class="lead">
        {runs} {runs === 1 ? 'run' : 'runs'} on {target ?? 'all targets'}, {from.slice(0, 10)} to {to.slice(0, 10)}
      </p>
      <DataTable
        name="slo"
        caption="Promises of the project"
        rows={slos}
        id={({ title }) => title}
        columns={[
          { key: 'title', title: 'Promise', cell: (slo) => <Promised slo={slo} /> },
          { key: 'state', title: 'State', cell: (slo) => <Status status={statusOf(slo)} text={stateText(slo)} /> },
          { key: 'actual', title: 'Actual', number: true, cell: ({ actual }) => (actual === null ? '–' : percent(actual)) },
          { key: 'target', title: 'Target', number: true, cell: targetText },
          { key: 'left', title: 'Budget left', number: true, cell: leftText },
          {
            key: 'since',
            title: 'Broken since',
            cell: ({ brokenSince }) => (brokenSince === null ? '' : formatTime(brokenSince).slice(0, 16)),
          },
          { key: 'days', title: 'By day', cell: (slo) => <Days slo={slo} /> },
          { key: 'worst', title: 'Most by', cell: ({ worst }) => <Worst site={site} worst={worst} /> },
        ]}
      />
    </>
  )
}

function statusOf({ met }: SiteSlo): NodeStatus {
  return met === null ? 'none' : met ? 'ok' : 'fail'
}

function stateText({ met }: SiteSlo): string {
  return met === null ? 'no data' : met ? 'kept' : 'broken'
}

function targetText({ direction, target }: SiteSlo): string {
  return `${direction === 'above' ? '≥' : '≤'} ${percent(target)}`
}

function leftText({ budget }: SiteSlo): string {
  if (budget === null) return '–'
  return budget.left >= 0 ? percent(budget.left) : `used ${Number((1 - budget.left).toPrecision(2))} times`
}

function Promised({ slo }: { slo: SiteSlo }): JSX.Element {
  const { title, unit, direction, good, total, times } = slo
  const counted = direction === 'above' ? good : total - good
  const measured =
    total === 0
      ? 'nothing measured'
      : unit === 'seconds'
        ? `${formatSpan(total - good)} down of ${formatSpan(total)}`
        : `${Math.round(counted).toLocaleString('en')} of ${Math.round(total).toLocaleString('en')} ${unit}`
  const spread = times ? `; p50 ${formatSeconds(times.p50)}, p95 ${formatSeconds(times.p95)}, last ${formatSeconds(times.last)}` : ''
  return (
    <>
      <strong>{title}</strong>
      <br />
      <small>
        {measured}
        {spread}
      </small>
    </>
  )
}

function Days({ slo }: { slo: SiteSlo }): JSX.Element | null {
  const shares = slo.days.map(({ good, total }) => (slo.direction === 'above' ? good : total - good) / Math.max(total, 1e-9))
  const last = shares.at(-1)
  if (last === undefined) return null
  return <Sparkline values={shares} title={`${shares.length} days, the last ${percent(last)}`} />
}

function Worst({ site, worst }: { site: Site; worst: SiteSlo['worst'] }): JSX.Element {
  return (
    <>
      {worst.map(({ id, name }) => {
        const node = site.index.nodes[site.position.get(id) ?? -1]
        return (
          <span key={id} class="entry">
            {node ? <NodeLink node={node} /> : <bdi>{name}</bdi>}{' '}
          </span>
        )
      })}
    </>
  )
}

/** Never rounded up to a promise that is not kept. */
function percent(share: number): string {
  const value = share * 100
  return `${value >= 99 && value < 100 ? Math.floor(value * 1000) / 1000 : Number(value.toPrecision(4))} %`
}

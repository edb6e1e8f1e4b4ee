/** Late data: what is due when, how it stands, and the root causes of what is late. */
import type { JSX } from 'preact'
import type { LateBlock, LateCause, LateState, NodeStatus } from '../../model/index.js'
import { AgeBar } from '../charts/small.js'
import { formatSpan } from '../ops/span.js'
import { DataTable } from '../ops/table.js'
import { Command, EmptyState, Facts, formatTime, NodeLink, Status, WithBlock } from '../parts.js'
import type { Site } from '../site.js'
import type { PageProps } from './page-props.js'

type State = LateState<number>
type Cause = LateCause<number>

export const lateWords: Readonly<Record<State['status'], string>> = {
  met: 'in time',
  late: 'late',
  ahead: 'ahead of the clock',
  slow: 'too slow',
  unknown: 'not known',
}

export function Late({ site }: PageProps): JSX.Element {
  const empty = (
    <EmptyState title="Nobody has looked for late data yet." command="sluice why">
      Say with <code>sla:</code> in the <code>meta</code> of a model or source how old it may be, or by when it is due. Builds then look at
      it, and <code>sluice why</code> tells what is late and why. What <code>freshness:</code> of a source says counts too.
    </EmptyState>
  )
  return (
    <>
      <h1>Late data</h1>
      <WithBlock site={site} name="late" empty={empty}>
        {(block) => <All site={site} block={block} />}
      </WithBlock>
    </>
  )
}

function All({ site, block }: { site: Site; block: LateBlock }): JSX.Element {
  const { causes, states, at } = block
  return (
    <>
      <p class="lead">
        {causes.length === 0 ? 'Nothing was late' : `${causes.length} root ${causes.length === 1 ? 'cause' : 'causes'}`} at {formatTime(at)}
        . <a href="#/sources">Sources</a> has every freshness rule.
      </p>
      {causes.map((cause) => (
        <CauseCard key={`${cause.name} ${cause.title}`} cause={cause} site={site} />
      ))}
      <h2>What is promised</h2>
      {states.length === 0 ? <p class="quiet">Nothing is promised in this target.</p> : <States site={site} block={block} />}
      <p class="no-print">
        <Command text="sluice why" />
      </p>
    </>
  )
}

function Name({ site, node, name }: { site: Site; node: number; name: string }): JSX.Element {
  const found = site.index.nodes[node]
  return found ? <NodeLink node={found} /> : <bdi>{name}</bdi>
}

function CauseCard({ cause, site }: { cause: Cause; site: Site }): JSX.Element {
  const others = cause.items.filter(({ node }) => node !== cause.node || node < 0)
  const rows: [string, JSX.Element | string][] = [
    ['Since', cause.since && formatTime(cause.since)],
    ['Back', cause.expected],
    ['Owner', cause.owner],
    ['Advice', cause.advice],
    ['Runbook', cause.runbook],
    ['Known', cause.note ? `${cause.note.message}${cause.note.until ? `, until ${formatTime(cause.note.until)}` : ''}` : ''],
  ]
  return (
    <section class="card">
      <h2>
        <Status status={cause.severity === 'error' ? 'fail' : 'warn'} text={cause.title} />{' '}
        <Name site={site} node={cause.node} name={cause.name} />
      </h2>
      <p>
        <bdi>{cause.message}</bdi>
      </p>
      <Facts rows={rows.filter(([, value]) => value !== '')} />
      {others.length > 0 ? (
        <p class="small">
          Late for its sake:{' '}
          {others.slice(0, 20).map((item) => (
            <span key={`${item.name} ${item.message}`} title={item.message}>
              <Name site={site} node={item.node} name={item.name} />{' '}
            </span>
          ))}
          {others.length > 20 ? `and ${others.length - 20} more` : ''}
        </p>
      ) : null}
      {cause.exposures.length > 0 ? (
        <p class="small">
          Affects:{' '}
          {cause.exposures.map((node) => (
            <span key={node}>
              <Name site={site} node={node} name="" />{' '}
            </span>
          ))}
        </p>
      ) : null}
      {cause.next ? <Command text={cause.next} /> : null}
    </section>
  )
}

const order: readonly State['status'][] = ['late', 'ahead', 'slow', 'unknown', 'met']

export function lateStatus({ status, severity }: State): NodeStatus {
  if (status === 'met') return 'ok'
  if (status === 'unknown') return 'none'
  return severity === 'error' ? 'fail' : 'warn'
}

function States({ site, block }: { site: Site; block: LateBlock }): JSX.Element {
  return (
    <DataTable
      name="late"
      caption="What is promised and how it stands, what is late first"
      rows={[...block.states].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status) || a.node - b.node)}
      id={({ node, from }) => `${node} ${from}`}
      columns={[
        {
          key: 'state',
          title: 'State',
          cell: (state) => <Status status={lateStatus(state)} text={lateWords[state.status]} />,
          by: ({ status }) => order.indexOf(status),
        },
        {
          key: 'name',
          title: 'Table',
          cell: ({ node }) => <Name site={site} node={node} name="" />,
          by: ({ node }) => site.index.nodes[node]?.name ?? '',
        },
        { key: 'age', title: 'Age against limit', cell: (state) => <Age state={state} />, by: ({ age }) => age },
        { key: 'due', title: 'Due', cell: ({ due }) => (due ? formatTime(due).slice(0, 16) : ''), by: ({ due }) => due || null },
        {
          key: 'cause',
          title: 'Root cause',
          cell: ({ cause, message }) => (
            <bdi class="small">{block.causes[cause] ? `${block.causes[cause]?.name}: ${block.causes[cause]?.title}` : message}</bdi>
          ),
        },
        { key: 'way', title: 'Newest on the way', cell: ({ hops }) => <Way site={site} hops={hops} /> },
      ]}
    />
  )
}

function Age({ state }: { state: State }): JSX.Element | null {
  const { age, maxAge } = state
  if (age === null || maxAge === null) return null
  const text = `${age < 0 ? 'ahead' : formatSpan(age)} of ${formatSpan(maxAge)}`
  return (
    <>
      <AgeBar age={Math.max(0, age)} warn={null} error={maxAge} title={text} />
      <span class="small">{text}</span>
    </>
  )
}

function Way({ site, hops }: { site: Site; hops: State['hops'] }): JSX.Element {
  return (
    <>
      {hops.map(({ node, newest, built }, index) => (
        <div key={node} class="small">
          {index > 0 ? '← ' : ''}
          <Name site={site} node={node} name="" />{' '}
          {newest ? formatTime(newest).slice(0, 16) : built ? `built ${formatTime(built).slice(0, 16)}` : ''}
        </div>
      ))}
    </>
  )
}

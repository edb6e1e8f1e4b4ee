/** Sources: how old their data are against what is allowed, who loads them and who waits for them. */
import type { JSX } from 'preact'
import type { NodeStatus, SourceState, SourcesBlock } from '../../model/index.js'
import { AgeBar, Sparkline } from '../charts/small.js'
import { formatSpan } from '../ops/span.js'
import { DataTable } from '../ops/table.js'
import { Command, EmptyState, Filter, formatCount, formatTime, NodeLink, plural, Status, Tile, WithBlock } from '../parts.js'
import type { Site } from '../site.js'
import type { PageProps } from './page-props.js'

const order: readonly NodeStatus[] = ['fail', 'warn', 'none', 'ok', 'skipped']
const freshWords: Readonly<Record<NodeStatus, string>> = {
  ok: 'fresh',
  warn: 'late',
  fail: 'stale',
  skipped: 'skipped',
  none: 'not checked',
}

export function Sources({ site, route }: PageProps): JSX.Element {
  const empty = (
    <EmptyState title="The project declares no sources.">
      Tables that others load stand under <code>sources:</code> in a properties file; with <code>freshness:</code> and{' '}
      <code>loaded_at_field:</code> their age is checked.
    </EmptyState>
  )
  return (
    <>
      <h1>Sources</h1>
      <WithBlock site={site} name="sources" empty={empty}>
        {(block) => <All site={site} route={route} block={block} />}
      </WithBlock>
    </>
  )
}

function All({ site, route, block }: PageProps & { readonly block: SourcesBlock }): JSX.Element {
  const wanted = (route.query.get('q') ?? '').toLowerCase()
  const status = route.query.get('status') ?? ''
  const fits = (source: SourceState) =>
    (!status || source.status === status) && `${site.index.nodes[source.node]?.name} ${source.loader}`.toLowerCase().includes(wanted)
  const ruled = block.sources.filter((source) => source.ruled || source.status !== 'none').filter(fits)
  const free = block.sources.filter((source) => !source.ruled && source.status === 'none').filter(fits)
  const checked = block.sources.some((source) => source.checkedAt !== '' || source.message !== '')
  return (
    <>
      <Tiles block={block} />
      {!checked && block.sources.some((source) => source.ruled) ? (
        <EmptyState title="Freshness was never checked." command="sluice source freshness">
          The command asks each source that has a rule for its newest row.
        </EmptyState>
      ) : null}
      {block.sources.length > 10 ? (
        <div class="filters">
          <Filter label="Name or loader" />
        </div>
      ) : null}
      {ruled.length > 0 ? (
        <section>
          <h2>Freshness</h2>
          <FreshTable sources={ruled.sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status) || a.node - b.node)} site={site} />
          <p>
            Why something is late, and since when: <a href="#/late">Late data</a>.
          </p>
          <p class="no-print">
            <Command text="sluice source freshness" />
          </p>
        </section>
      ) : null}
      <Unruled sources={free} site={site} />
    </>
  )
}

function Tiles({ block }: { block: SourcesBlock }): JSX.Element {
  const count = (status: NodeStatus) => block.sources.filter((source) => source.status === status).length
  const unruled = block.sources.filter((source) => !source.ruled).length
  const last = block.sources.map(({ checkedAt }) => checkedAt).reduce((a, b) => (a > b ? a : b), '')
  return (
    <div class="tiles">
      <Tile
        title="Stale"
        figure={count('fail')}
        status={count('fail') > 0 ? 'fail' : 'none'}
        note="older than allowed, or the check failed"
      />
      <Tile title="Late" figure={count('warn')} status={count('warn') > 0 ? 'warn' : 'none'} note="past the first limit" />
      <Tile title="Fresh" figure={count('ok')} note={last ? `checked ${formatTime(last)}` : 'never checked'} />
      <Tile title="Without a rule" figure={unruled} note={`of ${plural(block.sources.length, 'source')}`} />
    </div>
  )
}

function FreshTable({ sources, site }: { sources: readonly SourceState[]; site: Site }): JSX.Element {
  const timelines = sources.some(({ timeline }) => timeline.length > 1)
  return (
    <DataTable
      name="fresh"
      caption="Sources with a freshness rule, what needs a look first"
      rows={sources}
      id={({ node }) => String(node)}
      size={40}
      columns={[
        {
          key: 'status',
          title: 'State',
          cell: ({ status }) => <Status status={status} text={freshWords[status]} />,
          by: ({ status }) => order.indexOf(status),
        },
        {
          key: 'name',
          title: 'Source',
          cell: (source) => <SourceName source={source} site={site} />,
          by: ({ node }) => site.index.nodes[node]?.name ?? '',
        },
        { key: 'age', title: 'Age against limits', cell: (source) => <Age source={source} />, by: ({ age }) => age },
        { key: 'loaded', title: 'Last loaded', cell: ({ loadedAt }) => formatTime(loadedAt), by: ({ loadedAt }) => loadedAt || null },
        ...(timelines
          ? [
              {
                key: 'timeline',
                title: 'Before',
                cell: ({ timeline }: SourceState) =>
                  timeline.length > 1 ? (
                    <Sparkline
                      values={timeline.map(([, age]) => age)}
                      title={`Age at ${timeline.length} checks, the newest ${formatSpan(timeline.at(-1)?.[1] ?? 0)}`}
                    />
                  ) : (
                    ''
                  ),
              },
            ]
          : []),
        {
          key: 'consumers',
          title: 'Read by',
          number: true,
          cell: (source) => <Consumers source={source} site={site} />,
          by: ({ consumers }) => consumers,
        },
      ]}
    />
  )
}

function SourceName({ source, site }: { source: SourceState; site: Site }): JSX.Element {
  const node = site.index.nodes[source.node]
  return (
    <>
      {node ? <NodeLink node={node} /> : null}
      <span class="small quiet source-facts">
        {source.loader ? <bdi>loaded by {source.loader}</bdi> : null}
        {source.field ? <code>{source.field}</code> : null}
        {source.filter ? <bdi>where {source.filter}</bdi> : null}
      </span>
    </>
  )
}

function Age({ source }: { source: SourceState }): JSX.Element {
  const limits = [
    source.warnAfter === null ? '' : `late after ${formatSpan(source.warnAfter)}`,
    source.errorAfter === null ? '' : `stale after ${formatSpan(source.errorAfter)}`,
  ].filter(Boolean)
  if (source.message) return <bdi class="failure-text small">{source.message.slice(0, 400)}</bdi>
  if (source.age === null) return <span class="quiet small">{limits.join(', ')}</span>
  const text = `${formatSpan(source.age)} old; ${limits.join(', ')}`
  return (
    <>
      <AgeBar age={source.age} warn={source.warnAfter} error={source.errorAfter} title={text} />
      <span class="small">
        <strong>{formatSpan(source.age)}</strong> <span class="quiet">{limits.join(', ')}</span>
      </span>
    </>
  )
}

function Consumers({ source, site }: { source: SourceState; site: Site }): JSX.Element {
  const exposures = source.exposures.flatMap((place) => site.index.nodes[place] ?? [])
  return (
    <>
      {formatCount(source.consumers)}
      {exposures.slice(0, 3).map((node) => (
        <div key={node.id} class="small">
          <NodeLink node={node} />
        </div>
      ))}
      {exposures.length > 3 ? <div class="small quiet">+{exposures.length - 3} more</div> : null}
    </>
  )
}

function Unruled({ sources, site }: { sources: readonly SourceState[]; site: Site }): JSX.Element | null {
  if (sources.length === 0) return null
  return (
    <section>
      <h2>Without a freshness rule</h2>
      <p class="quiet">
        Nobody notices when these stop being loaded. Add <code>loaded_at_field:</code> and <code>freshness:</code> with{' '}
        <code>warn_after:</code> or <code>error_after:</code> to the source.
      </p>
      <DataTable
        name="unruled"
        caption="Sources without a freshness rule"
        rows={sources}
        id={({ node }) => String(node)}
        order="-consumers"
        columns={[
          {
            key: 'name',
            title: 'Source',
            cell: (source) => <SourceName source={source} site={site} />,
            by: ({ node }) => site.index.nodes[node]?.name ?? '',
          },
          { key: 'summary', title: 'Description', cell: ({ node }) => <bdi>{site.index.nodes[node]?.summary}</bdi> },
          {
            key: 'consumers',
            title: 'Read by',
            number: true,
            cell: (source) => <Consumers source={source} site={site} />,
            by: ({ consumers }) => consumers,
          },
        ]}
      />
    </section>
  )
}

/** What the last run cost, and who caused it: in the warehouse's unit where it tells one, else in seconds. */
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { HistoryBlock, RunsBlock } from '../../model/index.js'
import { Bar, Sparkline } from '../charts/small.js'
import { useBlock } from '../data.js'
import { type CostGroup, costGroups, type Dimension, dimensions, figureOf, formatFigure, neverRead } from '../ops/cost-groups.js'
import { IdLink } from '../ops/kept-runs.js'
import { compareRuns, type Difference, runBefore } from '../ops/past.js'
import { DataTable } from '../ops/table.js'
import { Choices, EmptyState, formatTime, NodeLink, plural, share, Tile, WithBlock } from '../parts.js'
import { type Site, setQuery } from '../site.js'
import type { PageProps } from './page-props.js'

export function Cost({ site, route }: PageProps): JSX.Element {
  const empty = (
    <EmptyState title="Nothing has run yet." command="sluice build">
      What a run takes is shown here by model, owner, tag and folder.
    </EmptyState>
  )
  return (
    <>
      <h1>Cost</h1>
      <WithBlock site={site} name="runs" empty={empty}>
        {(block) => <Figures site={site} route={route} block={block} />}
      </WithBlock>
    </>
  )
}

function Figures({ site, route, block }: PageProps & { readonly block: RunsBlock }): JSX.Element {
  const asked = route.query.get('by') as Dimension | null
  const by = asked && dimensions.includes(asked) ? asked : 'model'
  const { unit, of } = figureOf(block)
  const groups = useMemo(() => costGroups(block, site, by), [block, site, by])
  const total = useMemo(() => block.last.reduce((sum, entry) => sum + of(entry), 0), [block])
  const unread = useMemo(() => neverRead(block, site), [block, site])
  const tests = block.last.reduce((sum, entry) => sum + (/test$/.test(entry.type) ? of(entry) : 0), 0)
  return (
    <>
      <Why unit={unit} adapter={site.index.adapter} started={block.runs[0]?.startedAt ?? ''} />
      <div class="tiles">
        <Tile title="Last run" figure={formatFigure(total, unit)} note={`${plural(block.last.length, 'node')}, tests among them`} />
        <Tile title="Of it for tests" figure={share(tests, total)} note={formatFigure(tests, unit)} />
        <Tile
          title="Never read"
          figure={share(
            unread.reduce((sum, { cost }) => sum + cost, 0),
            total,
          )}
          note={`${plural(unread.length, 'model')} without a reader`}
          href="#/cost?by=model"
        />
      </div>
      <h2>Who causes it</h2>
      <Choices
        label="Put together by"
        value={by}
        choices={dimensions.map((value) => ({ value, title: `by ${value}` }))}
        onPick={(value) => setQuery({ by: value === 'model' ? '' : value, 'cost-page': '' })}
      />
      <GroupTable groups={groups} site={site} by={by} unit={unit} total={total} />
      {by === 'tag' ? <p class="quiet small">A model with several tags counts under each of them.</p> : null}
      <NeverRead unread={unread} site={site} unit={unit} />
      <Trend site={site} unit={unit} />
    </>
  )
}

function Why({ unit, adapter, started }: { unit: string; adapter: string; started: string }): JSX.Element {
  return unit === 's' ? (
    <p class="lead">
      Shown are seconds of execution in the run of {formatTime(started)}: {adapter || 'the warehouse'} tells no cost of a statement.
    </p>
  ) : (
    <p class="lead">
      Shown are {unit}, as the warehouse told them for each statement of the run of {formatTime(started)}.
    </p>
  )
}

const titles: Readonly<Record<Dimension, string>> = { model: 'Node', owner: 'Owner', tag: 'Tag', folder: 'Folder', type: 'Type' }

function GroupTable(props: { groups: readonly CostGroup[]; site: Site; by: Dimension; unit: string; total: number }): JSX.Element {
  const { groups, site, by, unit, total } = props
  const most = (groups[0]?.own ?? 0) + (groups[0]?.tests ?? 0)
  return (
    <div class="after-choices">
      <DataTable
        name="cost"
        caption={`Cost by ${by}`}
        rows={groups}
        id={({ key }) => key}
        size={25}
        order="-sum"
        columns={[
          {
            key: 'key',
            title: titles[by],
            cell: (group) => <GroupName group={group} site={site} by={by} />,
            by: ({ key }) => key,
          },
          ...(by === 'model'
            ? []
            : [{ key: 'nodes', title: 'Nodes', number: true, cell: ({ nodes }: CostGroup) => nodes, by: ({ nodes }: CostGroup) => nodes }]),
          { key: 'own', title: 'Itself', number: true, cell: ({ own }) => formatFigure(own, unit), by: ({ own }) => own },
          {
            key: 'tests',
            title: 'Its tests',
            number: true,
            cell: ({ tests }) => (tests > 0 ? formatFigure(tests, unit) : ''),
            by: ({ tests }) => tests,
          },
          {
            key: 'sum',
            title: 'Share',
            number: true,
            cell: ({ own, tests }) => share(own + tests, total),
            by: ({ own, tests }) => own + tests,
          },
          { key: 'bar', title: '', cell: ({ own, tests }) => <Bar part={own} second={tests} whole={most} /> },
        ]}
      />
    </div>
  )
}

function GroupName({ group, site, by }: { group: CostGroup; site: Site; by: Dimension }): JSX.Element {
  const node = site.index.nodes[group.node]
  if (node) return <NodeLink node={node} />
  const owner = site.index.owners.some((each) => each.group === group.key) ? 'group' : 'owner'
  const keys: Partial<Record<Dimension, string>> = { tag: 'tag', folder: 'folder', owner }
  const key = keys[by]
  return key && !group.key.startsWith('(') ? (
    <a href={`#/catalog?${key}=${encodeURIComponent(group.key)}`}>
      <bdi>{group.key}</bdi>
    </a>
  ) : (
    <bdi>{group.key}</bdi>
  )
}

function NeverRead({ unread, site, unit }: { unread: ReturnType<typeof neverRead>; site: Site; unit: string }): JSX.Element {
  return (
    <section>
      <h2>Never read</h2>
      <p class="quiet">
        Models that nothing in this project reads and no exposure names. Somebody may still query them: declare who does under{' '}
        <code>exposures:</code>, or drop them.
      </p>
      {unread.length === 0 ? <p>None: every model that ran has a reader.</p> : null}
      {unread.length > 0 ? (
        <DataTable
          name="unread"
          caption="Models without a reader, the dearest first"
          rows={unread}
          size={15}
          id={({ place }) => String(place)}
          columns={[
            {
              key: 'name',
              title: 'Model',
              cell: ({ place }) => {
                const node = site.index.nodes[place]
                return node ? <NodeLink node={node} /> : ''
              },
            },
            { key: 'folder', title: 'Folder', cell: ({ place }) => site.index.nodes[place]?.folder ?? '' },
            { key: 'owner', title: 'Owner', cell: ({ place }) => site.index.nodes[place]?.group || site.index.nodes[place]?.owner || '' },
            { key: 'cost', title: 'Cost', number: true, cell: ({ cost }) => formatFigure(cost, unit), by: ({ cost }) => cost },
          ]}
        />
      ) : null}
    </section>
  )
}

function moversOf(history: HistoryBlock): Difference[] {
  const before = runBefore(history, 0)
  return before === undefined ? [] : compareRuns(history, before, 0).filter((each) => each.before !== null && each.after !== null)
}

function Trend({ site, unit }: { site: Site; unit: string }): JSX.Element {
  const history = useBlock(site.index, 'history')
  const movers = useMemo(() => (history ? moversOf(history) : []), [history])
  const command = history?.runs[0]?.command
  const same = (history?.runs ?? []).filter((run) => run.command === command)
  const values = same.map((run) => (unit === 's' ? run.elapsed : (run.cost ?? 0))).reverse()
  return (
    <section>
      <h2>Trend</h2>
      {history ? (
        <>
          <p>
            <Sparkline values={values} wide={320} title={`${unit === 's' ? 'Seconds' : unit} of ${values.length} runs of ${command}`} />{' '}
            <span class="quiet small">
              {formatFigure(values[0] ?? 0, unit)} → {formatFigure(values.at(-1) ?? 0, unit)}
            </span>
          </p>
          <h3>Biggest movers since the run before</h3>
          <ul class="bars">
            {movers.slice(0, 8).map(({ id, before, after }) => (
              <li key={id}>
                <IdLink id={id} site={site} />
                <span class="quiet">{formatFigure(before ?? 0, 's')}</span>
                <span class="number">
                  {(after ?? 0) < (before ?? 0) ? '−' : '+'}
                  {formatFigure(Math.abs((after ?? 0) - (before ?? 0)), 's')}
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {history === undefined ? <p class="quiet">Only the last run is known: a trend is drawn as soon as there are two.</p> : null}
    </section>
  )
}

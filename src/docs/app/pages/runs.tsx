/** The last run on a line of time: what decided how long it took, what was slow, where threads had nothing to do. */
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { NodeStatus, RunEntry, RunsBlock } from '../../model/index.js'
import { entryLine, Gantt } from '../charts/gantt.js'
import { Bar } from '../charts/small.js'
import { EntryName, entryLink } from '../ops/entry.js'
import { KeptRuns } from '../ops/kept-runs.js'
import { type RunFigures, runFigures, slowest } from '../ops/run-figures.js'
import { DataTable } from '../ops/table.js'
import {
  EmptyState,
  Filter,
  formatBytes,
  formatCount,
  formatSeconds,
  formatTime,
  plural,
  Status,
  share,
  Tile,
  WithBlock,
} from '../parts.js'
import { setQuery } from '../site.js'
import type { PageProps } from './page-props.js'

export function Runs({ site, route }: PageProps): JSX.Element {
  const empty = (
    <EmptyState title="Nothing has run yet." command="sluice build">
      A run is drawn here with its threads, its critical path and its slowest nodes.
    </EmptyState>
  )
  return (
    <>
      <h1>Runs</h1>
      <WithBlock site={site} name="runs" empty={empty}>
        {(block) => <LastRun site={site} route={route} block={block} />}
      </WithBlock>
    </>
  )
}

type Props = PageProps & { readonly block: RunsBlock }

function LastRun({ site, route, block }: Props): JSX.Element {
  const figures = useMemo(() => runFigures(block), [block])
  const at = block.last.findIndex(({ id }) => id === route.query.get('at'))
  const point = (place: number) => setQuery({ at: block.last[place]?.id ?? '' })
  const open = (place: number) => {
    const link = entryLink(block.last[place], site)
    if (link) location.hash = link
  }
  return (
    <>
      <Lead block={block} />
      <Tiles figures={figures} block={block} />
      <h2>Timeline</h2>
      <Gantt block={block} at={at} onPoint={point} onOpen={open} />
      <Detail entry={block.last[at]} site={site} />
      <Path block={block} site={site} figures={figures} />
      <Shares block={block} site={site} figures={figures} />
      <Batches block={block} site={site} />
      <KeptRuns site={site} />
      <Entries site={site} route={route} block={block} />
    </>
  )
}

function typeWord(type: string): string {
  return type === 'operation' ? 'hook' : type.replace('_', ' ')
}

function Lead({ block }: { block: RunsBlock }): JSX.Element {
  const run = block.runs[0]
  const counts = (['fail', 'warn', 'skipped', 'ok'] as const).filter((status) => (run?.counts[status] ?? 0) > 0)
  return (
    <p class="row">
      <span>
        <code>sluice {run?.command}</code> · {formatTime(run?.startedAt ?? '')} · target {run?.target}
      </span>
      {counts.map((status) => (
        <Status key={status} status={status} text={`${formatCount(run?.counts[status] ?? 0)} ${outcomeWords[status]}`} />
      ))}
    </p>
  )
}

const outcomeWords: Readonly<Record<NodeStatus, string>> = {
  ok: 'passed',
  warn: 'warned',
  fail: 'failed',
  skipped: 'skipped',
  none: 'not run',
}

function Tiles({ figures, block }: { figures: RunFigures; block: RunsBlock }): JSX.Element {
  const { length, work, threads, idle, bound } = figures
  const critical = block.criticalPath.reduce((sum, place) => sum + (block.last[place]?.seconds ?? 0), 0)
  const gain = Math.max(0, length - bound)
  return (
    <div class="tiles tiles-tight">
      <Tile
        title="Nodes took"
        figure={formatSeconds(length)}
        note={`first start to last end; ${formatSeconds(block.runs[0]?.elapsed ?? null)} with the rest of the command`}
      />
      <Tile
        title="Critical path"
        figure={formatSeconds(critical)}
        note={`${plural(block.criticalPath.length, 'node')} decided how long it took`}
      />
      <Tile
        title="Work"
        figure={formatSeconds(work)}
        note={`${(work / Math.max(length, 1e-6)).toFixed(1)} at a time on ${plural(threads.length, 'thread')}`}
      />
      <Tile title="Idle threads" figure={share(idle, length * threads.length)} note={`${formatSeconds(idle)} in which a thread waited`} />
      <Tile
        title="More threads win at most"
        figure={formatSeconds(gain)}
        note={`the longest chain of dependencies takes ${formatSeconds(bound)}`}
      />
    </div>
  )
}

function Detail({ entry, site }: { entry: RunEntry | undefined; site: PageProps['site'] }): JSX.Element {
  return (
    <p id="gantt-detail" class="gantt-detail" aria-live="polite">
      {entry ? (
        <>
          <Status status={entry.status} /> <EntryName entry={entry} site={site} /> <bdi>{entryLine(entry).slice(entry.name.length)}</bdi>
          {entry.message ? <bdi class="quiet"> · {entry.message.slice(0, 200)}</bdi> : null}
        </>
      ) : (
        <span class="quiet">
          Point at a bar, or press <kbd>→</kbd> in the drawing; <kbd>+</kbd> <kbd>-</kbd> <kbd>0</kbd> zoom, drag picks a part.
        </span>
      )}
    </p>
  )
}

const waitWords = { start: 'began at once', dependency: 'waited for the one before', thread: 'waited for a free thread' } as const

function Path({ block, site, figures }: { block: RunsBlock; site: PageProps['site']; figures: RunFigures }): JSX.Element {
  const steps = block.criticalPath.flatMap((place, step) => {
    const entry = block.last[place]
    return entry ? [{ entry, wait: block.waits[step] ?? 'start', step }] : []
  })
  return (
    <section>
      <h2>Critical path</h2>
      <p class="quiet">
        From the node that ended last backwards: what each of them waited for. Make one of these faster, and the run is shorter; any other,
        and it is not.
      </p>
      <DataTable
        name="path"
        caption="Nodes of the critical path, first to last"
        rows={steps}
        id={({ step }) => String(step)}
        size={25}
        columns={[
          { key: 'step', title: '', number: true, cell: ({ step }) => step + 1 },
          { key: 'name', title: 'Node', cell: ({ entry }) => <EntryName entry={entry} site={site} status /> },
          { key: 'wait', title: 'Why then', cell: ({ wait }) => waitWords[wait] },
          { key: 'start', title: 'Start', number: true, cell: ({ entry }) => formatSeconds(entry.start), by: ({ entry }) => entry.start },
          {
            key: 'seconds',
            title: 'Took',
            number: true,
            cell: ({ entry }) => formatSeconds(entry.seconds),
            by: ({ entry }) => entry.seconds,
          },
          { key: 'share', title: 'Of the run', cell: ({ entry }) => <Bar part={entry.seconds} whole={figures.length} /> },
        ]}
      />
    </section>
  )
}

function Shares({ block, site, figures }: { block: RunsBlock; site: PageProps['site']; figures: RunFigures }): JSX.Element {
  const slow = useMemo(() => slowest(block.last, 8), [block])
  return (
    <div class="columns">
      <section>
        <h2>Slowest</h2>
        <ul class="bars">
          {slow.map((entry) => (
            <li key={entry.id}>
              <EntryName entry={entry} site={site} />
              <Bar part={entry.seconds} whole={slow[0]?.seconds ?? 0} />
              <span class="number">{formatSeconds(entry.seconds)}</span>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h2>By type</h2>
        <ul class="bars">
          {figures.types.map(({ type, seconds, count }) => (
            <li key={type}>
              <span>
                {typeWord(type)} <span class="quiet">{formatCount(count)}</span>
              </span>
              <Bar part={seconds} whole={figures.work} />
              <span class="number">{formatSeconds(seconds)}</span>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h2>Threads</h2>
        <ul class="bars">
          {figures.threads.slice(0, 32).map(({ thread, busy, nodes }) => (
            <li key={thread}>
              <span>
                {thread} <span class="quiet">{plural(nodes, 'node')}</span>
              </span>
              <Bar part={busy} whole={figures.length} />
              <span class="number">{share(busy, figures.length)} busy</span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}

/** Models that are built in parts: failed ones are tried anew by `sluice retry`. */
function Batches({ block, site }: { block: RunsBlock; site: PageProps['site'] }): JSX.Element | null {
  const batched = block.last.filter(({ batches }) => batches !== null)
  if (batched.length === 0) return null
  return (
    <section>
      <h2>Batches</h2>
      <p class="quiet">
        Failed batches are built anew by <code>sluice retry</code>; the others stand.
      </p>
      <DataTable
        name="batches"
        caption="Models built in batches"
        rows={batched}
        id={({ id }) => id}
        columns={[
          { key: 'name', title: 'Model', cell: (entry) => <EntryName entry={entry} site={site} status /> },
          { key: 'ok', title: 'Built', number: true, cell: (entry) => entry.batches?.[0], by: (entry) => entry.batches?.[0] ?? 0 },
          { key: 'failed', title: 'Failed', number: true, cell: (entry) => entry.batches?.[1], by: (entry) => entry.batches?.[1] ?? 0 },
        ]}
      />
    </section>
  )
}

function Entries({ site, route, block }: Props): JSX.Element {
  const [type, status, text] = ['type', 'status', 'q'].map((key) => route.query.get(key) ?? '') as [string, string, string]
  const types = useMemo(() => [...new Set(block.last.map((entry) => entry.type))].sort(), [block])
  const wanted = text.toLowerCase()
  const rows = block.last.filter(
    (entry) => (!type || entry.type === type) && (!status || entry.status === status) && entry.name.toLowerCase().includes(wanted),
  )
  const known = (pick: (entry: RunEntry) => unknown) => block.last.some((entry) => pick(entry) !== null && pick(entry) !== '')
  return (
    <section>
      <h2>All that ran</h2>
      <div class="filters">
        <Filter label="Name" />
        <Pick label="Type" name="type" value={type} options={types} />
        <Pick label="Status" name="status" value={status} options={['ok', 'warn', 'fail', 'skipped']} />
        <p class="quiet small" aria-live="polite">
          {formatCount(rows.length)} of {formatCount(block.last.length)}
        </p>
      </div>
      <DataTable
        name="last"
        caption="Everything the last run did"
        rows={rows}
        id={({ id }) => id}
        order="start"
        columns={[
          { key: 'name', title: 'Name', cell: (entry) => <EntryName entry={entry} site={site} status />, by: ({ name }) => name },
          { key: 'type', title: 'Type', cell: ({ type }) => typeWord(type), by: (entry) => entry.type },
          {
            key: 'start',
            title: 'Start',
            number: true,
            cell: ({ start, thread }) => (thread ? formatSeconds(start) : ''),
            by: ({ start }) => start,
          },
          {
            key: 'seconds',
            title: 'Took',
            number: true,
            cell: ({ seconds, thread }) => (thread ? formatSeconds(seconds) : ''),
            by: ({ seconds }) => seconds,
          },
          { key: 'thread', title: 'Thread', cell: ({ thread }) => <span class="keep">{thread}</span>, by: ({ thread }) => thread },
          ...(known(({ rows: count }) => count)
            ? [
                {
                  key: 'rows',
                  title: 'Rows',
                  number: true,
                  cell: (entry: RunEntry) => formatCount(entry.rows),
                  by: (entry: RunEntry) => entry.rows,
                },
              ]
            : []),
          ...(known(({ bytes }) => bytes)
            ? [
                {
                  key: 'bytes',
                  title: 'Bytes',
                  number: true,
                  cell: (entry: RunEntry) => formatBytes(entry.bytes),
                  by: (entry: RunEntry) => entry.bytes,
                },
              ]
            : []),
          ...(known(({ query }) => query) ? [{ key: 'query', title: 'Query', cell: (entry: RunEntry) => <code>{entry.query}</code> }] : []),
          {
            key: 'message',
            title: 'Message',
            cell: ({ message, status }) => (status === 'ok' ? '' : <bdi class="clip">{message.slice(0, 300)}</bdi>),
          },
        ]}
      />
    </section>
  )
}

function Pick(props: { label: string; name: string; value: string; options: readonly string[] }): JSX.Element {
  return (
    <label>
      {props.label}
      <select value={props.value} onChange={(event) => setQuery({ [props.name]: event.currentTarget.value, 'last-page': '' })}>
        <option value="">all</option>
        {props.options.map((option) => (
          <option key={option} value={option}>
            {outcomeWords[option as NodeStatus] ?? option.replace('_', ' ')}
          </option>
        ))}
      </select>
    </label>
  )
}

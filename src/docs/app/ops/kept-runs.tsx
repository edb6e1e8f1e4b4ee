/** Runs that are kept: how long they took and how they ended, and two of them side by side. */
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { HistoryBlock } from '../../model/index.js'
import { Sparkline } from '../charts/small.js'
import { useBlock } from '../data.js'
import { formatCount, formatSeconds, formatTime, plural, Status } from '../parts.js'
import { nodeLink, route, type Site, setQuery } from '../site.js'
import { testLink } from './entry.js'
import { compareRuns, type Difference, runBefore } from './past.js'
import { DataTable } from './table.js'

export function KeptRuns({ site }: { site: Site }): JSX.Element {
  const history = useBlock(site.index, 'history')
  return (
    <section>
      <h2>Earlier runs</h2>
      {history ? <List history={history} site={site} /> : null}
      {history === undefined ? (
        <p class="quiet">
          Only the last run is known. Each run is kept from now on, unless <code>SLUICE_HISTORY=off</code>; <code>sluice history</code>{' '}
          lists them.
        </p>
      ) : null}
    </section>
  )
}

function List({ history, site }: { history: HistoryBlock; site: Site }): JSX.Element {
  const rows = history.runs.map((run, place) => ({ run, place }))
  const command = history.runs[0]?.command ?? ''
  const values = history.runs.flatMap((run) => (run.command === command ? [run.elapsed] : [])).reverse()
  return (
    <>
      <p>
        <Sparkline
          values={values}
          wide={260}
          title={`Seconds of ${values.length} runs, from ${formatSeconds(values[0] ?? 0)} to ${formatSeconds(values.at(-1) ?? 0)}`}
        />{' '}
        <span class="quiet small">
          seconds of {plural(values.length, 'run')} of <code>{command}</code>, the newest at the right
        </span>
      </p>
      <DataTable
        name="runs"
        caption="Kept runs, newest first"
        rows={rows}
        size={15}
        order="-started"
        id={({ place }) => String(place)}
        columns={[
          { key: 'started', title: 'Started', cell: ({ run }) => formatTime(run.startedAt), by: ({ run }) => run.startedAt },
          { key: 'command', title: 'Command', cell: ({ run }) => <code>{run.command}</code>, by: ({ run }) => run.command },
          { key: 'elapsed', title: 'Took', number: true, cell: ({ run }) => formatSeconds(run.elapsed), by: ({ run }) => run.elapsed },
          {
            key: 'failed',
            title: 'Failed',
            number: true,
            cell: ({ run }) => count('fail', run.counts.fail),
            by: ({ run }) => run.counts.fail,
          },
          {
            key: 'warned',
            title: 'Warned',
            number: true,
            cell: ({ run }) => count('warn', run.counts.warn),
            by: ({ run }) => run.counts.warn,
          },
          { key: 'ok', title: 'Passed', number: true, cell: ({ run }) => formatCount(run.counts.ok), by: ({ run }) => run.counts.ok },
        ]}
      />
      <Compare history={history} site={site} />
    </>
  )
}

function count(status: 'fail' | 'warn', many: number): JSX.Element | string {
  return many === 0 ? '0' : <Status status={status} text={formatCount(many)} />
}

function Compare({ history, site }: { history: HistoryBlock; site: Site }): JSX.Element | null {
  const known = history.runs.flatMap((run, place) => ((history.outcomes[place] ?? []).length > 0 ? [{ run, place }] : []))
  const pick = (key: string, otherwise: number) => {
    const asked = Number(route.value.query.get(key) ?? otherwise)
    return known.some(({ place }) => place === asked) ? asked : (known[0]?.place ?? 0)
  }
  const after = pick('after', known[0]?.place ?? 0)
  const before = pick('before', runBefore(history, after) ?? known[1]?.place ?? 0)
  const rows = useMemo(() => compareRuns(history, before, after), [history, before, after])
  if (known.length < 2) return null
  const choose = (label: string, key: string, value: number) => (
    <label>
      {label}
      <select value={String(value)} onChange={(event) => setQuery({ [key]: event.currentTarget.value, 'compare-page': '' })}>
        {known.map(({ run, place }) => (
          <option key={place} value={String(place)}>
            {formatTime(run.startedAt)} · {run.command}
          </option>
        ))}
      </select>
    </label>
  )
  return (
    <>
      <h3>Compare two runs</h3>
      <div class="filters">
        {choose('Before', 'before', before)}
        {choose('After', 'after', after)}
      </div>
      <DataTable
        name="compare"
        caption="What changed between the two runs, the greatest difference first"
        rows={rows}
        size={25}
        id={({ id }) => id}
        columns={[
          { key: 'name', title: 'Name', cell: ({ id }) => <IdLink id={id} site={site} />, by: ({ id }) => id },
          {
            key: 'before',
            title: 'Before',
            number: true,
            cell: (row) => <Took seconds={row.before} status={row.statusBefore} />,
            by: (row) => row.before,
          },
          {
            key: 'after',
            title: 'After',
            number: true,
            cell: (row) => <Took seconds={row.after} status={row.statusAfter} />,
            by: (row) => row.after,
          },
          {
            key: 'difference',
            title: 'Difference',
            number: true,
            cell: (row) => difference(row),
            by: (row) => (row.after ?? 0) - (row.before ?? 0),
          },
        ]}
      />
    </>
  )
}

export function IdLink({ id, site }: { id: string; site: Site }): JSX.Element {
  const node = site.index.nodes[site.position.get(id) ?? -1]
  const name = node?.name ?? id.split('.').slice(2).join('.')
  const link = node ? nodeLink(node) : /^(unit_)?test\./.test(id) ? testLink(id) : undefined
  return link ? (
    <a class="node-link" href={link}>
      <bdi>{name}</bdi>
    </a>
  ) : (
    <bdi>{name}</bdi>
  )
}

function Took({ seconds, status }: { seconds: number | null; status: Difference['statusBefore'] }): JSX.Element {
  return seconds === null ? <span class="quiet">not in it</span> : <Status status={status} text={formatSeconds(seconds)} />
}

function difference({ before, after }: Difference): string {
  if (before === null || after === null) return ''
  const seconds = after - before
  return `${seconds < 0 ? '−' : '+'}${Math.abs(seconds).toFixed(2)} s`
}

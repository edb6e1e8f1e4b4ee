/** All tests, failures first, narrowed by status, kind and owner. */
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { Command, EmptyState, Filter, formatCount, formatSeconds, NodeLink, Status, share, Tile } from '../parts.js'
import { type Site, setQuery } from '../site.js'
import { testLink } from './entry.js'
import { DataTable } from './table.js'
import { bySeverity, type Test, type TestProps } from './test-props.js'

const statusWords = { fail: 'failed', warn: 'warned', skipped: 'skipped', none: 'not run', ok: 'passed' } as const

export function Results({ site, route, block }: TestProps): JSX.Element {
  const [status, kind, owner, text] = ['status', 'kind', 'owner', 'q'].map((key) => route.query.get(key) ?? '') as [
    string,
    string,
    string,
    string,
  ]
  const kinds = useMemo(() => [...new Set(block.tests.map((test) => test.kind))].sort(), [block])
  const owners = useMemo(() => [...new Set(block.tests.flatMap((test) => ownerOf(test, site)))].filter(Boolean).sort(), [block])
  const wanted = text.toLowerCase()
  const rows = block.tests
    .filter(
      (test) =>
        (!status || test.status === status) &&
        (!kind || test.kind === kind) &&
        (!owner || ownerOf(test, site) === owner) &&
        (!wanted || `${test.name} ${test.column}`.toLowerCase().includes(wanted)),
    )
    .sort((a, b) => bySeverity.indexOf(a.status) - bySeverity.indexOf(b.status))
  if (block.tests.length === 0)
    return (
      <EmptyState title="There are no tests yet.">
        Add them under <code>data_tests:</code> of a column in a properties file.
      </EmptyState>
    )
  return (
    <>
      <Tiles tests={block.tests} />
      {block.tests.every((test) => test.status === 'none') ? <EmptyState title="No test has run yet." command="sluice test" /> : null}
      <div class="filters">
        <Filter label="Name or column" />
        <Pick label="Status" name="status" value={status} options={bySeverity.map((each) => [each, statusWords[each]])} />
        <Pick label="Kind" name="kind" value={kind} options={kinds.map((each) => [each, each])} />
        {owners.length > 0 ? <Pick label="Owner" name="owner" value={owner} options={owners.map((each) => [each, each])} /> : null}
        <p class="quiet small" aria-live="polite">
          {formatCount(rows.length)} of {formatCount(block.tests.length)}
        </p>
      </div>
      <TestTable rows={rows} site={site} />
      {status === 'fail' && rows.length > 0 ? (
        <p class="no-print">
          <Command text="sluice retry" />
        </p>
      ) : null}
    </>
  )
}

function ownerOf(test: Test, site: Site): string {
  const node = site.index.nodes[test.nodes[0] ?? -1]
  return node?.group || node?.owner || ''
}

function Tiles({ tests }: { tests: readonly Test[] }): JSX.Element {
  const counts = { ok: 0, warn: 0, fail: 0, skipped: 0, none: 0 }
  for (const test of tests) counts[test.status] += 1
  const ran = tests.length - counts.none - counts.skipped
  return (
    <div class="tiles">
      <Tile title="Failed" figure={formatCount(counts.fail)} status={counts.fail > 0 ? 'fail' : 'none'} href="#/tests?status=fail" />
      <Tile title="Warned" figure={formatCount(counts.warn)} status={counts.warn > 0 ? 'warn' : 'none'} href="#/tests?status=warn" />
      <Tile title="Passed" figure={share(counts.ok, ran)} note={`${formatCount(counts.ok)} of ${formatCount(ran)} that ran`} />
      <Tile
        title="Did not run"
        figure={formatCount(counts.none + counts.skipped)}
        note={`of ${formatCount(tests.length)}`}
        href="#/tests?status=none"
      />
    </div>
  )
}

export function TestTable({ rows, site }: { rows: readonly Test[]; site: Site }): JSX.Element {
  return (
    <DataTable
      name="tests"
      caption="Tests, what needs a look first"
      rows={rows}
      id={({ id }) => id}
      columns={[
        {
          key: 'status',
          title: 'Status',
          cell: ({ status }) => <Status status={status} text={statusWords[status]} />,
          by: ({ status }) => bySeverity.indexOf(status),
        },
        {
          key: 'name',
          title: 'Test',
          cell: (test) => (
            <a class="node-link" href={testLink(test.id)}>
              <bdi>{test.kind === 'singular' || test.kind === 'unit' ? test.name : test.kind}</bdi>
            </a>
          ),
          by: ({ kind, name }) => `${kind} ${name}`,
        },
        {
          key: 'node',
          title: 'Of',
          cell: (test) => {
            const node = site.index.nodes[test.nodes[0] ?? -1]
            return (
              <>
                {node ? <NodeLink node={node} /> : ''}
                {test.column ? <bdi class="quiet"> {test.column}</bdi> : null}
                {test.nodes.length > 1 ? <span class="quiet"> +{test.nodes.length - 1}</span> : null}
              </>
            )
          },
          by: (test) => `${site.index.nodes[test.nodes[0] ?? -1]?.name ?? ''} ${test.column}`,
        },
        {
          key: 'failures',
          title: 'Rows',
          number: true,
          cell: ({ failures }) => (failures ? formatCount(failures) : ''),
          by: ({ failures }) => failures,
        },
        {
          key: 'severity',
          title: 'Severity',
          cell: ({ severity, threshold }) => (
            <>
              {severity}
              {threshold ? <span class="quiet small"> {threshold}</span> : null}
            </>
          ),
          by: ({ severity }) => severity,
        },
        {
          key: 'message',
          title: 'Message',
          cell: ({ message, status }) => (status === 'ok' ? '' : <bdi class="clip">{message.slice(0, 300)}</bdi>),
        },
        { key: 'seconds', title: 'Took', number: true, cell: ({ seconds }) => formatSeconds(seconds), by: ({ seconds }) => seconds },
      ]}
    />
  )
}

function Pick(props: { label: string; name: string; value: string; options: readonly (readonly [string, string])[] }): JSX.Element {
  return (
    <label>
      {props.label}
      <select value={props.value} onChange={(event) => setQuery({ [props.name]: event.currentTarget.value, 'tests-page': '' })}>
        <option value="">all</option>
        {props.options.map(([value, title]) => (
          <option key={value} value={value}>
            {title.slice(0, 80)}
          </option>
        ))}
      </select>
    </label>
  )
}

/** One test in full, for a link that leads to it: what it asks, of which column, how it ended, its SQL. */
import type { ComponentChildren, JSX } from 'preact'
import { useEntry } from '../data.js'
import { Markdown } from '../markdown.js'
import { Command, EmptyState, Facts, formatSeconds, NodeLink, Sql, Status } from '../parts.js'
import { type Site, setQuery } from '../site.js'
import type { Test, TestProps } from './test-props.js'

export function OneTest({ site, block, id }: Omit<TestProps, 'route'> & { readonly id: string }): JSX.Element {
  const test = block.tests.find((each) => each.id === id)
  if (!test)
    return (
      <EmptyState title="There is no such test (any more).">
        <bdi>{id.slice(0, 200)}</bdi>
      </EmptyState>
    )
  return (
    <section class={`card one-test one-test-${test.status}`} aria-label="The test that was asked for">
      <h2>
        <Status status={test.status} /> <bdi>{test.name}</bdi>
      </h2>
      {test.description ? <Markdown text={test.description} /> : null}
      {test.message ? (
        <p class="failure-text">
          <bdi>{test.message}</bdi>
        </p>
      ) : null}
      <Facts rows={facts(test, site)} />
      <Samples site={site} test={test} />
      <SqlOf site={site} test={test} />
      <p class="row no-print">
        <Command text={`sluice test --select ${test.name}`} />
        <button type="button" class="button" onClick={() => setQuery({ test: '' })}>
          Close
        </button>
      </p>
    </section>
  )
}

function facts(test: Test, site: Site): (readonly [string, ComponentChildren])[] {
  const nodes = test.nodes.flatMap((place) => site.index.nodes[place] ?? [])
  return [
    ['Kind', test.kind],
    [
      'Looks at',
      nodes.map((node) => (
        <span key={node.id} class="entry">
          <NodeLink node={node} />{' '}
        </span>
      )),
    ],
    ['Column', test.column],
    ['Rows that fail it', test.failures === null ? '' : String(test.failures)],
    ['Severity', test.severity],
    ['Threshold', test.threshold],
    ['Took', formatSeconds(test.seconds)],
    ['File', test.file],
  ]
}

/** Some of the rows that it found. */
function Samples({ site, test }: { site: Site; test: Test }): JSX.Element | null {
  const detail = useEntry(site.index, 'detail', test.nodes[0] ?? -1)
  const samples = detail?.tests.find(({ id }) => id === test.id)?.samples
  if (!samples?.rows?.length) return null
  return (
    <>
      <h3>Rows that it found</h3>
      <div class="table-frame">
        <table class="list">
          <caption class="visually-hidden">Some of the rows that the test found</caption>
          <thead>
            <tr>
              {samples.columns.map((name) => (
                <th key={name} scope="col">
                  <bdi>{name}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {samples.rows.map((row, at) => (
              <tr key={String(at)}>
                {row.map((cell, column) => (
                  <td key={samples.columns[column]}>{cell === null ? <i>null</i> : <bdi>{cell}</bdi>}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

function SqlOf({ site, test }: { site: Site; test: Test }): JSX.Element | null {
  const detail = useEntry(site.index, 'detail', test.nodes[0] ?? -1)
  const sql = detail?.tests.find(({ id }) => id === test.id)?.sql
  return sql ? <Sql label="SQL" text={sql.trim()} /> : null
}

/** Tests as a table: result, threshold, and what a failing one says; its SQL on request. */
import type { JSX } from 'preact'
import type { SiteTest } from '../../../model/index.js'
import { Markdown } from '../../markdown.js'
import { formatSeconds, Heads, Sql, Status, usePaged } from '../../parts.js'

type Listed = Omit<SiteTest, 'sql'> & { readonly sql?: string }

export function TestList({ tests }: { tests: readonly Listed[] }): JSX.Element {
  const { shown, pager } = usePaged(tests, 100, 'tests')
  if (tests.length === 0) return <p class="quiet">No tests yet: add them under `data_tests:` in the properties file.</p>
  return (
    <>
      <table class="list test-list">
        <Heads titles={['Status', 'Test', 'Column', 'Result', { number: 'Time' }]} />
        <tbody>
          {shown.map((test) => (
            <Row key={test.id} test={test} />
          ))}
        </tbody>
      </table>
      {pager}
    </>
  )
}

function Row({ test }: { test: Listed }): JSX.Element {
  const rules = [test.severity === 'error' ? '' : `severity ${test.severity}`, test.threshold].filter(Boolean).join(', ')
  return (
    <tr>
      <td>
        <Status status={test.status} words />
      </td>
      <td>
        <details>
          <summary>
            <strong>{test.kind}</strong> <bdi class="quiet">{test.name.length > 160 ? `${test.name.slice(0, 159)}…` : test.name}</bdi>
          </summary>
          {test.description ? <Markdown text={test.description} /> : null}
          <p class="quiet small">{test.file}</p>
          {test.sql ? <Sql label="SQL" text={test.sql} /> : null}
        </details>
      </td>
      <td class="mono">
        <bdi>{test.column}</bdi>
      </td>
      <td>
        <Result test={test} />
        {rules ? <p class="quiet small">{rules}</p> : null}
      </td>
      <td class="number">{formatSeconds(test.seconds)}</td>
    </tr>
  )
}

const longMessage = 400

function Result({ test }: { test: Listed }): JSX.Element | null {
  const { message, failures } = test
  if (message)
    return message.length > longMessage ? (
      <details>
        <summary>{message.slice(0, longMessage)}…</summary>
        <pre>{message.slice(longMessage, 20_000)}</pre>
      </details>
    ) : (
      <bdi>{message}</bdi>
    )
  if (failures === null) return null
  return <span>{failures === 0 ? 'no row fails' : failures === 1 ? '1 row fails' : `${failures} rows fail`}</span>
}

/** What checks a node: failures first. */
import type { JSX } from 'preact'
import type { NodeStatus } from '../../../model/index.js'
import { askedText } from '../../columns/words.js'
import { Command, EmptyState, Filter, Status } from '../../parts.js'
import type { TabProps } from './tab-props.js'
import { TestList } from './test-list.js'

const order: readonly NodeStatus[] = ['fail', 'warn', 'skipped', 'none', 'ok']

export function TestsTab({ site, node, detail, query }: TabProps): JSX.Element {
  if (detail.tests.length === 0)
    return (
      <EmptyState title="No tests yet" command={`sluice test --select ${askedText(site, node)}`}>
        Add them under <code>data_tests:</code> in {detail.properties || 'the properties file'}, or as a query in the tests folder.
      </EmptyState>
    )
  const asked = (query.get('q') ?? '').toLowerCase()
  const tests = detail.tests
    .filter(({ name, kind, column }) => `${name} ${kind} ${column}`.toLowerCase().includes(asked))
    .sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status))
  return (
    <>
      <div class="filters">
        {detail.tests.length > 10 ? <Filter label="Find a test" placeholder="kind, name or column" /> : null}
        <p>
          {order.map((status) => {
            const count = detail.tests.filter((test) => test.status === status).length
            return count > 0 ? (
              <span key={status} class="count">
                {count} <Status status={status} words />
              </span>
            ) : null
          })}
        </p>
        <Command text={`sluice test --select ${askedText(site, node)}`} />
      </div>
      <TestList tests={tests} />
    </>
  )
}

/** All tests, failures first, grouped by the node they check. */
import type { JSX } from 'preact'
import type { NodeStatus } from '../../model/index.js'
import { useBlock } from '../data.js'
import { NodeLink, worstStatus } from '../parts.js'
import type { Site } from '../site.js'
import { TestList } from './node.js'

const severity: readonly NodeStatus[] = ['fail', 'warn', 'skipped', 'none', 'ok']

export function Tests({ site }: { site: Site }): JSX.Element {
  const block = useBlock(site.index, 'tests')
  const order = site.index.nodes
    .map((node, place) => ({ node, place }))
    .filter(({ node }) => Object.values(node.tests).some((count) => count > 0))
  order.sort((a, b) => severity.indexOf(worstStatus(a.node)) - severity.indexOf(worstStatus(b.node)) || a.place - b.place)
  const untested = site.index.nodes.filter((node) => node.type === 'model' && Object.values(node.tests).every((count) => count === 0))
  const testsOf = (place: number) =>
    (block?.tests ?? [])
      .filter(({ nodes }) => nodes.includes(place))
      .sort((a, b) => severity.indexOf(a.status) - severity.indexOf(b.status))
  return (
    <>
      <h1>Tests</h1>
      {block === null ? <p class="quiet">Loading…</p> : null}
      {order.map(({ node, place }) => (
        <section key={node.id}>
          <h2>
            <NodeLink node={node} />
          </h2>
          <TestList tests={testsOf(place)} />
        </section>
      ))}
      <section>
        <h2>Models without a test</h2>
        {untested.length === 0 ? <p class="quiet">None: every model has at least one.</p> : null}
        <ul>
          {untested.map((node) => (
            <li key={node.id}>
              <NodeLink node={node} />
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

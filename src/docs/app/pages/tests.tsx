/** All tests, failures first, grouped by the node they check. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { NodeStatus, SiteDetail } from '../../site-model.js'
import { loadAllDetails } from '../data.js'
import { NodeLink, worstStatus } from '../parts.js'
import type { Site } from '../site.js'
import { TestList } from './node.js'

const severity: readonly NodeStatus[] = ['fail', 'warn', 'skipped', 'none', 'ok']

export function Tests({ site }: { site: Site }): JSX.Element {
  const [details, setDetails] = useState<readonly SiteDetail[]>()
  useEffect(() => void loadAllDetails(site.index).then(setDetails), [])
  const order = site.index.nodes
    .map((node, place) => ({ node, place }))
    .filter(({ node }) => Object.values(node.tests).some((count) => count > 0))
  order.sort((a, b) => severity.indexOf(worstStatus(a.node)) - severity.indexOf(worstStatus(b.node)) || a.place - b.place)
  const untested = site.index.nodes.filter((node) => node.type === 'model' && Object.values(node.tests).every((count) => count === 0))
  return (
    <>
      <h1>Tests</h1>
      {details ? (
        order.map(({ node, place }) => (
          <section key={node.id}>
            <h2>
              <NodeLink node={node} />
            </h2>
            <TestList tests={[...(details[place]?.tests ?? [])].sort((a, b) => severity.indexOf(a.status) - severity.indexOf(b.status))} />
          </section>
        ))
      ) : (
        <p class="quiet">Loading…</p>
      )}
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

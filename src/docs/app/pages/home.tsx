/** Where a reader lands: did it run, what failed, what is here. */
import type { JSX } from 'preact'
import type { NodeStatus, SiteNode } from '../../model/index.js'
import { Markdown } from '../markdown.js'
import { formatSeconds, NodeLink, Status, TypeTag, worstStatus } from '../parts.js'
import type { Site } from '../site.js'

export function Home({ site }: { site: Site }): JSX.Element {
  const { index } = site
  const troubled = index.nodes.filter((node) => ['fail', 'warn', 'skipped'].includes(worstStatus(node)))
  return (
    <>
      <h1>{index.project}</h1>
      <Tiles site={site} />
      <section>
        <h2>Needs a look</h2>
        {troubled.length > 0 ? (
          <NodeTable nodes={troubled} />
        ) : (
          <p class="quiet">
            {index.lastRun ? 'Nothing failed and nothing warned in the last run.' : 'Nothing has run yet. Next: sluice build'}
          </p>
        )}
      </section>
      {index.overview ? (
        <section>
          <h2>About this project</h2>
          <Markdown text={index.overview} />
        </section>
      ) : null}
    </>
  )
}

function Tiles({ site }: { site: Site }): JSX.Element {
  const { nodes, lastRun } = site.index
  const models = nodes.filter((node) => node.type === 'model')
  const described = models.filter((node) => node.summary !== '').length
  const tested = models.filter((node) => Object.values(node.tests).some((count) => count > 0)).length
  const counts: [NodeStatus, string][] = [
    ['ok', 'passed'],
    ['warn', 'warnings'],
    ['fail', 'failed'],
    ['skipped', 'skipped'],
  ]
  return (
    <div class="tiles">
      <div class="tile">
        <h2>Last run</h2>
        {lastRun ? (
          <>
            <p class="figure">{formatSeconds(lastRun.elapsed)}</p>
            <p class="quiet">
              {lastRun.command} · {lastRun.finishedAt.replace('T', ' ').slice(0, 19)} UTC
            </p>
            <p>
              {counts.map(([status, word]) => (
                <span key={status} class="count">
                  <Status status={status} /> {lastRun.counts[status]} {word}
                </span>
              ))}
            </p>
          </>
        ) : (
          <p class="quiet">not run yet</p>
        )}
      </div>
      <Tile title="Models" figure={String(models.length)} note={`${nodes.length} nodes in all`} />
      <Tile title="Described" figure={share(described, models.length)} note={`${described} of ${models.length} models`} />
      <Tile title="Tested" figure={share(tested, models.length)} note={`${tested} of ${models.length} models`} />
    </div>
  )
}

function Tile({ title, figure, note }: { title: string; figure: string; note: string }): JSX.Element {
  return (
    <div class="tile">
      <h2>{title}</h2>
      <p class="figure">{figure}</p>
      <p class="quiet">{note}</p>
    </div>
  )
}

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`
}

export function NodeTable({ nodes }: { nodes: readonly SiteNode[] }): JSX.Element {
  return (
    <table class="list">
      <thead>
        <tr>
          <th>Status</th>
          <th>Name</th>
          <th>Type</th>
          <th>Description</th>
          <th>Owner</th>
        </tr>
      </thead>
      <tbody>
        {nodes.map((node) => (
          <tr key={node.id}>
            <td>
              <Status status={worstStatus(node)} words />
            </td>
            <td>
              <NodeLink node={node} />
            </td>
            <td>
              <TypeTag node={node} />
            </td>
            <td>{node.summary}</td>
            <td>{node.group}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What needs attention: what is broken and how far it reaches, then what is missing. */
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { NodeStatus } from '../../model/index.js'
import { type Broken, brokenNodes, type Counts } from '../ops/attention.js'
import { Command, formatCount, NodeLink, plural, Status } from '../parts.js'
import type { Site } from '../site.js'

const shown = 6
/** How far a failure reaches is found by walking: of more failures than these nobody reads it. */
const walked = 200

export function Attention({ site, counts }: { site: Site; counts: Counts }): JSX.Element {
  const broken = useMemo(() => brokenNodes(site, walked), [site])
  const lines = linesOf(counts, site)
  return (
    <section>
      <h2>Needs attention</h2>
      {broken.length > 0 ? (
        <ul class="needs">
          {broken.slice(0, shown).map((each) => (
            <BrokenLine key={each.place} broken={each} site={site} />
          ))}
        </ul>
      ) : null}
      {broken.length > shown ? (
        <p>
          <a href="#/catalog?status=fail">All {formatCount(broken.length)} that are broken</a>
        </p>
      ) : null}
      {site.index.lastRun && counts.failed > 0 ? (
        <p class="no-print">
          <Command text="sluice retry" />
        </p>
      ) : null}
      {lines.length > 0 ? (
        <ul class="needs needs-lines">
          {lines.map(({ status, text, href }) => (
            <li key={text}>
              <Status status={status} />
              <a class="needs-link" href={href}>
                {text}
              </a>
            </li>
          ))}
        </ul>
      ) : null}
      {broken.length === 0 && lines.length === 0 ? (
        <p class="quiet">
          {site.index.lastRun ? 'Nothing: the last run passed, and every model is owned, tested and described.' : 'Nothing has run yet.'}
        </p>
      ) : null}
    </section>
  )
}

function BrokenLine({ broken, site }: { broken: Broken; site: Site }): JSX.Element | null {
  const node = site.index.nodes[broken.place]
  if (!node) return null
  const exposures = broken.exposures.flatMap((place) => site.index.nodes[place] ?? [])
  return (
    <li>
      <Status status="fail" />
      <span>
        <NodeLink node={node} /> {broken.why}
        <span class="quiet small needs-reach">
          {broken.below === 0 ? 'nothing is built on it' : `${plural(broken.below, 'node')} built on it`}
          {exposures.length > 0 ? ', read by ' : ''}
          {exposures.slice(0, 3).map((each, at) => (
            <span key={each.id}>
              {at > 0 ? ', ' : ''}
              <NodeLink node={each} />
            </span>
          ))}
          {exposures.length > 3 ? ` and ${exposures.length - 3} more` : ''}
        </span>
      </span>
    </li>
  )
}

interface Line {
  readonly status: NodeStatus
  readonly text: string
  readonly href: string
}

function linesOf(counts: Counts, site: Site): Line[] {
  const { models, owned, tested } = counts
  const gap = (missing: number, what: string, href: string): Line[] =>
    missing > 0 && models > 0 ? [{ status: 'none', text: `${plural(missing, 'model')} without ${what}`, href }] : []
  const line = (count: number, status: NodeStatus, text: string, href: string): Line[] => (count > 0 ? [{ status, text, href }] : [])
  return [
    ...line(
      counts.skipped,
      'skipped',
      `${plural(counts.skipped, 'node was', 'nodes were')} not built because of a failure above`,
      '#/catalog?status=skipped',
    ),
    ...line(counts.warningTests, 'warn', `${plural(counts.warningTests, 'test warns', 'tests warn')}`, '#/tests?status=warn'),
    ...line(counts.late, 'warn', `${plural(counts.late, 'source is', 'sources are')} late`, '#/sources?status=warn'),
    ...line(
      counts.checked > 0 ? 0 : counts.sources,
      'none',
      `Freshness of ${plural(counts.sources, 'source')} was never checked`,
      '#/sources',
    ),
    ...line(counts.deprecated, 'warn', `${plural(counts.deprecated, 'node')} past the date of deprecation`, '#/governance'),
    ...(site.index.owners.length > 0 ? gap(models - owned, 'an owner', '#/owners') : []),
    ...gap(models - tested, 'a test', '#/catalog?type=model&tested=no'),
    ...gap(counts.bare, 'any description', '#/catalog?type=model&described=no'),
  ]
}

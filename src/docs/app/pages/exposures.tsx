/** Who reads the data outside, and whether what they read can be trusted now. */
import type { JSX } from 'preact'
import type { ExposuresBlock } from '../../model/index.js'
import { Markdown } from '../markdown.js'
import { reach, trustOf } from '../ops/reach.js'
import { TrustText } from '../ops/trust.js'
import { EmptyState, Filter, formatCount, NodeLink, Status, usePaged, WithBlock } from '../parts.js'
import type { Site } from '../site.js'
import type { PageProps } from './page-props.js'

type Exposure = ExposuresBlock['exposures'][number]

export function Exposures({ site, route }: PageProps): JSX.Element {
  const empty = (
    <EmptyState title="The project declares no exposures.">
      Dashboards, notebooks and applications that read it stand under <code>exposures:</code> in a properties file, with what they depend on
      and who owns them. Then this page tells whether each can be trusted now.
    </EmptyState>
  )
  return (
    <>
      <h1>Exposures</h1>
      <WithBlock site={site} name="exposures" empty={empty}>
        {(block) => (block.exposures.length > 0 ? <List site={site} route={route} block={block} /> : empty)}
      </WithBlock>
    </>
  )
}

function List({ site, route, block }: PageProps & { readonly block: ExposuresBlock }): JSX.Element {
  const wanted = (route.query.get('q') ?? '').toLowerCase()
  const found = block.exposures.filter((each) =>
    `${site.index.nodes[each.node]?.name} ${each.owner} ${each.kind}`.toLowerCase().includes(wanted),
  )
  const { shown, pager } = usePaged(found, 30)
  return (
    <>
      <p class="lead">Who reads the data outside of this project, and whether what it reads can be trusted as of the last run.</p>
      {block.exposures.length > 6 ? (
        <div class="filters">
          <Filter label="Name, owner or kind" />
          <p class="quiet small">{formatCount(found.length)} shown</p>
        </div>
      ) : null}
      <div class="wide-cards">
        {shown.map((exposure) => (
          <Card key={exposure.node} exposure={exposure} site={site} />
        ))}
      </div>
      {pager}
    </>
  )
}

const answers = {
  ok: 'All it reads is well.',
  warn: 'Look before you rely on it:',
  fail: 'Not now:',
  skipped: 'Not now:',
  none: 'Not known: nothing it reads has run yet.',
} as const

function Card({ exposure, site }: { exposure: Exposure; site: Site }): JSX.Element | null {
  const node = site.index.nodes[exposure.node]
  const trust = trustOf(site, exposure.node)
  if (!node) return null
  const direct = (site.parents[exposure.node] ?? []).flatMap((place) => site.index.nodes[place] ?? [])
  const sources = reach(site.parents, exposure.node).filter((place) => site.index.nodes[place]?.type === 'source').length
  return (
    <article class="card exposure">
      <h2>
        <NodeLink node={node} />
      </h2>
      <p class="small">
        {exposure.kind ? <span class="tag">{exposure.kind}</span> : null}
        {exposure.maturity ? <span class="tag">maturity: {exposure.maturity}</span> : null}
        <bdi class="quiet">{exposure.owner}</bdi>{' '}
        {/^[^\s@<>"]+@[^\s@<>"]+$/.test(exposure.email) ? (
          <a href={`mailto:${encodeURIComponent(exposure.email).replace('%40', '@')}`}>{exposure.email}</a>
        ) : null}
      </p>
      {node.summary ? <Markdown text={node.summary} /> : null}
      <div class={`trust trust-${trust.status}`}>
        <p>
          <Status status={trust.status} text={answers[trust.status]} />
        </p>
        <TrustText site={site} troubles={trust.troubles} />
      </div>
      <p class="small">
        Reads{' '}
        {direct.slice(0, 8).map((each, place) => (
          <span key={each.id}>
            {place > 0 ? ', ' : ''}
            <NodeLink node={each} />
          </span>
        ))}
        {direct.length > 8 ? ` and ${direct.length - 8} more` : ''}
        {direct.length === 0 ? 'nothing that is declared' : ''}
        <span class="quiet">
          {' '}
          · {trust.above} nodes above, {sources} of them sources
        </span>
      </p>
      {exposure.url ? (
        <p class="small">
          <a href={exposure.url} target="_blank" rel="noreferrer noopener">
            Open it
          </a>{' '}
          <bdi class="quiet">{exposure.url}</bdi>
        </p>
      ) : null}
    </article>
  )
}

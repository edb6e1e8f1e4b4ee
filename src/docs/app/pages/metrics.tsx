/** Metrics, semantic models and saved queries, with their definitions. */
import type { JSX } from 'preact'
import type { MetricsBlock } from '../../model/index.js'
import { Markdown } from '../markdown.js'
import { trustOf } from '../ops/reach.js'
import { TrustText } from '../ops/trust.js'
import { EmptyState, Facts, Filter, NodeLink, Status, usePaged, WithBlock } from '../parts.js'
import type { Site } from '../site.js'
import type { PageProps } from './page-props.js'

type Metric = MetricsBlock['metrics'][number]

const titles: Readonly<Record<string, string>> = { metric: 'Metrics', semantic_model: 'Semantic models', saved_query: 'Saved queries' }

export function Metrics({ site, route }: PageProps): JSX.Element {
  const empty = (
    <EmptyState title="The project declares no metrics.">
      Metrics, semantic models and saved queries stand under <code>metrics:</code>, <code>semantic_models:</code> and{' '}
      <code>saved_queries:</code> in a properties file.
    </EmptyState>
  )
  return (
    <>
      <h1>Metrics</h1>
      <WithBlock site={site} name="metrics" empty={empty}>
        {(block) => <List site={site} route={route} block={block} />}
      </WithBlock>
    </>
  )
}

function List({ site, route, block }: PageProps & { readonly block: MetricsBlock }): JSX.Element {
  const wanted = (route.query.get('q') ?? '').toLowerCase()
  const found = block.metrics.filter((each) => `${site.index.nodes[each.node]?.name} ${each.label}`.toLowerCase().includes(wanted))
  const { shown, pager } = usePaged(found, 30)
  return (
    <>
      {block.metrics.length > 6 ? (
        <div class="filters">
          <Filter label="Name" />
        </div>
      ) : null}
      {Object.entries(titles).map(([type, title]) => {
        const own = shown.filter((each) => site.index.nodes[each.node]?.type === type)
        return own.length === 0 ? null : (
          <section key={type}>
            <h2>{title}</h2>
            <div class="wide-cards">
              {own.map((each) => (
                <Card key={each.node} metric={each} site={site} />
              ))}
            </div>
          </section>
        )
      })}
      {pager}
    </>
  )
}

function Card({ metric, site }: { metric: Metric; site: Site }): JSX.Element | null {
  const node = site.index.nodes[metric.node]
  if (!node) return null
  const trust = trustOf(site, metric.node)
  return (
    <article class="card">
      <h3>
        <NodeLink node={node} /> <span class="tag">{metric.kind}</span>
      </h3>
      {metric.label && metric.label !== node.name ? (
        <p>
          <bdi>{metric.label}</bdi>
        </p>
      ) : null}
      {metric.description ? <Markdown text={metric.description} /> : null}
      <Facts rows={metric.definition} />
      {trust.troubles.length > 0 ? (
        <div class={`trust trust-${trust.status}`}>
          <p>
            <Status status={trust.status} text="What it is made of needs a look:" />
          </p>
          <TrustText site={site} troubles={trust.troubles} />
        </div>
      ) : null}
    </article>
  )
}

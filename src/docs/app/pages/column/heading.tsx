/** Which column it is: type, node, rules, tags, and what is said of it with where that is said. */
import type { JSX } from 'preact'
import type { SiteColumn, SiteNode } from '../../../model/index.js'
import { columnLink, shortened } from '../../columns/words.js'
import { Markdown } from '../../markdown.js'
import { Breadcrumbs, NodeLink, TypeTag } from '../../parts.js'
import { nodeLink, type Site } from '../../site.js'

interface HeadingProps {
  readonly site: Site
  readonly node: SiteNode
  readonly name: string
  readonly column: SiteColumn | undefined
  readonly type: string
}

export function Heading({ site, node, name, column, type }: HeadingProps): JSX.Element {
  const origin = column?.from ? site.index.nodes[column.from.node] : undefined
  return (
    <header class="column-head">
      <Breadcrumbs trail={[['Catalog', '#/catalog'], [shortened(node.name, 60), nodeLink(node)], [shortened(name, 60)]]} />
      <h1>
        <bdi>{shortened(name, 300)}</bdi>
      </h1>
      <p class="head-line">
        {type ? <span class="mono head-type">{type}</span> : null}
        <span class="quiet">column of</span> <NodeLink node={node} /> <TypeTag node={node} />
        {(column?.constraints ?? []).map((kind) => (
          <span key={kind} class="tag">
            {kind.replace('_', ' ')}
          </span>
        ))}
        {(column?.tags ?? []).map((tag) => (
          <span key={tag} class="badge badge-accent">
            {tag}
          </span>
        ))}
      </p>
      {column?.description ? (
        <div class="column-text">
          <Markdown text={column.description} />
          {column.from && origin ? (
            <p class="quiet small">
              inherited from{' '}
              <a class="mono" href={columnLink(origin.id, column.from.column)}>
                {origin.name}.{column.from.column}
              </a>
            </p>
          ) : null}
        </div>
      ) : (
        <p class="quiet">
          No description yet, here or where its value comes from: add one under <code>columns:</code> in the properties file.
        </p>
      )}
    </header>
  )
}

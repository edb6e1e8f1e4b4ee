/** An address that leads nowhere: what it may have meant. */
import type { JSX } from 'preact'
import { pages } from '../pages/index.js'
import { NodeLink, TypeTag } from '../parts.js'
import type { Route, Site } from '../site.js'
import { near } from './near.js'

export function NotFound({ site, route }: { site: Site; route: Route }): JSX.Element {
  const asked = [route.page, route.argument].filter(Boolean).join('/')
  const names = Object.keys(pages).filter((name) => pages[name]?.group)
  const likePages = near(route.page, names, (name) => name)
  const likeNodes = near(route.argument || route.page, site.index.nodes, (node) => node.name)
  return (
    <>
      <h1>Nothing is here</h1>
      <p>
        The address <code>{asked.slice(0, 200)}</code> leads to no page of this site.
      </p>
      {likePages.length + likeNodes.length > 0 ? <h2>Perhaps you meant</h2> : null}
      <ul class="plain-list">
        {likePages.map((name) => (
          <li key={name}>
            <a href={`#/${name}`}>{pages[name]?.title}</a>
          </li>
        ))}
        {likeNodes.map((node) => (
          <li key={node.id}>
            <NodeLink node={node} /> <TypeTag node={node} />
          </li>
        ))}
      </ul>
      <p>
        <a href="#/home">Home</a> · <a href="#/catalog">All nodes</a>
      </p>
    </>
  )
}

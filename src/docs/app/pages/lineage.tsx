/** The whole project's lineage, or the part around one node. */
import type { JSX } from 'preact'
import { GraphView } from '../graph-view.js'
import { neighbourhood, setQuery } from '../site.js'
import type { PageProps } from './page-props.js'

/** More than this in one SVG is slow to draw and impossible to read. */
const drawn = 600

export function Lineage({ site, route }: PageProps): JSX.Element {
  const wanted = route.query.get('node') ?? ''
  const focus = site.index.nodes.findIndex((node) => node.name === wanted || node.id === wanted)
  const everything = site.index.nodes.map((_, place) => place)
  const part = focus >= 0 ? [...neighbourhood(site, focus, 99, 99)].sort((a, b) => a - b) : everything
  const shown = part.slice(0, drawn)
  return (
    <>
      <h1>Lineage</h1>
      <div class="filters">
        <label>
          Only what touches
          <input
            list="node-names"
            value={wanted}
            placeholder="any node"
            onChange={(event) => setQuery({ node: event.currentTarget.value })}
          />
        </label>
        <datalist id="node-names">
          {site.index.nodes.slice(0, 5000).map((node) => (
            <option key={node.id} value={node.name} />
          ))}
        </datalist>
        <p class="quiet">
          {shown.length} of {everything.length} nodes · drag to move, Ctrl + wheel to zoom
        </p>
      </div>
      {focus >= 0 ? <GraphView site={site} shown={shown} focus={focus} /> : <GraphView site={site} shown={shown} />}
      {part.length > drawn ? <p class="quiet">The first {drawn} are drawn; name a node to see its own lineage.</p> : null}
    </>
  )
}

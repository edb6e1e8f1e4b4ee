/** Every node, searched and narrowed by type, tag and owner; the state lives in the address, so a view can be shared. */
import type { JSX } from 'preact'
import { searchNodes } from '../search.js'
import { setQuery } from '../site.js'
import { NodeTable } from './home.js'
import type { PageProps } from './page-props.js'

const pageSize = 200

export function Catalog({ site, route }: PageProps): JSX.Element {
  const [query, type, group, tag] = ['q', 'type', 'group', 'tag'].map((key) => route.query.get(key) ?? '') as [
    string,
    string,
    string,
    string,
  ]
  const all = searchNodes(site, query).flatMap((place) => site.index.nodes[place] ?? [])
  const found = all.filter((node) => (!type || node.type === type) && (!group || node.group === group) && (!tag || node.tags.includes(tag)))
  const values = (pick: (place: (typeof all)[number]) => readonly string[]) =>
    [...new Set(site.index.nodes.flatMap(pick))].filter(Boolean).sort()
  return (
    <>
      <h1>Catalog</h1>
      <div class="filters">
        <Choice label="Type" name="type" value={type} options={values((node) => [node.type])} />
        <Choice label="Owner" name="group" value={group} options={values((node) => [node.group])} />
        <Choice label="Tag" name="tag" value={tag} options={values((node) => node.tags)} />
        <p class="quiet" aria-live="polite">
          {found.length} of {site.index.nodes.length}
          {query ? ` for “${query}”` : ''}
        </p>
      </div>
      <NodeTable nodes={found.slice(0, pageSize)} />
      {found.length > pageSize ? <p class="quiet">The first {pageSize} are shown; search to narrow them.</p> : null}
      {found.length === 0 ? <p class="quiet">No node fits. Clear the search or a filter.</p> : null}
    </>
  )
}

function Choice({ label, name, value, options }: { label: string; name: string; value: string; options: readonly string[] }): JSX.Element {
  return (
    <label>
      {label}
      <select value={value} onChange={(event) => setQuery({ [name]: event.currentTarget.value })}>
        <option value="">all</option>
        {options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    </label>
  )
}

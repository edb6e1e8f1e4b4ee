/** Who owns what, and how it stands. */
import type { JSX } from 'preact'
import { NodeTable } from './home.js'
import type { PageProps } from './page-props.js'

export function Owners({ site, route }: PageProps): JSX.Element {
  const only = route.query.get('group')
  const owners = site.index.owners.filter((owner) => !only || owner.group === only)
  const orphans = site.index.nodes.filter((node) => node.type === 'model' && !node.group)
  return (
    <>
      <h1>Owners</h1>
      {owners.length === 0 ? <p class="quiet">No owner groups are declared: add `groups:` to a properties file.</p> : null}
      {owners.map((owner) => (
        <section key={owner.group}>
          <h2>{owner.group}</h2>
          <p>
            {[owner.name, owner.email].filter(Boolean).join(' · ')} {owner.description}
          </p>
          <NodeTable nodes={site.index.nodes.filter((node) => node.group === owner.group)} />
        </section>
      ))}
      {orphans.length > 0 && !only ? (
        <section>
          <h2>Models without an owner</h2>
          <NodeTable nodes={orphans} />
        </section>
      ) : null}
    </>
  )
}

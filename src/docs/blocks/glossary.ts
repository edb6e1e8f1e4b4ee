/** `docs` blocks of the project and its packages, with the nodes and columns whose descriptions they are in. */
import type { Resource, UniqueId } from '../../core/node.js'
import type { SiteMaking } from '../making.js'
import type { GlossaryBlock } from '../model/index.js'
import { columnsOf } from '../resources.js'

interface Users {
  readonly nodes: number[]
  readonly columns: (readonly [number, string])[]
}

/** What is written for the front page or the sidebar is no term. */
const special = /^__.*__$/

export function glossaryBlock({ input, shown }: SiteMaking): GlossaryBlock {
  const { manifest } = input
  const users = new Map<UniqueId, Users>()
  const usersOf = (id: UniqueId): Users => {
    const found = users.get(id) ?? { nodes: [], columns: [] }
    users.set(id, found)
    return found
  }
  for (const [place, resource] of shown.entries()) {
    for (const id of blocksOf(resource)) usersOf(id).nodes.push(place)
    for (const column of Object.values(columnsOf(resource)))
      for (const id of blocksOf(column)) usersOf(id).columns.push([place, column.name])
  }
  const own = manifest.metadata.project_name
  const terms = Object.values(manifest.docs)
    .filter((doc) => doc.package_name !== 'dbt' && !special.test(doc.name))
    .sort((a, b) => Number(b.package_name === own) - Number(a.package_name === own) || (a.name < b.name ? -1 : 1))
    .map(({ unique_id: id, name, block_contents: text, original_file_path: file, package_name }) => {
      const { nodes, columns } = usersOf(id)
      return { name, text, file, package: package_name, users: nodes, columns }
    })
  return { terms }
}

function blocksOf(item: Resource | object): Set<UniqueId> {
  const blocks = 'doc_blocks' in item ? item.doc_blocks : undefined
  return new Set(Array.isArray(blocks) ? (blocks as UniqueId[]) : [])
}

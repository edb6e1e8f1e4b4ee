/** `catalog pull`: keeps what the warehouse says of the columns of sources in a file of the project, for checks without a warehouse. */
import { join } from 'node:path'
import { type CatalogTable, writeAtomic } from '../artifacts/index.js'
import type { Invocation } from '../core/invocation.js'
import type { UniqueId } from '../core/node.js'
import { type PulledFile, pulledCatalogFile, pulledText, readPulledFile } from '../lineage/index.js'
import { readCatalog } from './catalog.js'
import type { CommandBody } from './command.js'
import { catalogNotRead } from './errors.js'
import { type OpenProject, openProject } from './open-project.js'
import { select } from './selection.js'
import { withRuntime } from './warehouse.js'

type Nodes = PulledFile[string]

export const catalogPull: CommandBody = async (invocation) => {
  const { flags, events } = invocation
  const opened = await openProject(invocation)
  const { type } = opened.project.target
  const wanted = wantedNodes(opened, invocation)
  const catalog = await withRuntime(opened, invocation, { selected: wanted }, (runtime) => readCatalog(runtime, wanted))
  if (catalog.errors) throw catalogNotRead(catalog.errors)
  const file = readPulledFile(opened.project)
  const before = file[type] ?? {}
  const found = columnsOf({ ...catalog.nodes, ...catalog.sources })
  const after = { ...kept(before, wanted, opened), ...found }
  const changes = changesOf(before, after)
  const missing = [...wanted].filter((id) => found[id] === undefined).sort()
  const notes = missing.map((id) => `${id}: the warehouse has no such relation`)
  if (flags.check === true) {
    const words =
      changes.length === 0
        ? [`${pulledCatalogFile} is what the warehouse says`]
        : [`${pulledCatalogFile} is stale:`, ...changes, 'next: sluice catalog pull']
    events.emit('PrintEvent', { msg: [...words, ...notes].join('\n') })
    return { success: changes.length === 0, value: { changes, missing } }
  }
  if (changes.length > 0) await writeAtomic(join(opened.project.root.root, pulledCatalogFile), [pulledText({ ...file, [type]: after })])
  const count = `${counted(Object.keys(found).length, 'relation')} read, ${counted(changes.length, 'change')} in ${pulledCatalogFile}`
  events.emit('PrintEvent', { msg: [count, ...changes, ...notes].join('\n') })
  return { success: true, value: { changes, missing } }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

function wantedNodes(opened: OpenProject, invocation: Invocation): ReadonlySet<UniqueId> {
  const { manifest } = opened
  const selected = select(opened, invocation, 'list')
  const built = ({ resource_type: type, config }: (typeof manifest.nodes)[UniqueId]) =>
    ['model', 'seed', 'snapshot'].includes(type) && config.materialized !== 'ephemeral'
  const nodes = invocation.flags.all === true ? Object.values(manifest.nodes).filter(built) : []
  return new Set([...nodes, ...Object.values(manifest.sources)].map(({ unique_id: id }) => id).filter((id) => selected.has(id)))
}

function columnsOf(tables: Readonly<Record<UniqueId, CatalogTable>>): Nodes {
  const columns = (table: CatalogTable) => Object.values(table.columns).sort((a, b) => a.index - b.index)
  return Object.fromEntries(
    Object.entries(tables).map(([id, table]) => [id, Object.fromEntries(columns(table).map(({ name, type }) => [name, type]))]),
  )
}

/** What was asked for and is not there is forgotten, and what the project no longer has. */
function kept(before: Nodes, wanted: ReadonlySet<UniqueId>, { manifest }: OpenProject): Nodes {
  const isKept = (id: UniqueId) => !wanted.has(id) && (manifest.nodes[id] ?? manifest.sources[id]) !== undefined
  return Object.fromEntries(Object.entries(before).filter(([id]) => isKept(id)))
}

function changesOf(before: Nodes, after: Nodes): string[] {
  const ids = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return ids.flatMap((id) => {
    const [was, is] = [before[id], after[id]]
    if (!was) return [`${id}: new`]
    if (!is) return [`${id}: gone`]
    const names = [...new Set([...Object.keys(was), ...Object.keys(is)])]
    const changed = names.flatMap((name) => columnChange(name, was[name], is[name]))
    const moved = changed.length === 0 && Object.keys(was).join('\u0000') !== Object.keys(is).join('\u0000')
    return [...changed, ...(moved ? ['columns stand in another order'] : [])].map((change) => `${id}: ${change}`)
  })
}

function columnChange(name: string, was: string | undefined, is: string | undefined): string[] {
  if (was === is) return []
  if (was === undefined) return [`column ${name} is new`]
  return [is === undefined ? `column ${name} is gone` : `column ${name} was ${was}, is ${is}`]
}

/** `show`: compiles the selected nodes, or `--inline` SQL, runs them with a limit and prints the rows. Nothing is built. */
import type { Connection } from '../adapters/index.js'
import { compileNode, placeForAuthor } from '../compile/index.js'
import type { Runtime } from '../context/index.js'
import { SluiceError } from '../core/error.js'
import type { Invocation } from '../core/invocation.js'
import type { ManifestNode, UniqueId } from '../core/node.js'
import type { Table } from '../core/table.js'
import { toPlain } from '../jinja/index.js'
import { loadProject } from '../load/index.js'
import type { CommandBody } from './command.js'
import { nothingToShow, usage } from './errors.js'
import { withInline } from './inline.js'
import { openProject } from './open-project.js'
import { select } from './selection.js'
import { refuseWrites } from './show-guard.js'
import { readState } from './state.js'
import { jsonRows, tableText } from './table-text.js'
import { openAdapter, withRuntime } from './warehouse.js'

interface Shown {
  readonly name: string
  readonly unique_id: UniqueId
  readonly table: Table
}

export const show: CommandBody = async (invocation) => {
  const { flags } = invocation
  if (flags.profileColumns === true) return await (await import('./show-profile.js')).showProfile(invocation)
  if (typeof flags.sample === 'string')
    throw usage('--sample is for --profile', { next: 'sluice show --select my_model --profile --sample 1%' })
  const direct = flags.inlineDirect as string | undefined
  const shown = direct === undefined ? await showNodes(invocation) : [await showDirect(invocation, direct)]
  const is_inline = flags.inline !== undefined || direct !== undefined
  const output_format = String(flags.output ?? 'text')
  for (const { name, unique_id, table } of shown) {
    const preview = output_format === 'json' ? JSON.stringify(jsonRows(table)) : tableText(table)
    invocation.events.emit('ShowNode', { node_name: name, preview, is_inline, output_format, unique_id, quiet: flags.quiet === true })
  }
  const value = shown.map(({ name, table }) => ({
    name,
    columns: table.columnNames,
    rows: table.rows.map((row) => row.cells.map(toPlain)),
  }))
  return { success: true, value }
}

async function showNodes(invocation: Invocation): Promise<Shown[]> {
  const { flags } = invocation
  const inline = flags.inline as string | undefined
  if (inline === undefined && (flags.select as readonly string[]).length === 0 && !flags.selector) throw nothingToShow()
  const closed = await openProject(invocation)
  const opened = inline === undefined ? closed : await withInline(closed, invocation, inline)
  const state = await readState(opened, invocation)
  const selected: ReadonlySet<UniqueId> =
    'inlineId' in opened ? new Set([opened.inlineId as UniqueId]) : select(opened, invocation, 'compile', state)
  return await withRuntime(opened, invocation, { selected, deferred: state.deferred }, async (runtime) => {
    const connection = await runtime.adapter.connect('show')
    const nodes = askedFor(
      [...selected].flatMap((id) => opened.manifest.nodes[id] ?? []),
      invocation,
    )
    const shown: Shown[] = []
    try {
      for (const node of nodes)
        if (isShown(node)) shown.push({ name: nameOf(node), unique_id: node.unique_id, table: await rowsOf(runtime, node, connection) })
    } finally {
      await connection.close()
    }
    return shown
  })
}

/** Tests come along with what they test; they are shown when named themselves. */
function askedFor(nodes: readonly ManifestNode[], invocation: Invocation): readonly ManifestNode[] {
  const words = (invocation.flags.select as readonly string[]).flatMap((word) => word.split(/[,+@:.]/))
  return nodes.filter((node) => node.resource_type !== 'test' || words.includes(node.name))
}

function isShown(node: ManifestNode): boolean {
  return ['model', 'seed', 'snapshot', 'test', 'analysis', 'sql_operation'].includes(node.resource_type)
}

function nameOf(node: ManifestNode): string {
  const version = (node as { version?: string | number | null }).version
  return version === null || version === undefined ? node.name : `${node.name}.v${version}`
}

async function rowsOf(runtime: Runtime, node: ManifestNode, connection: Connection): Promise<Table> {
  const { flags, signal } = runtime.invocation
  const introspect = flags.introspect !== false
  // A seed has no query of its own: what it loaded is shown.
  const compiled = node.resource_type === 'seed' ? undefined : await compileNode(runtime, node, connection, { introspect })
  const code = compiled?.code ?? `select * from ${runtime.relationOf(node).render()}`
  const asked = Number(flags.limit ?? 5)
  const scope = runtime.nodeScope(node, connection, { introspect })
  try {
    if (node.resource_type === 'sql_operation') await refuseWrites(code, runtime.project)
    const sql = await scope.callMacro('get_show_sql', [code, node.config.sql_header ?? null, asked < 0 ? null : asked])
    const { table } = await connection.execute(String(sql), { fetch: true, signal })
    return table
  } catch (error) {
    throw error instanceof SluiceError ? placeForAuthor(error, node, runtime, compiled) : error
  }
}

/** As sent: no project, no templates. */
async function showDirect(invocation: Invocation, sql: string): Promise<Shown> {
  const project = await loadProject(invocation)
  await refuseWrites(sql, project)
  const adapter = await openAdapter({ project }, invocation)
  const limit = Number(invocation.flags.limit ?? 5)
  try {
    const connection = await adapter.connect('show')
    const { table } = await connection.execute(sql, { fetch: true, limit: limit < 0 ? null : limit, signal: invocation.signal })
    await connection.close()
    return { name: 'inline_query', unique_id: 'direct', table }
  } finally {
    await adapter.close()
  }
}

/** Columns that are new beside one that is empty since: where older rows keep the old column, only the values tell of a renaming. */
import { relationOfSource } from '../context/index.js'
import { SluiceError } from '../core/error.js'
import type { Invocation } from '../core/invocation.js'
import type { SourceNode } from '../core/node.js'
import { toPlain } from '../jinja/index.js'
import type { ColumnDrift, SeenColumns } from '../observe/index.js'
import type { OpenProject } from './open-project.js'
import { withRuntime } from './warehouse.js'

type Added = Extract<ColumnDrift, { readonly change: 'added' }>

/** @param now - every column there is; the changes with what turns out to be a renaming in place of what was added */
export async function namedAnew(
  opened: OpenProject,
  invocation: Invocation,
  source: SourceNode,
  changes: readonly ColumnDrift[],
  now: SeenColumns,
): Promise<readonly ColumnDrift[]> {
  const added = changes.filter((change) => change.change === 'added')
  const fresh = new Set(added.map(({ column }) => column))
  const candidates = (type: string) =>
    Object.keys(now).filter((name) => !fresh.has(name) && now[name]?.toLowerCase() === type.toLowerCase())
  if (!added.some(({ type }) => candidates(type).length > 0)) return changes
  const renamed = new Map<ColumnDrift, ColumnDrift>()
  await withRuntime(opened, invocation, {}, async (runtime) => {
    const connection = await runtime.adapter.connect('drift')
    const relation = relationOfSource(runtime.module, runtime.project.root.config.quoting, source)
    const emptied = async ({ column, type }: Added): Promise<string | undefined> => {
      const names = candidates(type)
      const sql = await runtime.operationScope(connection).callMacro('sluice_filled_beside', [relation, column, names])
      const { table } = await connection.execute(String(sql), { fetch: true, signal: invocation.signal })
      const [filled = 0, ...beside] = (table.rows[0]?.cells ?? []).map((cell) => Number(toPlain(cell)))
      const empty = names.filter((_name, index) => beside[index] === 0)
      // Several that are empty there may be empty always: then nobody knows which one it was.
      return filled > 0 && empty.length === 1 ? empty[0] : undefined
    }
    try {
      for (const change of added) {
        const old = await emptied(change)
        const because = `where ${change.column} has a value, ${old} has none`
        if (old !== undefined) renamed.set(change, { change: 'renamed', column: old, to: change.column, type: change.type, because })
      }
    } catch (error) {
      // What was found stands without it.
      if (!(error instanceof SluiceError) || error.code === 'INTERRUPTED') throw error
    } finally {
      await connection.close()
    }
  })
  return changes.map((change) => renamed.get(change) ?? change)
}

/** `--openlineage`: the run is told to a receiver of OpenLineage events, with the lineage of every column. */
import { adapterModule, type Credentials } from '../adapters/index.js'
import { EventBus } from '../core/event.js'
import type { Invocation } from '../core/invocation.js'
import type { ProjectSql } from '../lineage/index.js'
import type { OpenProject } from './open-project.js'

/** Before the run is announced. Does nothing, and loads nothing, where nobody asked. */
export async function tellLineage(opened: OpenProject, invocation: Invocation): Promise<void> {
  const receiver = lineageReceiver(invocation)
  if (receiver === undefined) return
  const { openLineageSink, warehouseNamespace } = await import('../openlineage/index.js')
  const { project, manifest } = opened
  const { type, adapter, credentials } = project.target
  const module = await adapterModule(type, adapter)
  const namespace = warehouseNamespace(type, credentials as Credentials, invocation.projectDir)
  const context = {
    manifest,
    sql: await understood(opened, invocation),
    namespace,
    fold: (name: string) => module.relationStyle.fold(name),
    engine: { name: type, dialect: type },
  }
  invocation.events.attach(openLineageSink(receiver, context, invocation))
}

/** Undefined where the SQL of this warehouse cannot be read: the run is told without columns then. Nothing of it is logged. */
async function understood(opened: OpenProject, invocation: Invocation): Promise<ProjectSql | undefined> {
  const { understand } = await import('./project-sql.js')
  const events = new EventBus(invocation.redactor, invocation.now)
  try {
    return await understand(opened, { ...invocation, events })
  } catch (error) {
    if (invocation.signal.aborted) throw error
    return undefined
  }
}

/** The flag, SLUICE_OPENLINEAGE, OPENLINEAGE_URL, in this order. */
function lineageReceiver({ flags, env }: Invocation): string | undefined {
  if (/^(1|true)$/i.test(env.OPENLINEAGE_DISABLED ?? '')) return undefined
  return (flags.openlineage as string | undefined) || env.SLUICE_OPENLINEAGE || env.OPENLINEAGE_URL || undefined
}

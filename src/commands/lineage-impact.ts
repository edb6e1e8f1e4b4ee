/** `lineage --impact`: what the changes since the state's manifest touch, breaking or not, and who answers for it. */
import type { Invocation } from '../core/invocation.js'
import { buildGraph } from '../graph/index.js'
import { earlierManifest, impactMarkdown, impactOf, impactText } from '../lineage/index.js'
import type { CommandResult } from './command.js'
import { impactOfAll, stateForImpact, stateMissing } from './errors.js'
import { outputOf, styleOf } from './lineage-output.js'
import type { OpenProject } from './open-project.js'
import { understand } from './project-sql.js'
import { readState, textFlag } from './state.js'

export async function lineageImpact(opened: OpenProject, invocation: Invocation, args: readonly string[]): Promise<CommandResult> {
  const { flags, events } = invocation
  if (args.length > 0) throw impactOfAll(args)
  const folder = textFlag(flags.state)
  if (folder === undefined) throw stateForImpact()
  const { previous } = await readState(opened, { ...invocation, flags: { ...flags, defer: false } })
  if (!previous?.manifest) throw stateMissing(folder, 'manifest.json', '--state')
  const manifest = earlierManifest(previous.manifest, opened.manifest)
  const before = await understand({ ...opened, manifest, graph: buildGraph(manifest) }, invocation, { meanings: 'too' })
  const after = await understand(opened, invocation, { meanings: 'too' })
  const impact = impactOf({ sql: before, manifest }, { sql: after, manifest: opened.manifest })
  const output = outputOf(flags)
  if (output === 'json') events.emit('PrintEvent', { msg: JSON.stringify(impact, null, 2) })
  else if (output === 'text') events.emit('PrintEvent', { msg: impactText(impact, styleOf(invocation)) })
  else events.emit('PrintEvent', { msg: impactMarkdown(impact) })
  return { success: flags.failOn !== 'breaking' || impact.level !== 'breaking', value: impact }
}

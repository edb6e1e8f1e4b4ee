/** `lineage`: what a column or node is made of and what is made of it. No warehouse is asked, nothing is written. */
import type { Invocation } from '../core/invocation.js'
import { answerLineage, askedPoint, type Direction, lineageMermaid, lineageText } from '../lineage/index.js'
import type { CommandBody, CommandResult } from './command.js'
import { excludeEachOther, formatOfOther, nothingToTrace } from './errors.js'
import { lineageImpact } from './lineage-impact.js'
import { outputOf, styleOf } from './lineage-output.js'
import { type OpenProject, openProject } from './open-project.js'
import { understand } from './project-sql.js'

export const lineage: CommandBody = async (invocation, args) => {
  const { flags } = invocation
  if (flags.impact !== true && args.length === 0) throw nothingToTrace()
  if (flags.json === true && flags.mermaid === true) throw excludeEachOther('json', 'mermaid')
  const output = outputOf(flags)
  if (output === (flags.impact === true ? 'mermaid' : 'markdown')) throw formatOfOther(output)
  const opened = await openProject(invocation)
  if (flags.impact === true) return await lineageImpact(opened, invocation, args)
  return await trace(opened, invocation, args)
}

async function trace(opened: OpenProject, invocation: Invocation, args: readonly string[]): Promise<CommandResult> {
  const { flags, events } = invocation
  const sql = await understand(opened, invocation)
  const asked = args.map((arg) => askedPoint(arg, sql, opened.manifest))
  const depth = flags.depth as number | undefined
  const answered = answerLineage({ asked, directions: directionsOf(flags), depth, indirect: flags.indirect === true }, sql, opened.manifest)
  const { answer } = answered
  const output = outputOf(flags)
  if (output === 'json') events.emit('PrintEvent', { msg: JSON.stringify(answer, null, 2) })
  else if (output === 'text') events.emit('PrintEvent', { msg: lineageText(answered, styleOf(invocation)) })
  else events.emit('PrintEvent', { msg: lineageMermaid(answer) })
  return { success: true, value: answer }
}

/** Both where none is named. */
function directionsOf({ up, down }: Invocation['flags']): readonly Direction[] {
  if (up === true && down !== true) return ['up']
  return down === true && up !== true ? ['down'] : ['up', 'down']
}

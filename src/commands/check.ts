/** `check`: what is wrong in the SQL of the project and what its rules do not want, at the line of its files, without a warehouse. */

import { writeAtomic } from '../artifacts/index.js'
import { countsOf, countText, writtenBaseline } from '../check/index.js'
import type { Invocation } from '../core/invocation.js'
import type { UniqueId } from '../core/node.js'
import { type CheckOptions, type CheckReport, checkProject } from './check-project.js'
import { type CheckOutput, checkJson, checkText } from './check-report.js'
import type { CommandBody } from './command.js'
import { excludeEachOther } from './errors.js'
import { type OpenProject, openProject } from './open-project.js'
import { warmUp } from './project-sql.js'
import { select } from './selection.js'
import { readState } from './state.js'

export const check: CommandBody = async (invocation) => {
  const { flags } = invocation
  if (typeof flags.rules === 'string') return await (await import('./check-rules.js')).checkDataRules(invocation, flags.rules)
  const selecting = hasWords(flags.select) || hasWords(flags.exclude) || flags.selector !== undefined
  if (selecting && flags.writeBaseline === true) throw excludeEachOther('select', 'write-baseline')
  warmUp(invocation)
  const opened = await openProject(invocation)
  const only = selecting ? select(opened, invocation, 'list', await readState(opened, invocation)) : undefined
  if (only?.size === 0) invocation.events.emit('NoNodesSelected', {})
  const report = await checkProject(opened, invocation, { rules: flags.rules !== false, only })
  if (flags.writeBaseline === true) return await writeBaseline(report, invocation)
  invocation.events.emit('PrintEvent', { msg: checkText(report, (flags.output ?? 'text') as CheckOutput, invocation) })
  return { success: passes(report, invocation), value: checkJson(report) }
}

function passes({ fresh }: CheckReport, { flags }: Invocation): boolean {
  const { error, warning } = countsOf(fresh)
  return error === 0 && (warning === 0 || (flags.failOn !== 'warning' && flags.warnError !== true))
}

async function writeBaseline(report: CheckReport, invocation: Invocation) {
  const { all, baselineFile } = report
  await writeAtomic(baselineFile, [writtenBaseline(all)])
  const name = baselineFile.split(/[\\/]/).at(-1)
  const lines = [
    `${countText(all.length, 'finding')} written to ${baselineFile}`,
    `next: \`baseline: ${name}\` in the file of rules, or sluice check --baseline ${name}`,
  ]
  invocation.events.emit('PrintEvent', { msg: lines.join('\n') })
  return { success: true, value: checkJson({ ...report, fresh: [], known: all }) }
}

function hasWords(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0
}

/** After another command: the SQL of these nodes alone, without rules. */
export async function analyse(opened: OpenProject, invocation: Invocation, only: ReadonlySet<UniqueId>): Promise<boolean> {
  const failOn = invocation.flags.staticAnalysis === 'strict' ? 'warning' : 'error'
  return await told(opened, { ...invocation, flags: { ...invocation.flags, failOn } }, { rules: false, only })
}

/** Before another command: SQL and rules of these nodes. */
export async function checkSelected(opened: OpenProject, invocation: Invocation, only: ReadonlySet<UniqueId>): Promise<boolean> {
  return await told(opened, invocation, { rules: true, only })
}

async function told(opened: OpenProject, invocation: Invocation, options: CheckOptions): Promise<boolean> {
  const report = await checkProject(opened, invocation, options)
  invocation.events.emit('PrintEvent', { msg: checkText(report, 'text', invocation) })
  return passes(report, invocation)
}

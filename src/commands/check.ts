/** `check`: what is wrong in the SQL of the project, at the line of its template, without a warehouse. */
import type { CommandBody } from './command.js'
import { openProject } from './open-project.js'
import { understand } from './project-sql.js'

export const check: CommandBody = async (invocation) => {
  const opened = await openProject(invocation)
  const project = await understand(opened, invocation)
  const print = (msg: string) => invocation.events.emit('PrintEvent', { msg })
  for (const { location, severity, code, message, hint } of project.findings)
    print(`${location.file}:${location.line}:${location.column}  ${severity}  ${code}  ${message}${hint ? ` (${hint})` : ''}`)
  const errors = project.findings.filter((each) => each.severity === 'error').length
  print(`${project.nodes.size} nodes, ${errors} errors, ${project.findings.length - errors} others`)
  return { success: errors === 0, value: project }
}

/** `list`: the selection, one line a node, as selectors, names, paths or JSON. */
import { type ListOutput, listNodes } from '../select/index.js'
import type { CommandBody } from './command.js'
import { openProject } from './open-project.js'
import { select } from './selection.js'
import { readState } from './state.js'

export const list: CommandBody = async (invocation) => {
  const { flags, events } = invocation
  const opened = await openProject(invocation)
  const selected = select(opened, invocation, 'list', await readState(opened, invocation))
  if (selected.size === 0) events.emit('NoNodesSelected', {})
  const lines = listNodes(opened.manifest, selected, {
    output: flags.output as ListOutput | undefined,
    outputKeys: flags.outputKeys as readonly string[] | undefined,
  })
  for (const msg of lines) events.emit('PrintEvent', { msg })
  return { success: true, value: lines }
}

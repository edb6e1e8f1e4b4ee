/** `list`: the selection, one line a node, as selectors, names, paths or JSON. */
import { type ListOutput, listNodes } from '../select/index.js'
import type { CommandBody } from './command.js'
import { explained, leftOutLines } from './explain-state.js'
import { openProject } from './open-project.js'
import { select } from './selection.js'
import { readState } from './state.js'

export const list: CommandBody = async (invocation) => {
  const { flags, events } = invocation
  const opened = await openProject(invocation)
  const state = await readState(opened, invocation)
  const selected = select(opened, invocation, 'list', state)
  const why = flags.explain === true ? explained(opened, state, selected) : undefined
  if (selected.size === 0) events.emit('NoNodesSelected', {})
  const lines = listNodes(opened.manifest, selected, {
    output: flags.output as ListOutput | undefined,
    outputKeys: flags.outputKeys as readonly string[] | undefined,
    reasons: why?.selected,
  })
  const others = why && flags.output !== 'json' ? leftOutLines(opened, why.leftOut, flags.output as ListOutput | undefined) : []
  for (const msg of [...lines, ...others]) events.emit('PrintEvent', { msg })
  return { success: true, value: lines }
}

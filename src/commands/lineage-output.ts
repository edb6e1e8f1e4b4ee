/** How `lineage` prints: which format, how wide, in which colours. */
import type { Invocation } from '../core/invocation.js'
import type { LineageStyle } from '../lineage/index.js'
import { createStyle, wantsAscii, wantsColours } from '../report/index.js'

type LineageOutput = 'text' | 'json' | 'mermaid' | 'markdown'

export function outputOf({ output, json, mermaid }: Invocation['flags']): LineageOutput {
  if (json === true) return 'json'
  return mermaid === true ? 'mermaid' : ((output ?? 'text') as LineageOutput)
}

/** Into a pipe it is as wide as a file and a line number need. */
const pipeWidth = 120

export function styleOf({ terminal, env, flags }: Invocation): LineageStyle {
  const colours = wantsColours(terminal ?? { isTTY: false }, env, flags.useColors as boolean | undefined)
  const ascii = wantsAscii(env)
  const { paint } = createStyle(colours, ascii)
  return { paint, ascii, width: terminal?.isTTY ? terminal.columns() : pipeWidth }
}

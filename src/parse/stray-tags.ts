/** Tags between the blocks of a file that holds blocks only: they do nothing, and a later dbt refuses them. */
import type { Invocation } from '../core/invocation.js'
import type { FileEntry } from '../core/project.js'
import { type Block, scanBlocks } from '../jinja/index.js'

export function blocksOf(file: FileEntry, text: string, { events }: Invocation): Block[] {
  return scanBlocks({ text, file: file.shown }, (word, offset) => {
    const head = text.slice(0, offset)
    const location = { file: file.shown, line: head.split('\n').length, column: offset - head.lastIndexOf('\n') }
    const data = { msg: `Found unexpected '${word}' block tag.`, file: file.path }
    events.deprecated({ name: 'UnexpectedJinjaBlockDeprecation', data, location })
  })
}

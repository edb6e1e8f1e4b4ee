/**
 * Finds the blocks of a file — macros, tests, materializations, snapshots, docs — without parsing what is in them: only
 * comments, raw text, strings and the tags themselves are looked at, so an index of all macros costs milliseconds.
 */
import type { SluiceError } from '../core/error.js'
import { type Advice, syntaxError } from './errors.js'
import type { Block, BlockKind, TemplateSource } from './types.js'

const kinds: ReadonlySet<string> = new Set<BlockKind>(['macro', 'test', 'data_test', 'materialization', 'snapshot', 'docs'])
const opener = /\{#|\{\{|\{%[-+]?\s*([A-Za-z_]\w*)/g
const commentEnd = /#\}/g
const rawEnd = /\{%[-+]?\s*endraw\s*[-+]?%\}/g
/** To the end of a tag, over the strings in it. */
const tagEnd = /(?:[^'"%]|'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"|%(?!\}))*?%\}/y
const printEnd = /(?:[^'"}]|'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"|\}(?!\}))*\}\}/y
const header = /\s*([A-Za-z_]\w*)/y

interface Open {
  readonly kind: BlockKind
  readonly start: number
  readonly bodyStart: number
  readonly head: string
}

/** `onStray` hears of tags between the blocks: the word and its offset. */
export function scanBlocks(source: TemplateSource, onStray?: (word: string, offset: number) => void): Block[] {
  const { text } = source
  const blocks: Block[] = []
  let open: Open | null = null
  opener.lastIndex = 0
  for (let found = opener.exec(text); found; found = opener.exec(text)) {
    const [whole, word = ''] = found
    const end = endOf(source, found)
    opener.lastIndex = end
    if (open && word === `end${open.kind}`) {
      blocks.push(blockOf(source, open, found.index, end))
      open = null
    } else if (kinds.has(word)) {
      if (open) throw nested(source, open, found.index)
      open = { kind: word as BlockKind, start: found.index, bodyStart: end, head: text.slice(found.index + whole.length, end) }
    } else if (!open && word !== '') onStray?.(word, found.index)
  }
  if (open) throw neverClosed(source, open)
  return blocks
}

/** Where the thing that starts here ends: a comment, `{{ }}`, a raw block with its text, or a tag. */
function endOf(source: TemplateSource, found: RegExpExecArray): number {
  const { text } = source
  const from = found.index
  if (found[0] === '{#') return after(source, commentEnd, from + 2, from, 'this comment is never closed', '`#}`')
  if (found[0] === '{{') return after(source, printEnd, from + 2, from, 'this `{{` is never closed', '`}}`')
  const end = after(source, tagEnd, from + found[0].length, from, 'this `{%` is never closed', '`%}`')
  if (found[1] !== 'raw' || !/^\s*[-+]?%\}$/.test(text.slice(from + found[0].length, end))) return end
  return after(source, rawEnd, end, from, '`{% raw %}` is never closed', '`{% endraw %}`')
}

function after(source: TemplateSource, pattern: RegExp, from: number, start: number, message: string, expected: string): number {
  pattern.lastIndex = from
  if (pattern.test(source.text)) return pattern.lastIndex
  throw reject(source, start, message, { expected })
}

function blockOf(source: TemplateSource, open: Open, bodyEnd: number, end: number): Block {
  const { text } = source
  header.lastIndex = 0
  const name = header.exec(open.head)?.[1]
  if (name === undefined)
    throw reject(source, open.start, `this \`{% ${open.kind} %}\` has no name`, { expected: `\`{% ${open.kind} name %}\`` })
  const adapter = open.kind === 'materialization' ? adapterOf(open.head) : null
  return {
    kind: open.kind,
    name,
    macroName: macroName(open.kind, name, adapter),
    text: text.slice(open.start, end),
    body: text.slice(open.bodyStart, bodyEnd),
    ...placeOf(source, open.start),
    adapter,
    supportedLanguages: open.kind === 'materialization' ? languagesOf(open.head) : null,
  }
}

function macroName(kind: BlockKind, name: string, adapter: string | null): string {
  if (kind === 'test' || kind === 'data_test') return `test_${name}`
  return kind === 'materialization' ? `materialization_${name}_${adapter ?? 'default'}` : name
}

function adapterOf(head: string): string {
  return /\badapter\s*=\s*(['"])(.*?)\1/.exec(head)?.[2] ?? 'default'
}

function languagesOf(head: string): readonly string[] {
  const list = /\bsupported_languages\s*=\s*\[(.*?)\]/s.exec(head)?.[1]
  return list === undefined ? ['sql'] : Array.from(list.matchAll(/(['"])(.*?)\1/g), (found) => found[2] as string)
}

function placeOf(source: TemplateSource, offset: number): { readonly line: number; readonly column: number } {
  const before = source.text.slice(0, offset)
  const lines = before.split('\n').length - 1
  const column = offset - (before.lastIndexOf('\n') + 1)
  return { line: (source.line ?? 1) + lines, column: lines === 0 ? column + (source.column ?? 1) : column + 1 }
}

function reject(source: TemplateSource, offset: number, message: string, advice?: Advice): SluiceError {
  return syntaxError(message, { file: source.file, ...placeOf(source, offset) }, advice)
}

function nested(source: TemplateSource, open: Open, offset: number): SluiceError {
  const { line } = placeOf(source, open.start)
  return reject(source, offset, `a block starts inside the \`{% ${open.kind} %}\` of line ${line}`, {
    expected: `\`{% end${open.kind} %}\` first`,
  })
}

function neverClosed(source: TemplateSource, open: Open): SluiceError {
  return reject(source, open.start, `\`{% ${open.kind} %}\` is never closed`, { expected: `\`{% end${open.kind} %}\`` })
}

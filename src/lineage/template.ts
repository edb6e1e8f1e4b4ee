/**
 * Whether two templates differ in spaces and comments alone, so that whatever branch is taken the same SQL comes of both.
 * What cannot be told from the text alone counts as a difference.
 */

export function sameTemplate(one: string, other: string): boolean {
  if (one === other) return true
  const [a, b] = [wordsOf(one), wordsOf(other)]
  return a !== undefined && b !== undefined && a.length === b.length && a.every((word, index) => word === b[index])
}

/** Blocks whose text is a value: its spaces may be part of it. */
const captured = /\{%-?\+?\s*(raw|filter|call|endset)\b/
const pieces = [
  // What is dropped.
  /\{#[\s\S]*?#\}/y,
  /--(?:(?!\{\{|\{%|\{#)[^\n])*(?:\n|$)/y,
  /\/\*(?!\+)(?:(?!\{\{|\{%|\{#|\*\/)[\s\S])*\*\//y,
  /\s+/y,
  // What is kept as it is.
  /\{%[\s\S]*?%\}|\{\{[\s\S]*?\}\}/y,
  /'(?:[^'{\\]|'')*'|"(?:[^"{\\]|"")*"|`[^`{\\]*`/y,
  /[\p{L}\p{N}_$]+/uy,
  /[^'"`#\\]/y,
] as const
const dropped = 4
const block = 4

/** Undefined where the text has something that is not surely told apart: a string with a template inside, another kind of comment. */
function wordsOf(text: string): string[] | undefined {
  if (captured.test(text)) return undefined
  const words: string[] = []
  let at = 0
  let spaced = false
  let afterBlock = false
  while (at < text.length) {
    const found = pieceAt(text, at)
    if (!found || /^(\/\/|\/\*|--|\$\$|\{#)/.test(text.slice(at, at + 2)) !== found.index < dropped - 1) return undefined
    at += found.text.length
    if (found.index < dropped) {
      spaced = true
      continue
    }
    const isBlock = found.index === block
    // Beside a block a space may part two words or not.
    if (spaced && (isBlock || afterBlock)) words.push(' ')
    words.push(isBlock ? insideOf(found.text) : found.text)
    spaced = false
    afterBlock = isBlock
  }
  return words
}

function pieceAt(text: string, at: number): { readonly index: number; readonly text: string } | undefined {
  for (const [index, pattern] of pieces.entries()) {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found) return { index, text: found[0] }
  }
  return undefined
}

/** Spaces between the words of a block mean nothing; those in its strings do. */
function insideOf(text: string): string {
  return (text.match(/'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"|[\p{L}\p{N}_]+|\S/gu) ?? []).join('\u0000')
}

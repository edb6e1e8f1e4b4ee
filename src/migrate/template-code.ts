/** The code of a template with everything else blanked: SQL, comments, raw blocks and the insides of strings. Offsets stay. */

const raw = /\{%[-+]?\s*raw\s*[-+]?%\}[\s\S]*?\{%[-+]?\s*endraw\s*[-+]?%\}/y
const comment = /\{#[\s\S]*?(?:#\}|$)/y
const opening = /\{[{%]/y

export function templateCode(text: string): string {
  let code = ''
  let at = 0
  while (at < text.length) {
    const next = text.indexOf('{', at)
    if (next < 0) break
    code += blank(text.slice(at, next))
    at = next
    const skipped = matchAt(raw, text, at) ?? matchAt(comment, text, at)
    if (skipped) code += blank(skipped)
    else if (matchAt(opening, text, at)) code += expressionAt(text, at)
    else code += ' '
    at = code.length
  }
  return code + blank(text.slice(at))
}

/** From `{{` or `{%` to its end, strings emptied. */
function expressionAt(text: string, start: number): string {
  const close = text[start + 1] === '{' ? '}}' : '%}'
  let code = text.slice(start, start + 2)
  let at = start + 2
  while (at < text.length && !text.startsWith(close, at)) {
    const character = text[at] ?? ''
    const end = character === '"' || character === "'" ? endOfString(text, at) : at + 1
    code += end > at + 1 ? character + blank(text.slice(at + 1, end - 1)) + text.slice(end - 1, end) : character
    at = end
  }
  return code + text.slice(at, at + 2)
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === text[start]) return at + 1
  }
  return text.length
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ')
}

/** Line and column of an offset, from 1. */
export function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset)
  const lastBreak = before.lastIndexOf('\n')
  return { line: before.split('\n').length, column: offset - lastBreak }
}

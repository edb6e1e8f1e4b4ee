/** Text written by users inside Markdown of ours: it stays readable as it is, and cannot become markup, a row or a column. */

/** Marks that turn the direction of all that follows. */
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
const special = /`([^`|<>&\\\n]+)`|[\\`*[\]<>|~]|&(?=#?\w+;)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu

/** One line, as in a heading, a list or a cell of a table; plain code spans stay. */
export function inline(text: string): string {
  const line = text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(turning, (mark) => `U+${mark.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`)
  return line.replace(special, (found, code) => (code === undefined ? `&#${found.charCodeAt(0)};` : found))
}

/** Names as code where they are plain, so that they can be copied. */
export function nameText(name: string): string {
  return /^[\w.$ :()/-]+$/.test(name) && name.trim() === name && name !== '' ? `\`${name}\`` : inline(name)
}

export function link(text: string, path: string): string {
  return `[${inline(text)}](${path})`
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Links lead to the web, to a mail or to a place beside; nothing that runs. */
const unsafeLink = /\](?=\s*[(:]\s*(?!<?(?:https?:|mailto:|[^:&\\<>()\s]*(?:[\s)/#?]|$))))/gi

/** A description: its Markdown stays, within a quotation that it cannot end; HTML in it is text. */
export function quotation(text: string): string {
  const safe = text
    .trim()
    .replace(/<(?=[a-z/!?])/gi, '&lt;')
    .replace(unsafeLink, '\\]')
  return safe
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n')
}

/** Code in a fence longer than any it contains. */
export function fenced(code: string, language: string): string {
  const longest = (code.match(/`{3,}/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2)
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${code.replace(/\s+$/, '')}\n${fence}`
}

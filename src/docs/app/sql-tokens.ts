/** SQL and Jinja as coloured pieces: words for a reader's eye, no parse. */

export interface SqlToken {
  /** `keyword`, `comment`, `jinja`, `string`, `number`; empty: plain. */
  readonly kind: string
  readonly text: string
}

const keywords = new Set(
  'select from where and or not in is null as on join left right inner outer full cross group by order having limit offset with union all except intersect case when then else end distinct over partition between like ilike cast true false create table view insert into update delete merge using values exists qualify recursive lateral asc desc'.split(
    ' ',
  ),
)

const pattern =
  /(--[^\n]*|\/\*[\s\S]*?\*\/|\{#[\s\S]*?#\})|(\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\})|('(?:[^']|'')*')|([A-Za-z_]\w*)|(\d+(?:\.\d+)?)/g
const kinds = ['comment', 'jinja', 'string', 'keyword', 'number']

export function sqlTokens(text: string): SqlToken[] {
  const tokens: SqlToken[] = []
  let last = 0
  for (const match of text.matchAll(pattern)) {
    const kind = kinds[match.slice(1).findIndex((part) => part !== undefined)] ?? ''
    if (kind === 'keyword' && !keywords.has(match[0].toLowerCase())) continue
    if (match.index > last) tokens.push({ kind: '', text: text.slice(last, match.index) })
    tokens.push({ kind, text: match[0] })
    last = match.index + match[0].length
  }
  if (last < text.length) tokens.push({ kind: '', text: text.slice(last) })
  return tokens
}

/** The same, by line; a token over several lines is one on each. */
export function sqlLines(text: string): readonly (readonly SqlToken[])[] {
  const lines: SqlToken[][] = [[]]
  for (const { kind, text: whole } of sqlTokens(text))
    for (const [at, part] of whole.split('\n').entries()) {
      if (at > 0) lines.push([])
      if (part !== '') lines.at(-1)?.push({ kind, text: part })
    }
  return lines
}

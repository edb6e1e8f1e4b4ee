/** A template cut into text, tags and comments. Unlike the engine's own reader it takes text that is being typed. */

export interface Region {
  readonly kind: 'text' | 'expression' | 'statement' | 'comment'
  readonly start: number
  readonly end: number
  /** The code between the marks; the region itself for text. */
  readonly inner: { readonly start: number; readonly end: number }
}

const kinds = { '{{': 'expression', '{%': 'statement', '{#': 'comment' } as const
const ends = { '{{': '}}', '{%': '%}', '{#': '#}' } as const
type Mark = keyof typeof kinds

/** All of the text, in order. A tag without an end goes to the end of its line, or to the next tag. */
export function regionsOf(text: string): Region[] {
  const regions: Region[] = []
  let from = 0
  for (let at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at)) {
    const mark = text.slice(at, at + 2)
    if (!(mark in kinds)) {
      at++
      continue
    }
    if (at > from) regions.push(plain(from, at))
    const region = tagFrom(text, at, mark as Mark)
    regions.push(region)
    from = region.end
    at = region.end
  }
  if (from < text.length || regions.length === 0) regions.push(plain(from, text.length))
  return regions
}

function plain(start: number, end: number): Region {
  return { kind: 'text', start, end, inner: { start, end } }
}

function tagFrom(text: string, start: number, mark: Mark): Region {
  const close = mark === '{#' ? text.indexOf('#}', start + 2) : endOfCode(text, start + 2, ends[mark])
  const end = close < 0 ? unclosedEnd(text, start) : close + 2
  const inside = text.slice(start + 2, close < 0 ? end : close)
  const lead = /^[-+]/.test(inside) ? 1 : 0
  const tail = close >= 0 && inside.length > lead && /[-+]$/.test(inside) ? 1 : 0
  const inner = { start: start + 2 + lead, end: (close < 0 ? end : close) - tail }
  return { kind: kinds[mark], start, end, inner }
}

function unclosedEnd(text: string, start: number): number {
  const line = text.indexOf('\n', start)
  const next = /\{[{%#]/.exec(text.slice(start + 2))
  const ends_ = [line < 0 ? text.length : line, next ? start + 2 + next.index : text.length]
  const end = Math.min(...ends_)
  return text[end - 1] === '\r' ? end - 1 : end
}

/** Offset of the mark that ends a tag, over strings and braces; -1 where another tag starts first. */
function endOfCode(text: string, from: number, mark: string): number {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    const letter = text[at] as string
    if (letter === '"' || letter === "'") at = endOfString(text, at)
    else if (depth === 0 && letter === mark[0] && text[at + 1] === '}') return at
    else if (letter === '{') {
      if (text[at + 1] === '%' || text[at + 1] === '#' || text[at + 1] === '{') return -1
      depth++
    } else if (letter === '}') depth = Math.max(0, depth - 1)
  }
  return -1
}

/** Offset of the closing quote; a quote that is alone on its line stands for itself. */
function endOfString(text: string, start: number): number {
  const quote = text[start]
  for (let at = start + 1; at < text.length && text[at] !== '\n'; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === quote) return at
  }
  return start
}

/** The region that holds the offset: behind `{{` and before `}}` it is the tag. */
export function regionAt(regions: readonly Region[], offset: number): Region | undefined {
  const inside = regions.find((region) => region.kind !== 'text' && region.inner.start <= offset && offset <= region.inner.end)
  return inside ?? regions.find((region) => region.start <= offset && offset < region.end) ?? regions.at(-1)
}

/** The words of a template's SQL. Tags that print something are words of their own; other tags and comments are not there. */
import { type Region, regionsOf } from '../text/regions.js'

export interface SqlToken {
  readonly kind: 'name' | 'quoted' | 'string' | 'number' | 'mark' | 'tag'
  /** A quoted name's without its quotes. */
  readonly text: string
  /** Lower case, for key words; empty for what is none. */
  readonly word: string
  readonly start: number
  readonly end: number
  /** Of a tag. */
  readonly region?: Region
}

export interface SqlGroup {
  readonly kind: 'group'
  readonly word: ''
  readonly start: number
  /** Behind the closing bracket; the end of the text where there is none. */
  readonly end: number
  readonly closed: boolean
  readonly nodes: readonly SqlNode[]
}

export type SqlNode = SqlToken | SqlGroup

const pattern =
  /\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^'\n]|'')*(?:'|(?=\n|$))|"(?:[^"\n]|"")*(?:"|(?=\n|$))|`[^`\n]*(?:`|(?=\n|$))|[\p{L}_][\p{L}\p{N}_$]*|\d[\w.]*|::|[^\s]/uy

export function sqlTokens(text: string, regions: readonly Region[] = regionsOf(text)): SqlToken[] {
  const tokens: SqlToken[] = []
  const tags = regions.filter((region) => region.kind !== 'text')
  let at = 0
  let next = 0
  while (at < text.length) {
    while ((tags[next]?.end ?? text.length) <= at && next < tags.length) next++
    const tag = tags[next]
    if (tag && tag.start <= at) {
      if (tag.kind === 'expression')
        tokens.push({ kind: 'tag', text: text.slice(tag.start, tag.end), word: '', start: tag.start, end: tag.end, region: tag })
      at = tag.end
      continue
    }
    pattern.lastIndex = at
    const [found = text[at] as string] = pattern.exec(text) ?? []
    const end = reach(found, at, tag)
    const token = tokenOf(text.slice(at, end), at)
    if (token) tokens.push(token)
    at = end
  }
  return tokens
}

/** A comment or string may hold tags, a mark or name ends where one begins. */
function reach(found: string, at: number, tag: Region | undefined): number {
  const end = at + found.length
  if (!tag || tag.start >= end || /^(?:--|\/\*|['"`])/.test(found)) return end
  return Math.max(at + 1, tag.start)
}

function tokenOf(text: string, start: number): SqlToken | undefined {
  const [first = ''] = text
  const place = { start, end: start + text.length }
  if (/^\s|^--|^\/\*/.test(text)) return undefined
  if (first === "'") return { kind: 'string', text, word: '', ...place }
  if (first === '"' || first === '`')
    return { kind: 'quoted', text: text.slice(1, text.endsWith(first) && text.length > 1 ? -1 : undefined), word: '', ...place }
  if (/^[\p{L}_]/u.test(first)) return { kind: 'name', text, word: text.toLowerCase(), ...place }
  if (/^\d/.test(first)) return { kind: 'number', text, word: '', ...place }
  return { kind: 'mark', text, word: text, ...place }
}

/** Tokens with round brackets as nodes of their own. */
export function grouped(tokens: readonly SqlToken[], end: number): SqlNode[] {
  const stack: { readonly start: number; readonly nodes: SqlNode[] }[] = [{ start: 0, nodes: [] }]
  const close = (at: number, closed: boolean) => {
    const group = stack.pop()
    if (group) stack.at(-1)?.nodes.push({ kind: 'group', word: '', start: group.start, end: at, closed, nodes: group.nodes })
  }
  for (const token of tokens) {
    if (token.kind === 'mark' && token.text === '(') stack.push({ start: token.start, nodes: [] })
    else if (token.kind === 'mark' && token.text === ')') {
      if (stack.length > 1) close(token.end, true)
    } else stack.at(-1)?.nodes.push(token)
  }
  while (stack.length > 1) close(end, false)
  return stack[0]?.nodes ?? []
}

export function isName(node: SqlNode | undefined): node is SqlToken {
  return node?.kind === 'name' || node?.kind === 'quoted'
}

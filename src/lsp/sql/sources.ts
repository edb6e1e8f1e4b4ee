/** The relations a select reads: tags (`{{ ref('x') }}`), names, queries in brackets, each with its alias. */
import { readPath } from './items.js'
import type { SqlCte, SqlQuery, SqlSelect, SqlSource } from './model.js'
import { isName, type SqlGroup, type SqlNode, type SqlToken } from './tokens.js'

interface Around {
  /** Reads what stands in brackets, where it is a query. */
  readonly reader: { group(group: SqlGroup, outer: SqlSelect | undefined, visible: readonly SqlCte[]): SqlQuery | undefined }
  readonly outer: SqlSelect | undefined
  readonly visible: readonly SqlCte[]
}

const joinWords = new Set(
  'join left right full inner outer cross natural asof semi anti positional lateral on using pivot unpivot tablesample where as of for at'.split(
    ' ',
  ),
)

export function readSources(nodes: readonly SqlNode[], around: Around): SqlSource[] {
  const sources: SqlSource[] = []
  let at = 0
  while (at < nodes.length) {
    while (nodes[at]?.word === 'lateral' || nodes[at]?.word === 'only') at++
    const read = readSource(nodes, at, around)
    if (read) sources.push(...read.sources)
    at = read?.next ?? at
    while (at < nodes.length && nodes[at]?.word !== ',' && nodes[at]?.word !== 'join') at++
    at++
  }
  return sources
}

interface Read {
  readonly sources: readonly SqlSource[]
  readonly next: number
}

function readSource(nodes: readonly SqlNode[], at: number, around: Around): Read | undefined {
  const node = nodes[at]
  if (!node) return undefined
  const plain = { start: node.start, tag: undefined, path: [], cte: undefined, query: undefined, group: undefined }
  if (node.kind === 'tag') return withAlias(nodes, at + 1, { ...plain, end: node.end, tag: node })
  if (node.kind === 'group') {
    const query = around.reader.group(node, around.outer, around.visible)
    if (query) return withAlias(nodes, at + 1, { ...plain, end: node.end, query, group: node })
    return { sources: readSources(node.nodes, around), next: at + 1 }
  }
  const { path, next } = readPath(nodes, at)
  const last = path.at(-1)
  if (!last || joinWords.has(last.word)) return undefined
  // A function that gives rows: its columns are its own affair.
  const end = nodes[next]?.kind === 'group' ? next + 1 : next
  const cte = path.length === 1 && end === next ? cteNamed(around.visible, last.text) : undefined
  return withAlias(nodes, end, { ...plain, end: nodes[end - 1]?.end ?? last.end, path: end === next ? path : [], cte }, last)
}

export function cteNamed(visible: readonly SqlCte[], name: string): SqlCte | undefined {
  return visible.findLast((cte) => cte.name.text.toLowerCase() === name.toLowerCase())
}

function withAlias(nodes: readonly SqlNode[], at: number, source: Omit<SqlSource, 'alias'>, own?: SqlToken): Read {
  const named = nodes[at]?.word === 'as' ? at + 1 : at
  const alias = nodes[named]
  if (!isName(alias) || joinWords.has(alias.word)) return { sources: [{ ...source, alias: own }], next: at }
  return { sources: [{ ...source, end: alias.end, alias }], next: named + 1 }
}

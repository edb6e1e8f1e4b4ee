/** The items of a select: what each is called, and whether it is a column as it is. */
import { isName, type SqlNode, type SqlToken } from './tokens.js'

export interface SqlItem {
  readonly start: number
  readonly end: number
  /** Undefined where the warehouse makes the name up. */
  readonly name: SqlToken | undefined
  /** Of an item that is a column and nothing else, or a star: `t.a`, `t.*`. */
  readonly path: readonly SqlToken[]
  readonly star: boolean
  /** Lower case; of a star. */
  readonly without: ReadonlySet<string>
}

const none: ReadonlySet<string> = new Set()

export function readItems(nodes: readonly SqlNode[]): SqlItem[] {
  const items: SqlItem[] = []
  let own: SqlNode[] = []
  for (const node of [...nodes, undefined]) {
    if (node && node.word !== ',') {
      own.push(node)
      continue
    }
    const item = itemOf(withoutDistinct(own))
    if (item) items.push(item)
    own = []
  }
  return items
}

function withoutDistinct(nodes: readonly SqlNode[]): readonly SqlNode[] {
  if (nodes[0]?.word === 'all') return nodes.slice(1)
  if (nodes[0]?.word !== 'distinct') return nodes
  return nodes[1]?.word === 'on' ? nodes.slice(3) : nodes.slice(1)
}

function itemOf(nodes: readonly SqlNode[]): SqlItem | undefined {
  const [first] = nodes
  const last = nodes.at(-1)
  if (!first || !last) return undefined
  const place = { start: first.start, end: last.end }
  const { path, next } = readPath(nodes, 0)
  if (nodes[next]?.word === '*' && (next === 0 || nodes[next - 1]?.word === '.'))
    return { ...place, name: undefined, path, star: true, without: excluded(nodes.slice(next + 1)) }
  const alias = aliasOf(nodes)
  const whole = path.length > 0 && (next === nodes.length || alias !== undefined) && isBare(nodes, next, alias)
  const cast = path.length > 0 && nodes[next]?.word === '::' && nodes.length <= next + 3
  return { ...place, name: alias ?? (whole || cast ? path.at(-1) : undefined), path: whole ? path : [], star: false, without: none }
}

/** Nothing stands between the path and its alias. */
function isBare(nodes: readonly SqlNode[], next: number, alias: SqlToken | undefined): boolean {
  if (next === nodes.length) return true
  return nodes[next] === alias || (nodes[next]?.word === 'as' && nodes[next + 1] === alias)
}

/** `a.b.c` from an index on; a dot at its end belongs to it. */
export function readPath(nodes: readonly SqlNode[], from: number): { readonly path: readonly SqlToken[]; readonly next: number } {
  const path: SqlToken[] = []
  let at = from
  while (isName(nodes[at])) {
    path.push(nodes[at] as SqlToken)
    at++
    const dot = nodes[at]
    if (dot?.word !== '.') break
    at++
    // What stands apart from the dot is another word.
    if (nodes[at] && nodes[at]?.start !== dot.end) break
  }
  return { path, next: at }
}

const noAlias = new Set([
  'end',
  'null',
  'true',
  'false',
  'desc',
  'asc',
  'and',
  'or',
  'not',
  'is',
  'between',
  'in',
  'like',
  'then',
  'else',
  'when',
  'case',
])

function aliasOf(nodes: readonly SqlNode[]): SqlToken | undefined {
  const last = nodes.at(-1)
  const before = nodes.at(-2)
  if (!isName(last) || !before) return undefined
  if (before.word === 'as') return last
  if (noAlias.has(last.word) || (noAlias.has(before.word) && before.word !== 'end' && before.word !== 'null')) return undefined
  return before.kind === 'mark' ? undefined : last
}

function excluded(nodes: readonly SqlNode[]): ReadonlySet<string> {
  const [word, group] = nodes
  if (word?.word !== 'exclude' && word?.word !== 'except') return none
  const names = group?.kind === 'group' ? group.nodes : [group]
  return new Set(names.filter(isName).map((name) => name.text.toLowerCase()))
}

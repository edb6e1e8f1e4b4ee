/** What was cut out of a text put back into its tree, and the places of a changed text led back to the text itself. */
import type { Expression, Query, Span } from '../ir.js'

type Node = Record<string, unknown>

/** Puts each part where its name stands; false where a name stands nowhere. */
export function graft(queries: Query[], parts: ReadonlyMap<string, Query | Expression>): boolean {
  const found = new Set<string>()
  const replacing = (value: unknown): unknown => {
    const name = cutName(value)
    const part = name === undefined ? undefined : parts.get(name)
    if (part) found.add(name as string)
    return part ?? value
  }
  eachNode(queries, (node) => {
    for (const [key, value] of Object.entries(node)) {
      const part = replacing(value)
      if (part !== value) node[key] = part
    }
  })
  return found.size === parts.size
}

/** `select _c0_`, or the name alone. */
function cutName(value: unknown): string | undefined {
  if (!isNode(value)) return undefined
  if (value.kind === 'column') return onlyName(value)
  if (value.kind !== 'select' || !Array.isArray(value.items) || !Array.isArray(value.from)) return undefined
  const [item, ...others] = value.items as readonly Node[]
  const alone = item?.kind === 'expression' && others.length === 0 && value.from.length === 0
  return alone && isNode(item.value) && item.value.kind === 'column' ? onlyName(item.value) : undefined
}

function onlyName({ path }: Node): string | undefined {
  const [name, ...others] = path as readonly { readonly text: string }[]
  return others.length === 0 ? name?.text : undefined
}

/** `back` leads an offset of the text that was read to one of `sql`. */
export function moveBack(queries: readonly Query[], sql: string, back: (offset: number) => number): void {
  eachNode(queries, (node) => {
    if (typeof node.start === 'number' && typeof node.end === 'number') {
      node.start = back(node.start)
      node.end = back(node.end)
    }
  })
  textsAgain(queries, sql)
}

/** What an item keeps of the text, read from the text as it is. */
export function textsAgain(queries: readonly Query[], sql: string): void {
  eachNode(queries, (node) => {
    if (typeof node.sql !== 'string' || !isNode(node.span)) return
    const { start, end } = node.span as unknown as Span
    node.sql = sql.slice(start, end)
  })
}

/** Every object below, once; without recursion, because trees are deep here. */
function eachNode(root: unknown, visit: (node: Node) => void): void {
  const seen = new Set<unknown>()
  const waiting: unknown[] = [root]
  while (waiting.length > 0) {
    const value = waiting.pop()
    if (typeof value !== 'object' || value === null || seen.has(value)) continue
    seen.add(value)
    if (!(value instanceof Map)) visit(value as Node)
    for (const each of value instanceof Map ? value.values() : Object.values(value)) waiting.push(each)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

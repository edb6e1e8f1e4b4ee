/** Python's `pprint.pformat`: what does not fit into 80 columns is broken, one item a line. */
import { PySet } from './containers.js'
import { dictEntries } from './dicts.js'
import { dictRepr, repr } from './text.js'
import { compareValues } from './truth.js'
import { isDict, Tuple, typeName } from './values.js'

const lineWidth = 80

interface Room {
  /** Column the value starts at. */
  readonly indent: number
  /** Characters that must fit behind it: closing brackets, a comma. */
  readonly after: number
}

export function prettyText(value: unknown): string {
  return pretty(value, { indent: 0, after: 0 })
}

function pretty(value: unknown, room: Room): string {
  const line = flat(value)
  if (line.length <= lineWidth - room.indent - room.after) return line
  if (isDict(value))
    return `{${dictLines(
      sorted(dictEntries(value), ([key]) => key),
      room,
    )}}`
  if (value instanceof Tuple) return value.length === 1 ? `(${lines(value, room, 2)},)` : `(${lines(value, room)})`
  if (Array.isArray(value)) return `[${lines(value, room)}]`
  if (value instanceof PySet && value.size > 0)
    return `{${lines(
      sorted([...value], (member) => member),
      room,
    )}}`
  return typeof value === 'string' ? textLines(value, room) : line
}

/** On one line, with sorted keys. */
function flat(value: unknown): string {
  if (isDict(value))
    return dictRepr(
      sorted(dictEntries(value), ([key]) => key),
      flat,
    )
  if (value instanceof Tuple) return value.length === 1 ? `(${flat(value[0])},)` : `(${value.map(flat).join(', ')})`
  return Array.isArray(value) ? `[${value.map(flat).join(', ')}]` : repr(value)
}

/** What has no order among itself goes by type, then stays as it is. */
function sorted<T>(items: readonly T[], key: (item: T) => unknown): T[] {
  return [...items].sort((left, right) => {
    const [a, b] = [key(left), key(right)]
    try {
      return compareValues(a, b, '<')
    } catch {
      return compareValues(typeName(a), typeName(b), '<')
    }
  })
}

function lines(items: readonly unknown[], { indent, after }: Room, close = 1): string {
  const last = items.length - 1
  const shown = items.map((item, index) => pretty(item, { indent: indent + 1, after: index === last ? after + close : 1 }))
  return shown.join(`,\n${' '.repeat(indent + 1)}`)
}

function dictLines(entries: readonly (readonly [unknown, unknown])[], { indent, after }: Room): string {
  const last = entries.length - 1
  const shown = entries.map(([key, value], index) => {
    const name = flat(key)
    return `${name}: ${pretty(value, { indent: indent + 1 + name.length + 2, after: index === last ? after + 1 : 1 })}`
  })
  return shown.join(`,\n${' '.repeat(indent + 1)}`)
}

/** A long text becomes several literals, broken at line ends and blanks; in parentheses where nothing else encloses it. */
function textLines(value: string, { indent, after }: Room): string {
  const alone = indent === 0
  const [start, behind] = alone ? [indent + 1, after + 1] : [indent, after]
  const parts = value.match(/[^\n]*\n|[^\n]+/g) ?? []
  const chunks = parts.flatMap((part, index) => wordChunks(part, lineWidth - start, index === parts.length - 1 ? behind : 0))
  if (chunks.length <= 1) return repr(value)
  const text = chunks.map(repr).join(`\n${' '.repeat(start)}`)
  return alone ? `(${text})` : text
}

function wordChunks(line: string, width: number, behind: number): string[] {
  if (repr(line).length <= width - behind) return [line]
  const chunks: string[] = []
  const words = line.match(/\S*\s*/g)?.filter((word) => word !== '') ?? []
  let current = ''
  words.forEach((word, index) => {
    const room = index === words.length - 1 ? width - behind : width
    if (current !== '' && repr(current + word).length > room) {
      chunks.push(current)
      current = ''
    }
    current += word
  })
  return current === '' ? chunks : [...chunks, current]
}

/**
 * Lineage as a tree for a terminal: one line a hop with how it gets there, what it is and where it is written, and below it
 * how it is computed where that says more than the name.
 */
import type { AnswerColumn, AnswerCounts, Answered, AnswerNode, LineageAnswer, OwnColumn } from '../answer.js'
import { endOf, type Link, type Point, pointKey, type Walk } from '../graph.js'
import type { ColumnStep } from '../model.js'

type Painter = (text: string) => string

export interface LineageStyle {
  readonly paint: Readonly<Record<'bold' | 'dim' | 'cyan' | 'yellow' | 'red' | 'green', Painter>>
  readonly ascii: boolean
  /** Cells of a line. */
  readonly width: number
}

interface Lines {
  readonly branch: string
  readonly last: string
  readonly through: string
  readonly ellipsis: string
  readonly above: string
}

const boxes: Lines = { branch: '├─ ', last: '└─ ', through: '│  ', ellipsis: '…', above: '↑ above' }
const plain: Lines = { branch: '|- ', last: '`- ', through: '|  ', ellipsis: '...', above: '^ above' }

export function lineageText({ answer, walks, own }: Answered, style: LineageStyle): string {
  const drawing = new Drawing(answer, style)
  const starts = answer.asked.map((start) => {
    const trees = walks.filter((walk) => pointKey(walk.start) === pointKey(start))
    const columns = start.column === null ? drawing.columns(own.get(start.node) ?? []) : []
    return [...drawing.head(start), ...columns, ...trees.flatMap((walk) => drawing.tree(walk))].join('\n')
  })
  return [...starts, totals(answer)].join('\n\n')
}

class Drawing {
  readonly #nodes: ReadonlyMap<string, AnswerNode>
  readonly #columns: ReadonlyMap<string, AnswerColumn>
  readonly #style: LineageStyle
  readonly #lines: Lines

  constructor(answer: LineageAnswer, style: LineageStyle) {
    this.#nodes = new Map(answer.nodes.map((node) => [node.id, node]))
    this.#columns = new Map(answer.columns.map((column) => [pointKey(column), column]))
    this.#style = style
    this.#lines = style.ascii ? plain : boxes
  }

  head(start: Point): string[] {
    const type = this.#columns.get(pointKey(start))?.type
    const name = `${this.#style.paint.bold(this.#name(start))}${type ? this.#style.paint.dim(`  ${type}`) : ''}`
    return [this.#placed(name, start), ...this.#expression(start, '')]
  }

  /** A line for each column of a node: its type and what it is directly made of. */
  columns(own: readonly OwnColumn[]): string[] {
    if (own.length === 0) return []
    const { paint, width } = this.#style
    const names = widest(own.map(({ name }) => name))
    const types = widest(own.map(({ type }) => type ?? ''))
    const lines = own.map(({ name, type, links }) => {
      const start = `   ${name.padEnd(names)}  ${(type ?? '').padEnd(types)}`
      const inputs = links.map((link) => `${link.kind === 'table' ? 'reads' : link.kind} ${this.#name(link.from)}`).join(', ')
      const room = Math.max(24, width - start.length - 2)
      const shown = inputs.length > room ? `${inputs.slice(0, room - this.#lines.ellipsis.length)}${this.#lines.ellipsis}` : inputs
      return `${start}  ${paint.dim(shown)}`.trimEnd()
    })
    return [paint.cyan('columns'), ...lines]
  }

  tree(walk: Walk): string[] {
    const { paint } = this.#style
    const lines = [paint.cyan(walk.direction === 'up' ? 'made of' : 'goes into')]
    if (walk.links.length === 0) return [...lines, `${this.#lines.last}${paint.dim(this.#nothing(walk))}`]
    const next = followed(walk)
    const drawn = new Set([pointKey(walk.start)])
    // A stack of our own: a chain of ten thousand models is deeper than the one of the language.
    const shaped = new Set([walk.start.node])
    const open = branches(next.get(pointKey(walk.start)) ?? [], '')
    for (let branch = open.pop(); branch; branch = open.pop()) {
      const point = endOf(branch.link, walk.direction)
      const key = pointKey(point)
      const below = next.get(key) ?? []
      const again = drawn.has(key) && below.length > 0
      lines.push(this.#placed(this.#label(branch, point, again), point))
      if (again) continue
      drawn.add(key)
      const inner = `${branch.prefix}${branch.isLast ? '   ' : this.#lines.through}`
      lines.push(...this.#expression(point, `${inner}${below.length > 0 ? this.#lines.through : '   '}`))
      open.push(...branches(unshaped(below, point.node, shaped), inner))
    }
    return lines
  }

  #label({ link, prefix, isLast }: Branch, point: Point, again: boolean): string {
    const mark = again ? `  ${this.#style.paint.dim(this.#lines.above)}` : ''
    return `${prefix}${isLast ? this.#lines.last : this.#lines.branch}${this.#kind(link, point)}${this.#name(point)}${mark}`
  }

  #nothing({ start, direction }: Walk): string {
    const node = this.#nodes.get(start.node)
    if (direction === 'down') return 'nothing that is known'
    if (node?.resource_type === 'source' || node?.resource_type === 'seed') return `nothing: it is a ${node.resource_type}`
    return 'no column: a constant, or a count of rows'
  }

  #kind(link: Link, point: Point): string {
    const kind =
      link.kind === 'rows'
        ? link.effects.join('+')
        : link.kind === 'table'
          ? (this.#nodes.get(point.node)?.resource_type ?? 'table')
          : link.kind
    const paint =
      link.kind === 'aggregate' || link.kind === 'window' || link.kind === 'derive' ? this.#style.paint.yellow : this.#style.paint.dim
    return `${paint(kind.padEnd(11))}  `
  }

  #name({ node, column }: Point): string {
    const known = this.#nodes.get(node)
    const name = known?.name ?? node
    if (column !== null) return `${name}.${column}`
    return known?.resource_type === 'exposure' && known.owners.length > 0 ? `${name} (${known.owners.join(', ')})` : name
  }

  /** With the place at the right edge; where both do not fit, the folders go first. */
  #placed(label: string, point: Point): string {
    const at = point.column === null ? this.#nodes.get(point.node) : this.#columns.get(pointKey(point))
    if (!at?.file) return label
    const used = visible(label)
    const room = this.#style.width - used - 2
    const whole = `${at.file}:${at.line}`
    const place = whole.length <= room ? whole : `${this.#lines.ellipsis}/${whole.slice(whole.lastIndexOf('/') + 1)}`
    return `${label}${' '.repeat(Math.max(2, this.#style.width - used - visible(place)))}${this.#style.paint.dim(place)}`
  }

  /** The steps that do something; a bare name says nothing that the tree does not. */
  #expression(point: Point, prefix: string): string[] {
    const steps = this.#columns.get(pointKey(point))?.expression ?? []
    const room = Math.max(24, this.#style.width - visible(prefix) - 4)
    return steps
      .filter(({ sql }) => !isName(sql))
      .flatMap((step) => {
        const lines = wrapped(stepText(step), room, this.#lines.ellipsis)
        return lines.map((line, at) => `${prefix}${this.#style.paint.dim(`${at === 0 ? '=' : ' '} ${line}`)}`)
      })
  }
}

function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, text.length), 0)
}

/** What shapes the rows of a node is drawn at the first of its columns. */
function unshaped(links: readonly Link[], node: string, shaped: Set<string>): readonly Link[] {
  if (shaped.has(node)) return links.filter(({ kind }) => kind !== 'rows')
  if (links.some(({ kind }) => kind === 'rows')) shaped.add(node)
  return links
}

interface Branch {
  readonly link: Link
  readonly prefix: string
  readonly isLast: boolean
}

/** The first on top. */
function branches(links: readonly Link[], prefix: string): Branch[] {
  return links.map((link, at) => ({ link, prefix, isLast: at === links.length - 1 })).reverse()
}

/** The links of a walk by the point they lead on from. */
function followed({ links, direction }: Walk): ReadonlyMap<string, readonly Link[]> {
  const next = new Map<string, Link[]>()
  for (const link of links) {
    const key = pointKey(direction === 'up' ? link.to : link.from)
    const known = next.get(key)
    if (known) known.push(link)
    else next.set(key, [link])
  }
  return next
}

function isName(sql: string): boolean {
  return /^(?:[\w$]+|"[^"]*"|`[^`]*`)(?:\s*\.\s*(?:[\w$]+|"[^"]*"|`[^`]*`))*$/.test(sql.trim())
}

export function stepText({ within, sql }: ColumnStep): string {
  const text = sql.replace(/\s+/g, ' ').trim()
  return within === null ? text : `${within}: ${text}`
}

const mostLines = 4

function wrapped(text: string, width: number, ellipsis: string): string[] {
  const lines: string[] = []
  let rest = text
  while (rest.length > width && lines.length < mostLines - 1) {
    const space = rest.lastIndexOf(' ', width)
    const end = space > width / 3 ? space : width
    lines.push(rest.slice(0, end))
    rest = rest.slice(end).trimStart()
  }
  lines.push(rest.length > width ? `${rest.slice(0, width - ellipsis.length)}${ellipsis}` : rest)
  return lines
}

const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g')

function visible(text: string): number {
  return text.replace(escapes, '').length
}

function totals(answer: LineageAnswer): string {
  const byColumn = answer.asked.some(({ column }) => column !== null)
  const lines = [answer.up && totalOf(answer.up, 'up', byColumn), answer.down && totalOf(answer.down, 'down', byColumn)]
  return lines.filter((line) => line !== null).join('\n')
}

function totalOf({ hops, columns, nodes, ends }: AnswerCounts, direction: 'up' | 'down', byColumn: boolean): string {
  const kinds = Object.entries(nodes).map(([type, number]) => count(number, type.replaceAll('_', ' ')))
  const last = direction === 'up' ? count(ends, byColumn ? 'source column' : 'source') : count(ends, 'last reader')
  const reached = [...(byColumn ? [count(columns, 'column')] : []), ...kinds]
  return `${direction}: ${[count(hops, 'hop'), ...(hops > 0 ? [reached.join(', '), last] : [])].join('; ')}`
}

function count(number: number, word: string): string {
  const many = word.endsWith('s') ? word : `${word.replace(/y$/, 'ie')}s`
  return `${number} ${number === 1 ? word : many}`
}

/** Colour by …: classes of nodes, each with a letter, so that colour alone never tells. */
import type { NodeStatus, RunsBlock, SiteNode } from '../../model/index.js'
import { formatBytes, formatCount, formatSeconds } from '../parts/formats.js'
import { worstStatus } from '../parts/status.js'

export const colourings = {
  type: 'Type',
  status: 'Status',
  materialized: 'Materialization',
  folder: 'Folder',
  group: 'Owner',
  tag: 'Tag',
  access: 'Access',
  seconds: 'Duration',
  rows: 'Rows',
  bytes: 'Bytes',
  cost: 'Cost',
  freshness: 'Freshness',
} as const
export type ColourBy = keyof typeof colourings

export interface ColourClass {
  readonly label: string
  readonly letter: string
  /** Name of a CSS variable, without its dashes. */
  readonly colour: string
  readonly count: number
}

export interface Colouring {
  readonly classes: readonly ColourClass[]
  /** Of each place the position of its class. */
  readonly of: readonly number[]
  /** What is missing when no node has a value. */
  readonly empty: string
}

interface Kind {
  readonly key: string
  readonly label: string
  readonly letter: string
  readonly colour: string
}

export function colouringOf(nodes: readonly SiteNode[], by: ColourBy, runs: RunsBlock | null | undefined): Colouring {
  if (by === 'type') return sorted(nodes, types, (node) => node.type)
  if (by === 'status') return sorted(nodes, statuses, worstStatus)
  if (by === 'freshness')
    return sorted(nodes, freshness, (node) => node.freshness, 'No freshness of sources is known: sluice source freshness')
  if (by === 'seconds' || by === 'rows' || by === 'bytes' || by === 'cost') return measured(nodes, by, runs)
  return named(nodes, by)
}

const types: readonly Kind[] = [
  ['source', 'Source', 'S'],
  ['seed', 'Seed', 'D'],
  ['snapshot', 'Snapshot', 'H'],
  ['model', 'Model', 'M'],
  ['exposure', 'Exposure', 'E'],
  ['metric', 'Metric', 'K'],
  ['semantic_model', 'Semantic model', 'N', 'semantic'],
  ['saved_query', 'Saved query', 'Q', 'semantic'],
  ['analysis', 'Analysis', 'A'],
  ['function', 'Function', 'F'],
].map(([key = '', label = '', letter = '', colour = key]) => ({ key, label, letter, colour }))

const status = (words: Readonly<Record<NodeStatus, string>>): Kind[] => [
  { key: 'fail', label: words.fail, letter: words.fail.charAt(0), colour: 'fail' },
  { key: 'warn', label: words.warn, letter: words.warn.charAt(0), colour: 'warn' },
  { key: 'skipped', label: words.skipped, letter: words.skipped.charAt(0), colour: 'skipped' },
  { key: 'ok', label: words.ok, letter: words.ok.charAt(0), colour: 'ok' },
  { key: 'none', label: words.none, letter: words.none.charAt(0), colour: 'line-strong' },
]
const statuses = status({ fail: 'Failed', warn: 'Warning', skipped: 'Skipped', ok: 'Passed', none: 'Not run' })
const freshness = status({ fail: 'Too old', warn: 'Old', skipped: 'Skipped', ok: 'Fresh', none: 'Not checked' })

function sorted(nodes: readonly SiteNode[], kinds: readonly Kind[], pick: (node: SiteNode) => string, empty = ''): Colouring {
  return classified(kinds, nodes.map(pick), nodes.every((node) => pick(node) === 'none') ? empty : '')
}

/** Classes in the order of `kinds`, those without a node left out. */
function classified(kinds: readonly Kind[], keys: readonly string[], empty: string): Colouring {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  const present = kinds.filter((kind) => counts.has(kind.key))
  const position = new Map(present.map((kind, index) => [kind.key, index]))
  const classes = present.map(({ key, label, letter, colour }) => ({ label, letter, colour, count: counts.get(key) ?? 0 }))
  return { classes, of: keys.map((key) => position.get(key) ?? 0), empty }
}

const without = { key: ' none', label: 'None', letter: '–', colour: 'line-strong' }
const others = { key: ' others', label: 'Others', letter: '+', colour: 'c8' }
const series = 7

/** The most frequent names get a colour of their own. */
function named(nodes: readonly SiteNode[], by: 'materialized' | 'folder' | 'group' | 'tag' | 'access'): Colouring {
  const counts = new Map<string, number>()
  const values = nodes.map((node) => valuesOf(node, by))
  for (const list of values) for (const value of list) counts.set(value, (counts.get(value) ?? 0) + 1)
  const top = [...counts].sort(([a, many], [b, few]) => few - many || (a < b ? -1 : 1)).slice(0, series)
  const kinds = top.map(([key], index) => ({ key, label: key, letter: String.fromCharCode(65 + index), colour: `c${index + 1}` }))
  const known = new Set(top.map(([key]) => key))
  const keys = values.map((list) => list.find((value) => known.has(value)) ?? (list.length > 0 ? others.key : without.key))
  return classified([...kinds, others, without], keys, counts.size === 0 ? `No node has ${by === 'access' ? 'an' : 'a'} ${by}.` : '')
}

function valuesOf(node: SiteNode, by: 'materialized' | 'folder' | 'group' | 'tag' | 'access'): readonly string[] {
  if (by === 'tag') return node.tags
  const value = by === 'group' ? node.owner || node.group : node[by]
  return value ? [value] : []
}

/** Five classes with as many nodes each, from little to much. */
function measured(nodes: readonly SiteNode[], by: 'seconds' | 'rows' | 'bytes' | 'cost', runs: RunsBlock | null | undefined): Colouring {
  const cost = new Map(by === 'cost' ? (runs?.last ?? []).map((entry) => [entry.node, entry.cost] as const) : [])
  const values = nodes.map((node, place) => (by === 'cost' ? (cost.get(place) ?? null) : node[by]))
  const known = values.filter((value) => value !== null).sort((a, b) => a - b)
  const bounds = [0.2, 0.4, 0.6, 0.8].map((part) => known[Math.floor(known.length * part)] ?? 0)
  const write = by === 'seconds' ? formatSeconds : by === 'bytes' ? formatBytes : formatCount
  const kinds = [0, 1, 2, 3, 4].map((step) => ({
    key: String(step),
    label: step === 4 ? `${write(bounds[3] ?? 0)} and more` : `below ${write(bounds[step] ?? 0)}`,
    letter: String(step + 1),
    colour: `h${step + 1}`,
  }))
  const keys = values.map((value) => (value === null ? without.key : String(bounds.filter((bound) => value >= bound).length)))
  const missing = by === 'cost' || by === 'seconds' ? 'sluice build' : 'sluice build, or sluice docs generate with a catalog'
  return classified(
    [...kinds, { ...without, label: 'Unknown' }],
    keys,
    known.length === 0 ? `No ${colourings[by].toLowerCase()} is known: ${missing}` : '',
  )
}

/** The class of a box: of its node, or the most frequent of a group; by status the worst. */
export function classOf(colouring: Colouring, places: readonly number[]): number {
  if (places.length === 1) return colouring.of[places[0] as number] ?? 0
  const counts = new Array<number>(colouring.classes.length).fill(0)
  for (const place of places) counts[colouring.of[place] ?? 0] = (counts[colouring.of[place] ?? 0] ?? 0) + 1
  if (colouring.classes.some((each) => each.colour === 'fail' || each.colour === 'ok')) return counts.findIndex((count) => count > 0)
  return counts.indexOf(Math.max(...counts))
}

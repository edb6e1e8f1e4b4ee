/** The keys and items of a YAML file with their places, by indentation: it answers while the file is being typed. */

export type YamlPath = readonly (string | number)[]

export interface YamlEntry {
  /** To the key, or to the item of a list. */
  readonly path: YamlPath
  /** Without quotes; empty for mappings and lists below. */
  readonly value: string
  readonly start: number
  readonly end: number
  /** Offset of the key; of the value for an item without one. */
  readonly keyStart: number
  /** Offset behind the line, without its break. */
  readonly lineEnd: number
}

interface Level {
  readonly indent: number
  readonly path: YamlPath
  /** Items of the list at this level, so far. */
  items: number
  readonly list: boolean
}

const keyPattern = /^("(?:[^"\\]|\\.)*"|'[^']*'|[^\s#'"[\]{},&*!|>%@`-][^#]*?|-[^\s][^#]*?)\s*:(?=\s|$)/

export function yamlOutline(text: string): YamlEntry[] {
  const entries: YamlEntry[] = []
  const levels: Level[] = []
  let offset = 0
  let scalarIndent = -1
  for (const raw of text.split('\n')) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw
    const indent = line.length - line.trimStart().length
    const blank = line.trim() === '' || line.trimStart().startsWith('#')
    if (scalarIndent >= 0 && !blank && indent <= scalarIndent) scalarIndent = -1
    if (!blank && scalarIndent < 0 && !/^(?:---|\.\.\.)/.test(line)) {
      const added = readLine(line, offset, levels)
      entries.push(...added.entries)
      if (added.scalar) scalarIndent = added.indent
    }
    offset += raw.length + 1
  }
  return entries
}

interface LineRead {
  readonly entries: readonly YamlEntry[]
  /** A block of text begins below. */
  readonly scalar: boolean
  readonly indent: number
}

function readLine(line: string, offset: number, levels: Level[]): LineRead {
  const entries: YamlEntry[] = []
  let at = line.length - line.trimStart().length
  for (let dash = /^-(?:\s+|$)/.exec(line.slice(at)); dash; dash = /^-(?:\s+|$)/.exec(line.slice(at))) {
    enterItem(levels, at)
    at += dash[0].length
  }
  const key = keyPattern.exec(line.slice(at))
  if (!key) {
    const item = levels.at(-1)
    if (item && (line.slice(at).trim() !== '' || item.list)) entries.push(entryOf(line, offset, at, at, item.path))
    return { entries, scalar: false, indent: at }
  }
  const name = unquoted(key[1] ?? '')
  const parent = parentOf(levels, at)
  const path = [...parent, name]
  const entry = entryOf(line, offset, at, at + key[0].length, path)
  levels.push({ indent: at + 0.5, path, items: 0, list: false })
  return { entries: [entry], scalar: /^[|>][-+\d]*(?:\s+#.*)?$/.test(line.slice(at + key[0].length).trim()), indent: at }
}

/** A list item may stand as deep as its key. */
function enterItem(levels: Level[], indent: number): void {
  while ((levels.at(-1)?.indent ?? -1) > indent + 0.5) levels.pop()
  const top = levels.at(-1)
  if (top?.list && top.indent === indent + 0.25) levels.pop()
  const owner = levels.at(-1)
  const path = owner?.path ?? []
  const index = owner?.items ?? 0
  if (owner) owner.items++
  levels.push({ indent: indent + 0.75, path: [...path, index], items: 0, list: true })
}

function parentOf(levels: Level[], indent: number): YamlPath {
  while (levels.length > 0 && (levels.at(-1)?.indent ?? 0) >= indent) levels.pop()
  return levels.at(-1)?.path ?? []
}

function entryOf(line: string, offset: number, keyAt: number, valueAt: number, path: YamlPath): YamlEntry {
  const rest = line.slice(valueAt)
  const lead = rest.length - rest.trimStart().length
  const written = rest.trim().replace(/\s+#.*$/, '')
  const quoted = /^(["'])(.*)\1$/.exec(written)
  const open = !quoted && /^["']/.test(written)
  const start = valueAt + lead + (quoted || open ? 1 : 0)
  const value = quoted ? (quoted[2] ?? '') : open ? written.slice(1) : written
  return {
    path,
    value,
    start: offset + Math.min(start, line.length),
    end: offset + Math.min(start, line.length) + value.length,
    keyStart: offset + keyAt,
    lineEnd: offset + line.length,
  }
}

function unquoted(key: string): string {
  return /^(["']).*\1$/.test(key) ? key.slice(1, -1) : key
}

/** The entry whose line holds the offset. */
export function yamlEntryAt(entries: readonly YamlEntry[], offset: number): YamlEntry | undefined {
  return entries.filter((entry) => entry.keyStart <= offset && offset <= entry.lineEnd).at(-1)
}

export function yamlEntry(entries: readonly YamlEntry[], path: YamlPath): YamlEntry | undefined {
  const wanted = JSON.stringify(path)
  return entries.find((entry) => JSON.stringify(entry.path) === wanted)
}

/** Paths of the items of a list whose `key` has this value. */
export function yamlItems(entries: readonly YamlEntry[], list: YamlPath, value: string, key = 'name'): YamlEntry[] {
  const depth = list.length
  return entries.filter(
    ({ path, value: own }) =>
      path.length === depth + 2 && path[depth + 1] === key && own === value && list.every((step, index) => step === path[index]),
  )
}

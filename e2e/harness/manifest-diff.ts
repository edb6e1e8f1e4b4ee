// Two manifests key by key: what a real dbt wrote against ours, without what docs/dbt-compatibility.md says may differ.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './project.js'

type Json = unknown

/** A row of the document's table: `nodes.*.created_at` with the parts of a path, `*` for any. */
export interface Allowed {
  readonly path: readonly string[]
  /** Only what of the list is of built-in packages, or only its order. */
  readonly part: 'all' | 'built-in' | 'order'
}

const builtin = (id: string): boolean => /^(?:macro|doc)\.(?:dbt(?:_\w+)?|sluice)\./.test(id)

/** The rows between the section's head and the next: `| `path`, `path` | what differs | why |`. */
export function allowedDifferences(): Allowed[] {
  const text = readFileSync(join(root, 'docs', 'dbt-compatibility.md'), 'utf8')
  const section = /\n## What may differ in a manifest\n([\s\S]*?)\n## /.exec(`${text}\n## `)?.[1] ?? ''
  return section.split('\n').flatMap((line) => {
    const [paths = '', part = ''] = line.split('|').slice(1)
    const kind = part.trim() as Allowed['part']
    return [...paths.matchAll(/`([^`]+)`/g)].map(([, path = '']) => ({ path: path.split(' / '), part: kind }))
  })
}

/** `path: theirs ≠ ours` of each difference that no row allows. */
export function manifestDifferences(theirs: Record<string, Json>, ours: Record<string, Json>, allowed = allowedDifferences()): string[] {
  const found: string[] = []
  compareKeys(theirs, ours, [], { found, allowed })
  return found
}

interface Run {
  readonly found: string[]
  readonly allowed: readonly Allowed[]
}

function compare(theirs: Json, ours: Json, path: readonly string[], run: Run): void {
  const parts = new Set(run.allowed.filter((row) => covers(row.path, path)).map(({ part }) => part))
  if (parts.has('all')) return
  const [a, b] = [normal(theirs, parts), normal(ours, parts)]
  if (isObject(a) && isObject(b)) compareKeys(a, b, path, run)
  else if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) {
    for (const [index, item] of a.entries()) compare(item, b[index], [...path, String(index)], run)
  } else if (a !== b) run.found.push(`${path.join(' / ')}: ${shown(a)} ≠ ${shown(b)}`)
}

const absent = Symbol('absent')

function compareKeys(a: Record<string, Json>, b: Record<string, Json>, path: readonly string[], run: Run): void {
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    if (key in a && key in b) compare(a[key], b[key], [...path, key], run)
    else compare(key in a ? a[key] : absent, key in b ? b[key] : absent, [...path, key], run)
  }
}

/** `<built-in>` stands for an id of a built-in package, a leading `**` for any number of keys. */
function covers(row: readonly string[], path: readonly string[]): boolean {
  if (row[0] === '**') return row.length <= path.length && covers(row.slice(1), path.slice(1 - row.length))
  if (row.length !== path.length) return false
  return row.every((step, index) => step === '*' || step === path[index] || (step === '<built-in>' && builtin(path[index] ?? '')))
}

function normal(value: Json, parts: ReadonlySet<Allowed['part']>): Json {
  if (!Array.isArray(value)) return value
  const own = parts.has('built-in') ? value.filter((id) => !builtin(String(id))) : value
  if (!parts.has('order')) return own
  return own.every(isObject) ? Object.fromEntries(own.map((item) => [String(item.name), item])) : own.map(String).sort()
}

function isObject(value: Json): value is Record<string, Json> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function shown(value: Json): string {
  if (value === absent) return '(absent)'
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 120 ? `${text.slice(0, 117)}…` : text
}

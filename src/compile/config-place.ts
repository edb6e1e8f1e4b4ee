/**
 * Where the config is written that a failed statement came of: an index, a grant, a key or a constraint is no line of the
 * model's SQL. Found by what was sent and by the name the warehouse complains of; undefined where that is not certain.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Runtime } from '../context/index.js'
import type { SluiceError, SourceLocation } from '../core/error.js'
import type { ManifestNode, Plain, Resource } from '../core/node.js'

export function placeOfConfig(error: SluiceError, node: Resource, runtime: Runtime): SourceLocation | undefined {
  const { sql } = error.fields.detail ?? {}
  if (typeof sql !== 'string' || !('config' in node) || !('columns' in node)) return undefined
  const wanted = guilty(error, node as ManifestNode, withoutComments(sql))
  if (!wanted) return undefined
  for (const text of texts(node as ManifestNode, runtime)) {
    const at = find(text, wanted)
    if (at !== undefined) return at
  }
  return undefined
}

interface Wanted {
  readonly key: string
  /** What to point at behind the key, if it is there. */
  readonly needle: RegExp | undefined
}

function guilty(error: SluiceError, node: ManifestNode, sql: string): Wanted | undefined {
  const config = node.config as Plain
  const names = [...error.message.matchAll(/"([^"]+)"/g)].map(([, name]) => name as string)
  const named = (value: unknown) => names.find((name) => word(name).test(JSON.stringify(value ?? null)))
  if (/^create\s+(unique\s+)?index\b/i.test(sql) && filled(config['indexes'])) return wantedBy('indexes', named(config['indexes']))
  if (/^(grant|revoke)\b/i.test(sql) && filled(config['grants'])) return wantedBy('grants', named(config['grants']))
  if (/\bconstraint\b|\bcheck\b|^(create|alter)\b/i.test(`${error.message}\n${sql}`)) {
    const found = guiltyConstraint(error, node, named)
    if (found) return found
  }
  const key = ['unique_key', 'merge_update_columns', 'merge_exclude_columns'].find((each) => named(config[each]) !== undefined)
  return key === undefined ? undefined : wantedBy(key, named(config[key]))
}

/** By a name in its text, else by its kind where rows break it. */
function guiltyConstraint(error: SluiceError, node: ManifestNode, named: (value: unknown) => string | undefined): Wanted | undefined {
  const own = (node as { readonly constraints?: readonly Plain[] }).constraints ?? []
  const constraints = [
    ...own,
    ...Object.values(node.columns).flatMap((column) => (column as { constraints?: readonly Plain[] }).constraints ?? []),
  ]
  const texts = constraints.map(({ type: _type, ...rest }) => rest)
  const name = texts.map(named).find((each) => each !== undefined)
  if (name !== undefined) return wantedBy('constraints', name)
  if (error.code !== 'CONSTRAINT_VIOLATED') return undefined
  const kind = /not[- ]null|unique|primary key|foreign key|check/i.exec(error.message)?.[0].toLowerCase().replace(/\W/, '_')
  const kinds = kind === 'unique' ? ['unique', 'primary_key'] : [kind]
  const type = constraints.map((each) => String(each['type'])).find((each) => kinds.includes(each))
  return type === undefined ? undefined : { key: 'constraints', needle: new RegExp(`type\\s*:\\s*['"]?${type}\\b`) }
}

function wantedBy(key: string, name: string | undefined): Wanted {
  return { key, needle: name === undefined ? undefined : word(name) }
}

function word(name: string): RegExp {
  return new RegExp(`(?<![\\w$])${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?![\\w$])`)
}

function filled(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
}

function withoutComments(sql: string): string {
  return sql.replace(/\/\*[\s\S]*?\*\/|--[^\n]*/g, '').trim()
}

interface Text {
  readonly file: string
  readonly text: string
  /** How the key is written here. */
  readonly assigned: '=' | ':'
  /** Where to look; the rest is about others. */
  readonly from: number
  readonly to: number
}

/** The model's own text, its entry among the properties, dbt_project.yml: as their strength is. */
function* texts(node: ManifestNode, { project }: Runtime): Iterable<Text> {
  const owner = project.packages.find((source) => source.name === node.package_name) ?? project.root
  const own = owner.files.find((entry) => entry.path === node.original_file_path)
  if (own && node.language !== undefined && !/\.ya?ml$/.test(own.path)) {
    const text = own.read()
    yield { file: own.shown, text, assigned: '=', from: 0, to: text.length }
  }
  const path = (node as { readonly patch_path?: string | null }).patch_path?.replace(/^.*?:\/\//, '')
  const properties = owner.files.find((entry) => entry.path === path)
  if (properties) yield entryOf(node.name, properties.shown, properties.read())
  for (const source of new Set([owner, project.root])) {
    const text = textOf(join(source.root, 'dbt_project.yml'))
    yield { file: source.config.location.file, text, assigned: ':', from: 0, to: text.length }
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** From `name: <name>` of a list's item to the next item of that list. */
function entryOf(name: string, file: string, text: string): Text {
  const start = new RegExp(`^([ \\t]*)-[ \\t]+(?:\\{.*?)?name[ \\t]*:[ \\t]*['"]?${name}['"]?[ \\t]*(?=[,}#\\n\\r]|$)`, 'm').exec(text)
  if (!start) return { file, text, assigned: ':', from: 0, to: text.length }
  const next = new RegExp(`\\n${start[1]}-[ \\t]|\\n(?=\\S)(?!-)`, 'g')
  next.lastIndex = start.index + start[0].length
  return { file, text, assigned: ':', from: start.index, to: next.exec(text)?.index ?? text.length }
}

function find({ file, text, assigned, from, to }: Text, { key, needle }: Wanted): SourceLocation | undefined {
  const part = text.slice(from, to)
  const found = [...part.matchAll(new RegExp(`(?<![\\w-])\\+?${key}['"]?\\s*${assigned}`, 'g'))]
  const behind = (index: number) => (needle === undefined ? -1 : (needle.exec(part.slice(index))?.index ?? -1))
  // Of several, as each column has its constraints, the one that has what is complained of.
  const exact = found.map(({ index, 0: { length } }) => ({ start: index + length, at: behind(index + length) })).find(({ at }) => at >= 0)
  const at = exact ? exact.start + exact.at : found[0]?.index
  if (at === undefined) return undefined
  const before = text.slice(0, from + at).split('\n')
  return { file, line: before.length, column: (before.at(-1) ?? '').length + 1 }
}

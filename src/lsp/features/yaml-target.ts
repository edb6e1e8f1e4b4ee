/** What a key or value of a properties file names, and where a properties file speaks of a thing. */
import type { Resource, UniqueId } from '../../core/node.js'
import type { Documents } from '../documents.js'
import { yamlIn } from '../reading.js'
import type { Snapshot } from '../snapshot.js'
import { readCode } from '../text/code.js'
import { type YamlEntry, type YamlPath, yamlEntry, yamlItems } from '../text/yaml-outline.js'
import type { Asked } from './context.js'
import type { Target, Thing } from './thing.js'

const nodeSections = new Set(['models', 'seeds', 'snapshots', 'analyses'])
const testLists = new Set(['data_tests', 'tests'])

export function yamlThing(entry: YamlEntry, asked: Asked): Target | undefined {
  const { offset } = asked
  const onValue = entry.start <= offset && offset <= entry.end
  const key = entry.path.at(-1)
  const thing = onValue ? thingOfValue(entry, asked) : typeof key === 'string' ? thingOfKey(entry.path, asked) : undefined
  if (!thing) return undefined
  if (!onValue) return { thing, start: entry.keyStart, end: entry.keyStart + String(key).length }
  const word = wordIn(entry, offset)
  return { thing, ...(word && testListOf(entry.path) ? word : { start: entry.start, end: entry.end }) }
}

function wordIn(entry: YamlEntry, offset: number): { readonly start: number; readonly end: number; readonly text: string } | undefined {
  for (const match of entry.value.matchAll(/[\w.]+/g)) {
    const start = entry.start + match.index
    if (start <= offset && offset <= start + match[0].length) return { start, end: start + match[0].length, text: match[0] }
  }
  return undefined
}

function testListOf(path: YamlPath): boolean {
  return path.slice(-2).some((step) => testLists.has(String(step)))
}

function thingOfValue(entry: YamlEntry, asked: Asked): Thing | undefined {
  const { path, value } = entry
  const last = path.at(-1)
  if (last === 'name') return thingNamed(path, asked)
  if (testListOf(path)) return testNamed(wordIn(entry, asked.offset)?.text ?? value, asked)
  if (path[0] === 'unit_tests' && last === 'model')
    return nodeThing(asked.snapshot.lookup.ref(asked.snapshot.packageOf(asked.path), value, null, null))
  if (last === 'field') return relatedColumn(path, value, asked)
  if (last === 'materialized' || last === '+materialized') {
    const macro = asked.snapshot.macros.materialization(value, asked.snapshot.packageOf(asked.path))
    return macro && { kind: 'macro', id: macro.unique_id }
  }
  return undefined
}

function nodeThing(node: { readonly unique_id: UniqueId } | undefined): Thing | undefined {
  return node && { kind: 'node', id: node.unique_id }
}

/** `field:` of a relationships test is a column of what `to:` names. */
function relatedColumn(path: YamlPath, column: string, asked: Asked): Thing | undefined {
  const to = yamlEntry(yamlIn(asked.document), [...path.slice(0, -1), 'to'])
  const call = to && readCode(asked.text, to.start, to.end).calls[0]
  const name = call?.args.at(-1)?.value
  const node = name === undefined ? undefined : asked.snapshot.lookup.ref(asked.snapshot.packageOf(asked.path), name, null, null)
  return node && { kind: 'column', node: node.unique_id, column }
}

function thingOfKey(path: YamlPath, asked: Asked): Thing | undefined {
  const key = String(path.at(-1))
  if (testLists.has(String(path.at(-3))) && typeof path.at(-2) === 'number') return testNamed(key, asked)
  if (path.at(-2) === 'config' || key.startsWith('+')) return { kind: 'config', name: key.replace(/^\+/, '') }
  return asked.path.endsWith('dbt_project.yml') && path[0] === 'vars' ? { kind: 'var', name: key } : undefined
}

function testNamed(written: string, asked: Asked): Thing | undefined {
  const parts = written.split('.')
  const [space, name] = parts.length === 2 ? [parts[0] ?? null, parts[1] ?? ''] : [null, written]
  const macro = asked.snapshot.macros.test(name, space, asked.snapshot.packageOf(asked.path))
  return macro && { kind: 'macro', id: macro.unique_id }
}

function thingNamed(path: YamlPath, asked: Asked): Thing | undefined {
  const columns = path.lastIndexOf('columns')
  const value = yamlEntry(yamlIn(asked.document), path)?.value ?? ''
  if (columns > 0 && columns === path.length - 3) {
    const id = resourceAt(path, asked)
    return id === undefined ? undefined : { kind: 'column', node: id, column: value }
  }
  if (path[0] === 'macros' && path.length === 3) {
    const macro = asked.snapshot.macro([value], asked.snapshot.packageOf(asked.path))
    return macro && { kind: 'macro', id: macro.unique_id }
  }
  const id = resourceAt(path, asked)
  return id === undefined ? undefined : { kind: 'node', id }
}

/** The node or source whose properties a path lies in. */
export function resourceAt(path: YamlPath, asked: Pick<Asked, 'snapshot' | 'document' | 'path'>): UniqueId | undefined {
  const { snapshot } = asked
  const from = snapshot.packageOf(asked.path)
  const entries = yamlIn(asked.document)
  const name = (at: YamlPath) => yamlEntry(entries, [...at, 'name'])?.value ?? ''
  const own = name(path.slice(0, 2))
  if (nodeSections.has(String(path[0]))) {
    const version = path[2] === 'versions' ? (yamlEntry(entries, [...path.slice(0, 4), 'v'])?.value ?? null) : null
    return snapshot.lookup.ref(from, own, null, version)?.unique_id
  }
  if (path[0] !== 'sources') return undefined
  if (path[2] === 'tables') return snapshot.lookup.source(from, own, name(path.slice(0, 4)))?.unique_id
  return snapshot.sources().find((source) => source.source_name === own)?.unique_id
}

export interface YamlPlace {
  readonly path: string
  readonly start: number
  readonly end: number
}

/** Where the properties of a resource, or of one of its columns, stand. */
export function propertiesOf(resource: Resource, snapshot: Snapshot, documents: Documents, column?: string): YamlPlace | undefined {
  const source = resource.resource_type === 'source'
  const path = source ? snapshot.pathOf(resource) : snapshot.patchPath(resource)
  const document = path === undefined ? undefined : documents.at(path)
  if (path === undefined || !document) return undefined
  const entries = yamlIn(document)
  const entry = source ? tableEntry(entries, resource) : nodeEntry(entries, resource)
  if (!entry) return undefined
  const found = column === undefined ? entry : columnEntry(entries, entry.path.slice(0, -1), column)
  return found && { path, start: found.start, end: found.end }
}

function nodeEntry(entries: readonly YamlEntry[], { name }: Resource): YamlEntry | undefined {
  for (const section of nodeSections) {
    const [found] = yamlItems(entries, [section], name)
    if (found) return found
  }
  return undefined
}

function tableEntry(entries: readonly YamlEntry[], resource: Resource): YamlEntry | undefined {
  const { source_name: sourceName, name } = resource as Resource & { readonly source_name: string }
  for (const { path } of yamlItems(entries, ['sources'], sourceName)) {
    const [found] = yamlItems(entries, [...path.slice(0, 2), 'tables'], name)
    if (found) return found
  }
  return undefined
}

function columnEntry(entries: readonly YamlEntry[], home: YamlPath, column: string): YamlEntry | undefined {
  const wanted = column.toLowerCase()
  return entries.find(
    ({ path, value }) =>
      path.length === home.length + 3 &&
      path[home.length] === 'columns' &&
      path.at(-1) === 'name' &&
      value.toLowerCase() === wanted &&
      home.every((step, index) => step === path[index]),
  )
}

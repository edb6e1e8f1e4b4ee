/** Go to definition. */
import { join } from 'node:path'
import type { Location } from 'vscode-languageserver'
import type { UniqueId } from '../../core/node.js'
import { rangeAt, rangeOf } from '../documents.js'
import { yamlOutline } from '../text/yaml-outline.js'
import type { Asked } from './context.js'
import { targetAt } from './target.js'
import type { Target, Thing } from './thing.js'
import { propertiesOf } from './yaml-target.js'

export function definitions(asked: Asked): Location[] | null {
  const target = targetAt(asked)
  const found = target && definitionsOf(target.thing, asked, target)
  return found && found.length > 0 ? found : null
}

export function definitionsOf(thing: Thing, asked: Asked, from?: Target): Location[] {
  switch (thing.kind) {
    case 'node':
      return definedNode(thing.id, asked)
    case 'source':
      return thing.id === undefined ? [here(thing.source.start, thing.source.end, asked)] : definedNode(thing.id, asked)
    case 'macro':
      return definedMacro(thing.id, asked)
    case 'doc':
      return definedDoc(thing.id, asked)
    case 'var':
      return definedVar(thing.name, asked)
    case 'column':
      return definedColumn(thing.node, thing.column, asked)
    case 'cte':
      return [here(thing.cte.name.start, thing.cte.name.end, asked)]
    case 'made':
      return definedHere(thing, asked, from)
    default:
      return []
  }
}

function here(start: number, end: number, { document }: Asked): Location {
  return { uri: document.uri, range: rangeOf(document, start, end) }
}

export function inFile(path: string, start: number, end: number, { documents }: Asked): Location[] {
  const document = documents.at(path)
  return [{ uri: documents.uri(path), range: document ? rangeOf(document, start, end) : top }]
}

const top = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }

/** A source is what its YAML says; a version is told apart there too, but made by its file. */
function definedNode(id: UniqueId, asked: Asked): Location[] {
  const { snapshot, documents } = asked
  const resource = snapshot.resource(id)
  if (!resource) return []
  const properties = propertiesOf(resource, snapshot, documents)
  if (resource.resource_type === 'source') return properties ? inFile(properties.path, properties.start, properties.end, asked) : []
  const path = snapshot.pathOf(resource)
  const place = snapshot.manifest.locations.get(id)
  const named = resource.resource_type === 'snapshot' && place && snapshot.pathOfPlace(place) === path
  return named ? [{ uri: documents.uri(path), range: rangeAt(documents.at(path), place) }] : inFile(path, 0, 0, asked)
}

/** The name in its `{% macro … %}`. */
function definedMacro(id: UniqueId, asked: Asked): Location[] {
  const { snapshot, documents } = asked
  const macro = snapshot.manifest.macros[id]
  if (!macro) return []
  const path = snapshot.pathOf(macro)
  const text = documents.at(path)?.getText() ?? ''
  const [, kind = '', name = ''] = /^(test|materialization)_(\w+?)(?:_(?:default|duckdb|postgres|snowflake))?$/.exec(macro.name) ?? []
  const words = kind === '' ? [macro.name] : [macro.name, macro.name.slice(kind.length + 1), name]
  for (const word of words) {
    const match = new RegExp(`\\{%[-+]?\\s*(?:macro|test|data_test|materialization)\\s+(${word})\\b`).exec(text)
    if (match) return inFile(path, match.index + match[0].length - word.length, match.index + match[0].length, asked)
  }
  const place = snapshot.manifest.locations.get(id)
  return [{ uri: documents.uri(path), range: place ? rangeAt(documents.at(path), place) : top }]
}

function definedDoc(id: UniqueId, asked: Asked): Location[] {
  const doc = asked.snapshot.manifest.docs[id]
  if (!doc) return []
  const path = asked.snapshot.pathOf(doc)
  const text = asked.documents.at(path)?.getText() ?? ''
  const match = new RegExp(`\\{%[-+]?\\s*docs\\s+(${doc.name})\\b`).exec(text)
  const end = match ? match.index + match[0].length : 0
  return inFile(path, match ? end - doc.name.length : 0, end, asked)
}

/** Its line in dbt_project.yml: the package's own, then the root project's. */
function definedVar(name: string, asked: Asked): Location[] {
  const { snapshot, documents } = asked
  const path = join(snapshot.root, 'dbt_project.yml')
  const text = documents.at(path)?.getText() ?? ''
  const entry = yamlOutline(text).find(({ path: at }) => at[0] === 'vars' && at.at(-1) === name)
  return entry ? inFile(path, entry.keyStart, entry.keyStart + name.length, asked) : []
}

/** The item of its SQL; for what comes through a star, the item upstream; else the header of a seed or the YAML. */
export function definedColumn(node: UniqueId, column: string, asked: Asked): Location[] {
  const { snapshot, documents } = asked
  const resource = snapshot.resource(node)
  if (!resource) return []
  const made = madeIn(node, column, asked)
  if (made) return [made]
  if (resource.resource_type === 'seed') {
    const path = snapshot.pathOf(resource)
    const header = /^[^\r\n]*/.exec(documents.at(path)?.getText() ?? '')?.[0] ?? ''
    const at = header
      .toLowerCase()
      .split(/[,;\t|]/)
      .map((name) => name.trim().replace(/^"|"$/g, ''))
      .indexOf(column.toLowerCase())
    const start = at < 0 ? -1 : header.toLowerCase().indexOf(column.toLowerCase(), at)
    if (start >= 0) return inFile(path, start, start + column.length, asked)
  }
  const properties = propertiesOf(resource, snapshot, documents, column)
  return properties ? inFile(properties.path, properties.start, properties.end, asked) : definedNode(node, asked)
}

/** Follows a star to what it brings. */
function madeIn(node: UniqueId, column: string, asked: Asked): Location | undefined {
  const { snapshot, documents } = asked
  let [id, name] = [node, column]
  for (let step = 0; step < 100; step++) {
    const found = snapshot.sqlOf(id)?.columns.find((each) => each.name.toLowerCase() === name.toLowerCase())
    if (found?.location && !isStar(found.location, asked)) {
      const path = snapshot.pathOfPlace(found.location)
      return { uri: documents.uri(path), range: rangeAt(documents.at(path), found.location) }
    }
    const [only, ...others] = found?.upstream ?? []
    if (!only || others.length > 0 || only.kind !== 'passthrough' || snapshot.resource(only.node)?.resource_type !== 'model')
      return undefined
    ;[id, name] = [only.node, only.column]
  }
  return undefined
}

function isStar(place: { readonly file: string; readonly line: number; readonly column: number }, { snapshot, documents }: Asked): boolean {
  const document = documents.at(snapshot.pathOfPlace(place))
  if (!document) return false
  const start = document.offsetAt({ line: place.line - 1, character: place.column - 1 })
  return /^(?:[\w".]+\.)?\*/.test(document.getText().slice(start, start + 200))
}

/** The item that makes it; from that item itself, on to what it takes. */
function definedHere(thing: Extract<Thing, { kind: 'made' }>, asked: Asked, from: Target | undefined): Location[] {
  const { item, listed, origin } = thing.column
  const name = listed ?? item?.name
  if (!name) return []
  if (from && from.start === name.start && origin) return definedColumn(origin.node, origin.column, asked)
  return [here(name.start, name.end, asked)]
}

/** Texts taken apart, each version once: tags with their calls, SQL, YAML. */
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { UniqueId } from '../core/node.js'
import type { Snapshot } from './snapshot.js'
import type { SqlOutline, SqlSource } from './sql/model.js'
import { sqlOutline } from './sql/outline.js'
import { type SeenColumn, SqlScope } from './sql/scope.js'
import { type Call, type Code, readCode } from './text/code.js'
import { type Region, regionsOf } from './text/regions.js'
import { type YamlEntry, yamlOutline } from './text/yaml-outline.js'

interface Parts {
  readonly version: number
  readonly length: number
  regions?: readonly Region[]
  codes?: readonly Code[]
  sql?: SqlOutline
  yaml?: readonly YamlEntry[]
}

const known = new WeakMap<TextDocument, Parts>()

function partsOf(document: TextDocument): Parts {
  const { version } = document
  const { length } = document.getText()
  const parts = known.get(document)
  if (parts?.version === version && parts.length === length) return parts
  const fresh: Parts = { version, length }
  known.set(document, fresh)
  return fresh
}

export function isYaml(path: string): boolean {
  return /\.ya?ml$/i.test(path)
}

export function isSql(path: string): boolean {
  return /\.sql$/i.test(path)
}

export function regionsIn(document: TextDocument): readonly Region[] {
  const parts = partsOf(document)
  parts.regions ??= regionsOf(document.getText())
  return parts.regions
}

export function sqlIn(document: TextDocument): SqlOutline {
  const parts = partsOf(document)
  parts.sql ??= sqlOutline(document.getText())
  return parts.sql
}

export function yamlIn(document: TextDocument): readonly YamlEntry[] {
  const parts = partsOf(document)
  parts.yaml ??= yamlOutline(document.getText())
  return parts.yaml
}

const bareCall = /^(?:ref|source|metric|doc)\s*\(/

/** The code of every tag; in YAML also of values that are a call without a tag around it. */
export function codesIn(document: TextDocument, path: string): readonly Code[] {
  const parts = partsOf(document)
  if (parts.codes) return parts.codes
  const text = document.getText()
  const tags = regionsIn(document).filter(({ kind }) => kind === 'expression' || kind === 'statement')
  const bare = isYaml(path) ? yamlIn(document).filter(({ value }) => bareCall.test(value)) : []
  parts.codes = [
    ...tags.map(({ inner }) => readCode(text, inner.start, inner.end)),
    ...bare.map(({ start, end }) => readCode(text, start, end)),
  ]
  return parts.codes
}

export function isBareCall(entry: YamlEntry): boolean {
  return bareCall.test(entry.value)
}

/** The node or source that a `ref` or `source` call names. */
export function nodeOfCall(call: Call, snapshot: Snapshot, from: string): UniqueId | undefined {
  const name = call.path.at(-1)
  const values = call.args.filter(({ keyword }) => keyword === undefined).map(({ value }) => value)
  if (values.includes(undefined) || values.length === 0) return undefined
  const [first = '', second] = values
  if (name === 'source') return second === undefined ? undefined : snapshot.lookup.source(from, first, second)?.unique_id
  if (name !== 'ref') return undefined
  const version = call.args.find(({ keyword }) => keyword === 'v' || keyword === 'version')?.value ?? null
  const [packageName, model] = second === undefined ? [null, first] : [first, second]
  return snapshot.lookup.ref(from, model, packageName, version)?.unique_id
}

/** What a tag in `from` stands for. */
export function nodeOfSource(source: SqlSource, document: TextDocument, snapshot: Snapshot, path: string): UniqueId | undefined {
  const region = source.tag?.region
  if (!region) return undefined
  const { calls, words } = readCode(document.getText(), region.inner.start, region.inner.end)
  if (calls.length === 0 && words.length === 1 && words[0]?.text === 'this') return snapshot.nodesOf(path)[0]?.unique_id
  for (const call of calls) {
    const id = nodeOfCall(call, snapshot, snapshot.packageOf(path))
    if (id !== undefined) return id
  }
  return undefined
}

export function scopeIn(document: TextDocument, path: string, snapshot: Snapshot): SqlScope {
  return new SqlScope(sqlIn(document), (source) => {
    const id = nodeOfSource(source, document, snapshot, path)
    return id === undefined
      ? undefined
      : snapshot.columnsOf(id).map(({ name, type }): SeenColumn => ({ name, type, origin: { node: id, column: name } }))
  })
}

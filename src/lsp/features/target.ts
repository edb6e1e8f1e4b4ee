/** What stands at a place of a template or YAML file: the thing of the project, or of the text itself, that it names. */
import type { UniqueId } from '../../core/node.js'
import { isBareCall, isSql, isYaml, nodeOfCall, nodeOfSource, regionsIn, scopeIn, sqlIn, yamlIn } from '../reading.js'
import type { Meaning, SeenColumn } from '../sql/scope.js'
import { type Call, type Code, callAt, pathTo, readCode, type Word, wordAt } from '../text/code.js'
import { regionAt } from '../text/regions.js'
import { yamlEntryAt } from '../text/yaml-outline.js'
import type { Asked } from './context.js'
import type { Target, Thing } from './thing.js'
import { yamlThing } from './yaml-target.js'

export function targetAt(asked: Asked): Target | undefined {
  const { document, path, offset } = asked
  const region = regionAt(regionsIn(document), offset)
  if (region && (region.kind === 'expression' || region.kind === 'statement')) {
    const code = readCode(asked.text, region.inner.start, region.inner.end)
    return codeTarget(code, asked) ?? (region.kind === 'expression' ? quotedColumn(code, asked) : undefined)
  }
  if (region?.kind === 'comment') return undefined
  if (isYaml(path)) return yamlTarget(asked)
  return isSql(path) ? sqlTarget(asked) : undefined
}

function yamlTarget(asked: Asked): Target | undefined {
  const entry = yamlEntryAt(yamlIn(asked.document), asked.offset)
  if (!entry) return undefined
  if (isBareCall(entry) && entry.start <= asked.offset) return codeTarget(readCode(asked.text, entry.start, entry.end), asked)
  return yamlThing(entry, asked)
}

export function codeTarget(code: Code, asked: Asked): Target | undefined {
  const word = wordAt(code, asked.offset)
  if (!word || word.kind === 'mark') return undefined
  const call =
    word.kind === 'name'
      ? (code.calls.find((each) => each.names.at(-1) === word) ?? callAt(code, asked.offset))
      : callAt(code, asked.offset)
  const thing = (call && thingOfCall(call, word, asked)) ?? (word.kind === 'name' ? thingOfName(pathTo(code, word), asked) : undefined)
  return thing && { thing, start: word.start, end: word.end }
}

function thingOfCall(call: Call, word: Word, asked: Asked): Thing | undefined {
  const name = call.path.at(-1) ?? ''
  const read = readers[name]
  if (!read || (word.kind === 'name' && !call.names.includes(word) && name !== 'config')) return undefined
  return read(call, word, asked)
}

type CallReader = (call: Call, word: Word, asked: Asked) => Thing | undefined

const nodeThing = (id: UniqueId | undefined): Thing | undefined => (id === undefined ? undefined : { kind: 'node', id })

const readers: Readonly<Record<string, CallReader>> = {
  ref: (call, _word, { snapshot, path }) => nodeThing(nodeOfCall(call, snapshot, snapshot.packageOf(path))),
  source: (call, _word, asked) =>
    nodeThing(nodeOfCall(call, asked.snapshot, asked.snapshot.packageOf(asked.path)) ?? anyTable(asked, call.args[0]?.value)),
  doc: ({ args: [first, second] }, _word, asked) =>
    docNamed(asked, (second ?? first)?.value, second === undefined ? undefined : first?.value),
  var: ({ args: [first] }) => (first?.value === undefined ? undefined : { kind: 'var', name: first.value }),
  has_var: ({ args: [first] }) => (first?.value === undefined ? undefined : { kind: 'var', name: first.value }),
  dispatch: ({ args: [first] }, _word, { snapshot, path }) => {
    const from = snapshot.packageOf(path)
    const macro = snapshot.macros.dispatch(first?.value ?? '', null, from) ?? snapshot.macros.find(first?.value ?? '', from)
    return macro && { kind: 'macro', id: macro.unique_id }
  },
  config: configThing,
}

function anyTable({ snapshot }: Asked, source: string | undefined): UniqueId | undefined {
  return snapshot.sources().find((each) => each.source_name === source)?.unique_id
}

export function docNamed({ snapshot }: Asked, name: string | undefined, packageName?: string): Thing | undefined {
  const docs = Object.values(snapshot.manifest.docs).filter(
    (doc) => doc.name === name && (packageName ?? doc.package_name) === doc.package_name,
  )
  const doc = docs.find((each) => each.package_name === snapshot.project.root.name) ?? docs[0]
  return doc && { kind: 'doc', id: doc.unique_id }
}

/** A key of `config(…)`, or the materialization it names. */
function configThing(call: Call, word: Word, asked: Asked): Thing | undefined {
  if (call.names.includes(word)) return undefined
  if (word.kind === 'name') return call.args.some(({ keyword }) => keyword === word.text) ? { kind: 'config', name: word.text } : undefined
  const argument = call.args.find(({ start, end }) => start <= word.start && word.end <= end)
  if (argument?.keyword !== 'materialized') return undefined
  const macro = asked.snapshot.macros.materialization(word.text, asked.snapshot.packageOf(asked.path))
  return macro && { kind: 'macro', id: macro.unique_id }
}

function thingOfName(path: readonly string[], asked: Asked): Thing | undefined {
  const { snapshot } = asked
  if (path.length === 1 && path[0] === 'this') {
    const node = snapshot.nodesOf(asked.path)[0]
    return node && { kind: 'node', id: node.unique_id }
  }
  const macro = snapshot.macro(path, snapshot.packageOf(asked.path))
  return macro && { kind: 'macro', id: macro.unique_id }
}

/** Macros take columns as text: `{{ cents('amount') }}`. */
function quotedColumn(code: Code, asked: Asked): Target | undefined {
  const word = wordAt(code, asked.offset)
  if (word?.kind !== 'string' || !isSql(asked.path) || !/^[\p{L}_][\p{L}\p{N}_$]*$/u.test(word.text)) return undefined
  const scope = scopeIn(asked.document, asked.path, asked.snapshot)
  const column = scope
    .sourcesAt(word.start)
    .flatMap((source) => scope.columnsOfSource(source))
    .find((each) => sameName(each.name, word.text))
  return column && { thing: columnThing(column), start: word.start, end: word.end }
}

export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

function sqlTarget(asked: Asked): Target | undefined {
  const { tokens } = sqlIn(asked.document)
  const token = tokens.find(
    (each) => each.start <= asked.offset && asked.offset <= each.end && (each.kind === 'name' || each.kind === 'quoted'),
  )
  const meaning = token && scopeIn(asked.document, asked.path, asked.snapshot).meaning(token)
  return meaning && { thing: thingOf(meaning, asked), start: token.start, end: token.end }
}

export function thingOf(meaning: Meaning, asked: Pick<Asked, 'document' | 'snapshot' | 'path'>): Thing {
  switch (meaning.kind) {
    case 'cte':
      return { kind: 'cte', cte: meaning.cte }
    case 'source':
      return meaning.source.cte
        ? { kind: 'cte', cte: meaning.source.cte }
        : { kind: 'source', source: meaning.source, id: nodeOfSource(meaning.source, asked.document, asked.snapshot, asked.path) }
    case 'item':
      return { kind: 'made', column: { name: meaning.item.name?.text ?? '', type: null, item: meaning.item } }
    default:
      return columnThing(meaning.column)
  }
}

/** A column that an item of the text makes is that item's, though it may come from elsewhere unchanged. */
function columnThing(column: SeenColumn): Thing {
  if (!column.item && column.origin) return { kind: 'column', ...column.origin }
  return { kind: 'made', column }
}

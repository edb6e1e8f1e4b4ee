/** Find references: of what the project shares across all its files, of a text's own names within it. */
import type { Location, ReferenceContext } from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { UniqueId } from '../../core/node.js'
import { rangeOf } from '../documents.js'
import { codesIn, isSql, isYaml, nodeOfCall, scopeIn, sqlIn, yamlIn } from '../reading.js'
import { type Code, pathTo } from '../text/code.js'
import type { Asked } from './context.js'
import { definitionsOf } from './definition.js'
import { sameName, targetAt, thingOf } from './target.js'
import type { Thing } from './thing.js'
import { resourceAt, yamlThing } from './yaml-target.js'

interface Found {
  readonly start: number
  readonly end: number
}

const most = 5_000

export function references(asked: Asked & { readonly context?: ReferenceContext }): Location[] | null {
  const target = targetAt(asked)
  if (!target) return null
  const thing = shared(target.thing, asked)
  const uses =
    thing.kind === 'cte' || thing.kind === 'made'
      ? [{ document: asked.document, found: withinText(thing, asked) }]
      : acrossFiles(thing, asked)
  const places = uses.flatMap(({ document, found }) =>
    found.map(({ start, end }) => ({ uri: document.uri, range: rangeOf(document, start, end) })),
  )
  const own = definitionsOf(thing, asked)
  const all =
    asked.context?.includeDeclaration === false ? places.filter((place) => !own.some((each) => same(each, place))) : [...own, ...places]
  const unique = new Map(all.map((place) => [JSON.stringify(place), place]))
  return [...unique.values()].slice(0, most)
}

function same(a: Location, b: Location): boolean {
  return a.uri === b.uri && JSON.stringify(a.range) === JSON.stringify(b.range)
}

/** A column made in the last select of a model is the model's; a name for a relation stands for the relation. */
function shared(thing: Thing, asked: Asked): Thing {
  if (thing.kind === 'source' && thing.id !== undefined) return { kind: 'node', id: thing.id }
  if (thing.kind !== 'made') return thing
  const node = asked.snapshot.nodesOf(asked.path)[0]
  const { query } = sqlIn(asked.document)
  const isOutput = query.selects.some((select) => select.items.some((item) => item === thing.column.item))
  return node && isOutput ? { kind: 'column', node: node.unique_id, column: thing.column.name } : thing
}

function withinText(thing: Thing, asked: Asked): Found[] {
  const scope = scopeIn(asked.document, asked.path, asked.snapshot)
  const key = keyOf(thing)
  return sqlIn(asked.document).tokens.filter((token) => {
    const meaning = token.kind === 'name' || token.kind === 'quoted' ? scope.meaning(token) : undefined
    return meaning && keyOf(thingOf(meaning, asked)) === key
  })
}

/** Of names within one text: the place that defines them. */
function keyOf(thing: Thing): string {
  if (thing.kind === 'cte') return `cte ${thing.cte.name.start}`
  if (thing.kind === 'made') return `made ${thing.column.listed?.start ?? thing.column.item?.start ?? thing.column.name}`
  return thing.kind
}

function acrossFiles(thing: Thing, asked: Asked): { readonly document: TextDocument; readonly found: readonly Found[] }[] {
  const { snapshot, documents } = asked
  const paths = thing.kind === 'column' ? columnFiles(thing.node, asked) : allFiles(asked)
  return [...paths].flatMap((path) => {
    const document = documents.at(path)
    const name = nameOf(thing, asked)
    if (!document || (name !== undefined && !document.getText().toLowerCase().includes(name.toLowerCase()))) return []
    const within: Asked = { ...asked, document, path, text: document.getText() }
    const found = thing.kind === 'column' ? columnUses(thing, within) : thingUses(thing, within)
    return found.length > 0 && snapshot.file(path)?.kind !== 'seed' ? [{ document, found }] : []
  })
}

function* allFiles({ snapshot }: Asked): Generator<string> {
  for (const file of snapshot.files()) if (/\.(?:sql|ya?ml|md)$/i.test(file.path)) yield file.absolutePath
}

/** Files that could speak of a node's column: its own, its readers', its properties. */
function columnFiles(id: UniqueId, { snapshot }: Asked): Set<string> {
  const own = snapshot.resource(id)
  const readers = Object.values(snapshot.manifest.nodes).filter((node) => node.depends_on.nodes.includes(id))
  const patches = own ? (snapshot.patchPath(own) ?? snapshot.pathOf(own)) : undefined
  return new Set([...(own ? [snapshot.pathOf(own)] : []), ...(patches ? [patches] : []), ...readers.map((node) => snapshot.pathOf(node))])
}

function nameOf(thing: Thing, { snapshot }: Asked): string | undefined {
  if (thing.kind === 'node') return (snapshot.resource(thing.id) as { readonly name?: string } | undefined)?.name
  if (thing.kind === 'macro')
    return snapshot.manifest.macros[thing.id]?.name
      .replace(/^(?:test|materialization)_|^[a-z]+__/g, '')
      .replace(/_(?:default|duckdb|postgres|snowflake)$/, '')
  if (thing.kind === 'doc') return snapshot.manifest.docs[thing.id]?.name
  if (thing.kind === 'column') return thing.column
  return thing.kind === 'var' || thing.kind === 'config' ? thing.name : undefined
}

function thingUses(thing: Thing, asked: Asked): Found[] {
  const codes = codesIn(asked.document, asked.path)
  const inCode = codes.flatMap((code) => usesInCode(thing, code, asked))
  if (!isYaml(asked.path) || (thing.kind !== 'macro' && thing.kind !== 'node')) return inCode
  const inYaml = yamlIn(asked.document).flatMap((entry) => {
    const at = yamlThing(entry, { ...asked, offset: entry.value === '' ? entry.keyStart : entry.start })
    return at && at.thing.kind === thing.kind && 'id' in at.thing && at.thing.id === thing.id ? [{ start: at.start, end: at.end }] : []
  })
  return [...inCode, ...inYaml]
}

function usesInCode(thing: Thing, code: Code, asked: Asked): Found[] {
  const { snapshot } = asked
  const from = snapshot.packageOf(asked.path)
  if (thing.kind === 'macro')
    return code.words.filter((word) => word.kind === 'name' && snapshot.macro(pathTo(code, word), from)?.unique_id === thing.id)
  return code.calls.flatMap((call) => {
    const name = call.path.at(-1)
    const last = code.words.findLast((word) => word.kind === 'string' && call.open <= word.start && word.end <= call.close)
    if (!last) return []
    const values = call.args.map(({ value }) => value)
    const meant =
      thing.kind === 'node'
        ? nodeOfCall(call, snapshot, from) === thing.id
        : thing.kind === 'doc'
          ? name === 'doc' && values.at(-1) === snapshot.manifest.docs[thing.id]?.name
          : thing.kind === 'var' && name === 'var' && values[0] === thing.name
    const first = code.words.find((word) => word.kind === 'string' && call.open <= word.start)
    return meant ? [thing.kind === 'var' && first ? first : last] : []
  })
}

function columnUses(thing: Extract<Thing, { kind: 'column' }>, asked: Asked): Found[] {
  const { document, path, snapshot } = asked
  if (isYaml(path)) {
    return yamlIn(document).filter(({ path: at, value }) => {
      const column = at.at(-1) === 'name' && at.at(-3) === 'columns' && sameName(value, thing.column)
      return column && resourceAt(at, asked) === thing.node
    })
  }
  if (!isSql(path)) return []
  const outline = sqlIn(document)
  const scope = scopeIn(document, path, snapshot)
  const own = snapshot.nodesOf(path).some((node) => node.unique_id === thing.node)
  const made = own
    ? outline.query.selects.flatMap(({ items }) => items.flatMap(({ name }) => (name && sameName(name.text, thing.column) ? [name] : [])))
    : []
  const read = outline.tokens.filter((token) => {
    if ((token.kind !== 'name' && token.kind !== 'quoted') || !sameName(token.text, thing.column)) return false
    const meaning = scope.meaning(token)
    const origin = meaning?.kind === 'column' && !meaning.column.item ? meaning.column.origin : undefined
    return origin?.node === thing.node && sameName(origin.column, thing.column)
  })
  return [...made, ...read]
}

/** Completion in a properties file: columns, resources, tests, configuration. */
import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver'
import { yamlIn } from '../reading.js'
import type { YamlEntry, YamlPath } from '../text/yaml-outline.js'
import { materializationItems } from './code-completion.js'
import { configKeys } from './config-keys.js'
import type { Asked } from './context.js'
import { columnItem, distinct, item, nodeItem, type Place } from './items.js'
import { resourceAt, yamlThing } from './yaml-target.js'

export function yamlCompletions(entry: YamlEntry, asked: Asked): CompletionItem[] {
  const { path } = entry
  const onValue = entry.start <= asked.offset
  const place: Place = onValue
    ? { start: entry.start, end: Math.max(entry.end, entry.start) }
    : { start: entry.keyStart, end: asked.offset }
  const last = path.at(-1)
  if (onValue && last === 'name') return named(path, place, asked)
  if (path.slice(-2).some((step) => step === 'data_tests' || step === 'tests')) return testItems(wordAround(entry, asked), asked)
  if (onValue && (last === 'materialized' || last === '+materialized')) return materializationItems(place, asked)
  if (onValue && last === 'model' && path[0] === 'unit_tests') return modelItems(place, asked)
  if (onValue && last === 'field') return fieldItems(entry, place, asked)
  if (path.at(-2) === 'config' || last === 'config' || (typeof last === 'string' && last.startsWith('+'))) return keyItems(place, asked)
  return []
}

function wordAround(entry: YamlEntry, { offset, text }: Asked): Place {
  const before = /[\w.]*$/.exec(text.slice(entry.keyStart, offset))?.[0] ?? ''
  const after = /^[\w.]*/.exec(text.slice(offset, entry.lineEnd))?.[0] ?? ''
  return { start: offset - before.length, end: offset + after.length }
}

function modelItems(place: Place, asked: Asked): CompletionItem[] {
  const models = asked.snapshot.refs().filter((node) => node.resource_type === 'model')
  return models.map((node) => nodeItem(node, place, asked))
}

function named(path: YamlPath, place: Place, asked: Asked): CompletionItem[] {
  if (path.at(-3) === 'columns') {
    const id = resourceAt(path, asked)
    if (id === undefined) return []
    const home = path.slice(0, -2)
    const taken = new Set(
      yamlIn(asked.document)
        .filter(
          (each) =>
            each.path.length === path.length &&
            each.path.at(-1) === 'name' &&
            home.every((step, at) => step === each.path[at]) &&
            each.start !== place.start,
        )
        .map(({ value }) => value.toLowerCase()),
    )
    return distinct(
      asked.snapshot
        .columnsOf(id)
        .filter(({ name }) => !taken.has(name.toLowerCase()))
        .map((column) => columnItem(column, place, asked)),
    )
  }
  const kinds: Readonly<Record<string, string>> = { models: 'model', seeds: 'seed', snapshots: 'snapshot' }
  const kind = path.length === 3 ? kinds[String(path[0])] : undefined
  const { packageOf } = asked.snapshot
  const from = packageOf.call(asked.snapshot, asked.path)
  return asked.snapshot
    .refs()
    .filter((node) => node.resource_type === kind && node.package_name === from)
    .map((node) => nodeItem(node, place, asked))
}

function testItems(place: Place, asked: Asked): CompletionItem[] {
  const { snapshot } = asked
  const from = snapshot.packageOf(asked.path)
  const own = [...snapshot.macros.names(from)].filter((name) => name.startsWith('test_')).map((name) => name.slice(5))
  const others = Object.values(snapshot.manifest.macros).filter(({ name, package_name: home }) => {
    const source = snapshot.project.packages.find((each) => each.name === home)
    return source?.kind === 'installed' && name.startsWith('test_')
  })
  const labels = [...own, ...others.map(({ name, package_name: home }) => `${home}.${name.slice(5)}`)]
  return [...new Set(labels)].map((name) => item(name, place, asked, { kind: CompletionItemKind.Function }))
}

/** Columns of what the test's `to:` names. */
function fieldItems(entry: YamlEntry, place: Place, asked: Asked): CompletionItem[] {
  const target = yamlThing({ ...entry, value: entry.value || '-', end: entry.start + 1 }, { ...asked, offset: entry.start })
  if (target?.thing.kind !== 'column') return []
  return asked.snapshot.columnsOf(target.thing.node).map((column) => columnItem(column, place, asked))
}

function keyItems(place: Place, asked: Asked): CompletionItem[] {
  return [...configKeys].map(([name, takes]) => {
    const made = item(name, place, asked, { kind: CompletionItemKind.Property, detail: takes })
    return { ...made, textEdit: { ...made.textEdit, newText: `${name}: ` } as CompletionItem['textEdit'] & object }
  })
}

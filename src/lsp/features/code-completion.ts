/** Completion inside a tag: models, sources, variables, docs, macros, configuration. */
import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver'
import type { MacroNode } from '../../core/node.js'
import { isSql } from '../reading.js'
import { argumentIndex, type Call, type Code, callAt, pathTo, type Word, wordAt } from '../text/code.js'
import { configKeys } from './config-keys.js'
import type { Asked } from './context.js'
import { distinct, item, macroItem, nodeItem, type Place } from './items.js'
import { columnsInScope } from './sql-completion.js'

export function codeCompletions(code: Code, asked: Asked, statement: boolean): CompletionItem[] {
  const touched = wordAt(code, asked.offset)
  const word = touched?.kind === 'mark' && touched.start === asked.offset ? wordBefore(code, asked.offset) : touched
  const call = callAt(code, asked.offset)
  if (word?.kind === 'string' && asked.offset >= word.start) return call ? textItems(call, word, asked) : []
  if (word?.kind === 'string' || word?.kind === 'number') return []
  const place: Place = word?.kind === 'name' ? word : { start: asked.offset, end: asked.offset }
  if (call?.path.at(-1) === 'config' && call.path.length === 1) return configItems(call, place, asked)
  const path = word?.kind === 'name' ? pathTo(code, word) : dotted(code, asked.offset)
  return path.length > 1 ? packageItems(path, place, asked) : [...names(place, asked, statement), ...macroItems(code, place, asked)]
}

function wordBefore(code: Code, offset: number): Word | undefined {
  return code.words.find((word) => word.end === offset && word.kind !== 'mark') ?? code.words.find((word) => word.end === offset)
}

/** `dbt_utils.` with nothing behind it yet. */
function dotted(code: Code, offset: number): readonly string[] {
  const dot = code.words.findLast((word) => word.end <= offset && word.text === '.' && word.kind === 'mark')
  const before = dot && dot.end === offset ? code.words[code.words.indexOf(dot) - 1] : undefined
  return before?.kind === 'name' ? [...pathTo(code, before), ''] : []
}

function textItems(call: Call, word: Word, asked: Asked): CompletionItem[] {
  const { snapshot } = asked
  const index = argumentIndex(call, word.start)
  const first = call.args[0]?.value
  switch (call.path.at(-1)) {
    case 'ref': {
      const packageName = index === 1 ? first : undefined
      const nodes = snapshot.refs().filter((node) => packageName === undefined || node.package_name === packageName)
      return distinct(nodes.map((node) => nodeItem(node, word, asked)))
    }
    case 'source':
      return sourceItems(index === 0 ? undefined : first, word, asked)
    case 'var':
      return variableNames(asked).map((name) => item(name, word, asked, { kind: CompletionItemKind.Variable }))
    case 'doc':
      return distinct(
        Object.values(snapshot.manifest.docs).map((doc) =>
          item(doc.name, word, asked, { kind: CompletionItemKind.Text, text: doc.block_contents }),
        ),
      )
    case 'config':
      return call.args[index]?.keyword === 'materialized' ? materializationItems(word, asked) : []
    default:
      return isSql(asked.path) ? columnsInScope(word.start, word, asked) : []
  }
}

function sourceItems(source: string | undefined, word: Word, asked: Asked): CompletionItem[] {
  const sources = asked.snapshot.sources()
  if (source === undefined)
    return distinct(
      sources.map((each) => item(each.source_name, word, asked, { kind: CompletionItemKind.Module, text: each.source_description })),
    )
  const tables = sources.filter((each) => each.source_name === source)
  return tables.map((each) =>
    item(each.name, word, asked, { kind: CompletionItemKind.Reference, detail: each.relation_name, text: each.description }),
  )
}

function variableNames({ snapshot }: Asked): string[] {
  const { config } = snapshot.project.root
  const packages = new Set(snapshot.project.packages.map(({ name }) => name))
  const scoped = Object.entries(config.vars).flatMap(([name, value]) =>
    packages.has(name) && typeof value === 'object' && value !== null ? Object.keys(value) : [name],
  )
  return [...new Set([...scoped, ...Object.keys(snapshot.project.cliVars)])]
}

export function materializationItems(place: Place, asked: Asked): CompletionItem[] {
  const names = Object.values(asked.snapshot.manifest.macros).flatMap(({ name }) => /^materialization_(\w+)_[a-z]+$/.exec(name)?.[1] ?? [])
  return [...new Set([...names, 'ephemeral'])].sort().map((name) => item(name, place, asked, { kind: CompletionItemKind.EnumMember }))
}

function configItems(call: Call, place: Place, asked: Asked): CompletionItem[] {
  const given = new Set(call.args.map(({ keyword }) => keyword))
  return [...configKeys]
    .filter(([name]) => !given.has(name))
    .map(([name, takes]) => {
      const made = item(name, place, asked, { kind: CompletionItemKind.Property, detail: takes })
      return { ...made, textEdit: { ...made.textEdit, newText: `${name}=` } as CompletionItem['textEdit'] & object }
    })
}

const words = [
  'ref',
  'source',
  'var',
  'config',
  'this',
  'is_incremental',
  'env_var',
  'target',
  'adapter',
  'execute',
  'run_query',
  'log',
  'return',
  'exceptions',
  'modules',
  'model',
  'graph',
  'doc',
  'invocation_id',
  'run_started_at',
]
const statements = [
  'if',
  'elif',
  'else',
  'endif',
  'for',
  'endfor',
  'set',
  'endset',
  'macro',
  'endmacro',
  'do',
  'call',
  'endcall',
  'filter',
  'endfilter',
  'raw',
  'endraw',
  'test',
  'endtest',
  'snapshot',
  'endsnapshot',
]

function names(place: Place, asked: Asked, statement: boolean): CompletionItem[] {
  const plain = words.map((name) => item(name, place, asked, { kind: CompletionItemKind.Keyword, order: '1' }))
  return statement
    ? [...statements.map((name) => item(name, place, asked, { kind: CompletionItemKind.Keyword, order: '0' })), ...plain]
    : plain
}

/** Macros that are meant to be called: no tests, materializations, or implementations for one warehouse. */
function isCallable({ name }: MacroNode): boolean {
  return !/^(?:test|materialization)_|__/.test(name)
}

function macroItems(code: Code, place: Place, asked: Asked): CompletionItem[] {
  const { snapshot } = asked
  const from = snapshot.packageOf(asked.path)
  const called = isCalled(code, place)
  const found = [...snapshot.macros.names(from)].flatMap((name) => snapshot.macros.find(name, from) ?? [])
  const packages = snapshot.project.packages.filter((source) => source.kind === 'installed')
  return [
    ...found.filter(isCallable).map((macro) => macroItem(macro, macro.name, place, asked, called)),
    ...packages.map(({ name }) => item(name, place, asked, { kind: CompletionItemKind.Module, detail: 'package' })),
  ]
}

function packageItems(path: readonly string[], place: Place, asked: Asked): CompletionItem[] {
  const macros = Object.values(asked.snapshot.manifest.macros).filter((macro) => macro.package_name === path.at(-2) && isCallable(macro))
  return macros.map((macro) => macroItem(macro, macro.name, place, asked, false))
}

function isCalled(code: Code, { end }: Place): boolean {
  return code.words.some((word) => word.start === end && word.text === '(')
}

/** Completion in SQL: columns of the relations in scope, common table expressions. */
import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver'
import { nodeOfSource, scopeIn, sqlIn } from '../reading.js'
import type { SqlSource } from '../sql/model.js'
import type { SqlScope } from '../sql/scope.js'
import { isName, type SqlToken } from '../sql/tokens.js'
import type { Asked } from './context.js'
import { shortName } from './hover.js'
import { columnItem, distinct, item, type Place } from './items.js'

const beforeRelation = new Set(['from', 'join', 'into', 'update'])

export function sqlCompletions(asked: Asked): CompletionItem[] {
  const { offset, document } = asked
  const { tokens, ctes } = sqlIn(document)
  const inText = tokens.find((token) => token.kind === 'string' && token.start < offset && offset < token.end)
  if (inText || inComment(asked)) return []
  const word = tokens.find((token) => isName(token) && token.start <= offset && offset <= token.end)
  const place: Place = word ? { start: word.start, end: word.end } : { start: offset, end: offset }
  const before = tokens.filter((token) => token.end <= place.start)
  const last = before.at(-1)
  if (last?.word === '.' && last.end === place.start) return columnsOfAlias(before.at(-2), place, asked)
  const tables = ctes.filter((cte) => cte !== cteAround(asked) && cte.name.text !== '' && cte.name.end < offset)
  const names = distinct(
    tables.map((cte) =>
      item(cte.name.text, place, asked, { kind: CompletionItemKind.Struct, detail: 'common table expression', order: '0' }),
    ),
  )
  if (beforeRelation.has(last?.word ?? '')) return [...names, ...(asked.snippets ? relationSnippets(place, asked) : [])]
  return [...columnsInScope(offset, place, asked), ...aliases(asked, place)]
}

/** The definition the place is in: it does not read itself. */
function cteAround({ document, offset }: Asked) {
  return sqlIn(document).ctes.findLast((cte) => cte.start <= offset && offset < cte.end)
}

function inComment({ text, offset }: Asked): boolean {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset)
  return /^(?:[^'"]|'[^']*'|"[^"]*")*?--/.test(line)
}

function relationSnippets(place: Place, asked: Asked): CompletionItem[] {
  const range = { start: asked.document.positionAt(place.start), end: asked.document.positionAt(place.end) }
  const snippet = (label: string, newText: string): CompletionItem => ({
    label,
    kind: CompletionItemKind.Snippet,
    insertTextFormat: 2,
    textEdit: { range, newText },
  })
  return [snippet('ref', "{{ ref('$1') }}$0"), snippet('source', "{{ source('$1', '$2') }}$0")]
}

function columnsOfAlias(alias: SqlToken | undefined, place: Place, asked: Asked): CompletionItem[] {
  if (!alias) return []
  const scope = scopeOf(asked)
  const { selects } = sqlIn(asked.document)
  const source =
    scope.sourceAt(place.start, alias.text) ??
    selects.flatMap(({ sources }) => sources).find((each) => each.alias?.word === alias.text.toLowerCase())
  return source ? distinct(scope.columnsOfSource(source).map((column) => columnItem(column, place, asked))) : []
}

function scopeOf({ document, path, snapshot }: Asked): SqlScope {
  return scopeIn(document, path, snapshot)
}

/** Of the select around the place; of all relations in the text where that one names none yet. */
export function columnsInScope(offset: number, place: Place, asked: Asked): CompletionItem[] {
  const scope = scopeOf(asked)
  const near = scope.sourcesAt(offset)
  const sources = near.length > 0 ? near : sqlIn(asked.document).selects.flatMap((select) => select.sources)
  return distinct(
    sources.flatMap((source) => scope.columnsOfSource(source).map((column) => columnItem(column, place, asked, nameOf(source, asked)))),
  )
}

function nameOf(source: SqlSource, asked: Asked): string | undefined {
  if (source.alias) return source.alias.text
  const id = nodeOfSource(source, asked.document, asked.snapshot, asked.path)
  return id === undefined ? undefined : shortName(id)
}

function aliases(asked: Asked, place: Place): CompletionItem[] {
  const names = scopeOf(asked)
    .sourcesAt(asked.offset)
    .flatMap(({ alias }) => alias?.text ?? [])
  return [...new Set(names)].map((name) => item(name, place, asked, { kind: CompletionItemKind.Variable, order: '2' }))
}

/** The outline of a file: common table expressions, macros, tests, the nodes of a properties file. */
import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import { rangeOf } from '../documents.js'
import { isYaml, regionsIn, sqlIn, yamlIn } from '../reading.js'

export function symbols(document: TextDocument): DocumentSymbol[] {
  if (isYaml(document.uri)) return properties(document)
  const blocks = definitions(document)
  return blocks.length > 0 ? blocks : selects(document)
}

const kinds: Readonly<Record<string, SymbolKind>> = {
  macro: SymbolKind.Function,
  test: SymbolKind.Function,
  data_test: SymbolKind.Function,
  materialization: SymbolKind.Class,
  snapshot: SymbolKind.Class,
  docs: SymbolKind.String,
}

/** `{% macro … %}` and its like. */
function definitions(document: TextDocument): DocumentSymbol[] {
  const text = document.getText()
  const found: DocumentSymbol[] = []
  let open: { readonly name: string; readonly kind: string; readonly start: number; readonly at: number } | undefined
  for (const { kind, start, end, inner } of regionsIn(document)) {
    if (kind !== 'statement') continue
    const [, word = '', name = ''] = /^\s*(\w+)(?:\s+(\w+))?/.exec(text.slice(inner.start, inner.end)) ?? []
    if (open && word === `end${open.kind}`) {
      found.push(symbol(document, open.name, open.kind, kinds[open.kind] ?? SymbolKind.Function, { ...open, end }))
      open = undefined
    } else if (!open && word in kinds && name !== '') open = { name, kind: word, start, at: text.indexOf(name, inner.start + word.length) }
  }
  return found
}

interface Extent {
  readonly start: number
  readonly end: number
  /** Offset of the name. */
  readonly at: number
}

function symbol(document: TextDocument, name: string, detail: string, kind: SymbolKind, { start, end, at }: Extent): DocumentSymbol {
  const selection = at >= start && at + name.length <= end ? rangeOf(document, at, at + name.length) : rangeOf(document, start, start)
  return { name, detail, kind, range: rangeOf(document, start, end), selectionRange: selection }
}

function selects(document: TextDocument): DocumentSymbol[] {
  const { ctes, query } = sqlIn(document)
  const made = ctes.map((cte) =>
    symbol(document, cte.name.text || '?', 'common table expression', SymbolKind.Struct, {
      start: cte.start,
      end: cte.end,
      at: cte.name.start,
    }),
  )
  const items = (query.selects[0]?.items ?? []).flatMap((item) =>
    item.name && item.name.text !== ''
      ? [symbol(document, item.name.text, 'column', SymbolKind.Field, { start: item.start, end: item.end, at: item.name.start })]
      : [],
  )
  return [...made, ...items]
}

function properties(document: TextDocument): DocumentSymbol[] {
  return yamlIn(document).flatMap(({ path, value, start, end, keyStart }) => {
    const named = path.at(-1) === 'name' && value !== '' && (path.length === 3 || (path[2] === 'tables' && path.length === 5))
    return named ? [symbol(document, value, String(path.at(-3)), SymbolKind.Object, { start: keyStart, end, at: start })] : []
  })
}

/** Completion items of the things of a project. */
import { type CompletionItem, CompletionItemKind, InsertTextFormat, MarkupKind } from 'vscode-languageserver'
import type { MacroNode, ManifestNode } from '../../core/node.js'
import { rangeOf } from '../documents.js'
import type { Asked } from './context.js'
import { signatureOf } from './hover.js'
import { escaped } from './markdown.js'

/** Offsets that the item takes the place of. */
export interface Place {
  readonly start: number
  readonly end: number
}

export interface Facts {
  readonly kind: CompletionItemKind
  readonly detail?: string | undefined
  readonly text?: string | undefined
  /** Before others, in the order of these. */
  readonly order?: string | undefined
}

export function item(label: string, place: Place, asked: Asked, { kind, detail, text, order }: Facts): CompletionItem {
  return {
    label,
    kind,
    ...(detail && { detail }),
    ...(text && { documentation: { kind: MarkupKind.Markdown, value: escaped(text) } }),
    ...(order && { sortText: `${order}${label}` }),
    textEdit: { range: rangeOf(asked.document, place.start, place.end), newText: label },
  }
}

export function nodeItem(node: ManifestNode, place: Place, asked: Asked): CompletionItem {
  const detail = node.resource_type === 'model' ? node.config.materialized : node.resource_type
  return item(node.name, place, asked, { kind: CompletionItemKind.Reference, detail, text: node.description })
}

export function columnItem(
  column: { readonly name: string; readonly type: string | null },
  place: Place,
  asked: Asked,
  from?: string,
): CompletionItem {
  const detail = [column.type, from].filter(Boolean).join(' · ')
  return item(column.name, place, asked, { kind: CompletionItemKind.Field, detail, order: '1' })
}

/** With its arguments as places to fill in, where the editor can. */
export function macroItem(macro: MacroNode, label: string, place: Place, asked: Asked, called: boolean): CompletionItem {
  const signature = signatureOf(macro)
  const plain = item(label, place, asked, {
    kind: CompletionItemKind.Function,
    detail: signature,
    text: macro.description,
    order: ['dbt', 'sluice'].includes(macro.package_name) || macro.package_name.startsWith('dbt_') ? '3' : '2',
  })
  if (called || !asked.snippets) return plain
  return {
    ...plain,
    insertTextFormat: InsertTextFormat.Snippet,
    textEdit: { range: rangeOf(asked.document, place.start, place.end), newText: `${label}(${placeholders(signature)})` },
  }
}

/** Arguments without a default. */
function placeholders(signature: string): string {
  const inside = /\(([\s\S]*)\)/.exec(signature)?.[1] ?? ''
  const names = inside
    .split(',')
    .map((part) => part.trim())
    .filter((part) => /^\w+$/.test(part))
  return names.length === 0 ? '$0' : names.map((name, index) => `\${${index + 1}:${name}}`).join(', ')
}

/** Each label once, the first of it. */
export function distinct(items: readonly CompletionItem[]): CompletionItem[] {
  const known = new Map<string, CompletionItem>()
  for (const each of items) if (!known.has(each.label)) known.set(each.label, each)
  return [...known.values()]
}

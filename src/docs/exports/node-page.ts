/** One node as Markdown: for agents, for a wiki, for a terminal. */

import type { SiteColumn, SiteDetail, SiteLineage, SiteNode } from '../model/index.js'
import type { SiteData } from '../site-data.js'
import { fenced, inline, link, nameText, quotation, table } from './markdown.js'
import { statusWords } from './status-words.js'

export interface NodePages {
  readonly data: SiteData
  /** Path of each node's page below the target folder. */
  readonly paths: readonly string[]
  /** Places of the nodes before and after each. */
  readonly above: readonly (readonly number[])[]
  readonly below: readonly (readonly number[])[]
}

export function nodePage(place: number, pages: NodePages): string {
  const { index, shards } = pages.data
  const node = index.nodes[place]
  const detail = shards.detail?.[place]
  if (!node || !detail) return ''
  const parts = [
    `# ${inline(node.name)}`,
    facts(node, detail, index.lastRun !== null),
    ...(detail.description.trim() === '' ? ['No description yet.'] : ['## Description', quotation(detail.description)]),
    ...columnParts(detail, pages),
    ...linkPart('Upstream', pages.above[place] ?? [], pages),
    ...linkPart('Downstream', pages.below[place] ?? [], pages),
    ...madeOf(shards.lineage?.[place], pages),
    ...testParts(detail),
    ...sqlParts(detail),
  ]
  return `${parts.join('\n\n')}\n`
}

function facts(node: SiteNode, detail: SiteDetail, ran: boolean): string {
  const rows: (readonly [string, string])[] = [
    ['Type', inline([node.type, node.materialized].filter(Boolean).join(', '))],
    ['Id', nameText(node.id)],
    ['Relation', detail.relation && fencedInline(detail.relation)],
    ['File', nameText(detail.file)],
    ['Package', nameText(node.package)],
    ['Version', inline(node.version)],
    ['Owner', inline(detail.ownerText || node.owner)],
    ['Group', inline(node.group)],
    ['Access', inline(node.access)],
    ['Tags', node.tags.map(inline).join(', ')],
    ['Certified', node.certified ? 'yes' : ''],
    ['Contract', node.contract ? 'enforced' : ''],
    ['Deprecated', inline(node.deprecated)],
    ['Last run', ran ? statusWords[node.status] : ''],
    ['Freshness', node.freshness === 'none' ? '' : statusWords[node.freshness]],
    ['Rows', node.rows === null ? '' : String(node.rows)],
    ['Link', /^https?:\/\/[^\s<>]+$/i.test(detail.url) ? `<${detail.url}>` : ''],
  ]
  return rows.flatMap(([label, text]) => (text === '' || text === '``' ? [] : [`- ${label}: ${text}`])).join('\n')
}

/** A relation's name has quotes that are no Markdown. */
function fencedInline(text: string): string {
  return /^[^`\n]+$/.test(text) ? `\`${text}\`` : inline(text)
}

function columnParts(detail: SiteDetail, { data: { index } }: NodePages): string[] {
  if (detail.columns.length === 0) return ['## Columns', 'No columns are known.']
  const rows = detail.columns.map((column) => [
    nameText(column.name),
    inline(column.type),
    described(column, index.nodes),
    [...column.tags, ...column.constraints].map(inline).join(', '),
  ])
  return ['## Columns', table(['Column', 'Type', 'Description', 'Tags and constraints'], rows)]
}

function described({ description, from }: SiteColumn, nodes: readonly SiteNode[]): string {
  const origin = from && nodes[from.node]
  return origin ? `${inline(description)} (from ${nameText(`${origin.name}.${from.column}`)})` : inline(description)
}

/** The other pages lie beside this one's folder. */
function linkPart(title: string, places: readonly number[], { data: { index }, paths }: NodePages): string[] {
  const rows = places.map((place) => {
    const node = index.nodes[place]
    return node ? `- ${link(node.name, `../${paths[place]?.replace(/^docs\//, '')}`)} (${inline(node.type)})` : ''
  })
  return rows.length === 0 ? [] : [`## ${title}`, rows.join('\n')]
}

/** Where the values of each column come from. */
function madeOf(lineage: SiteLineage | undefined, { data: { index } }: NodePages): string[] {
  const rows = (lineage?.columns ?? []).flatMap((column) => {
    if (column.name === '' || column.up.length === 0) return []
    const from = column.up.map(([place, name, kind]) => `${nameText(dotted(index.nodes[place]?.name ?? '', name))} (${inline(kind)})`)
    return [[nameText(column.name), from.join(', '), inline(column.steps[0]?.[1] ?? '')]]
  })
  return rows.length === 0 ? [] : ['## Where columns come from', table(['Column', 'From', 'As'], rows)]
}

function dotted(node: string, column: string): string {
  return column === '' ? node : `${node}.${column}`
}

function testParts(detail: SiteDetail): string[] {
  if (detail.tests.length === 0) return ['## Tests', 'No tests.']
  const rows = detail.tests.map((test) => [
    nameText(test.name),
    inline(test.kind),
    nameText(test.column),
    `${statusWords[test.status]}${test.failures ? ` (${test.failures})` : ''}`,
    inline(test.severity),
    inline(test.message),
  ])
  return ['## Tests', table(['Test', 'Kind', 'Column', 'Status', 'Severity', 'Message'], rows)]
}

function sqlParts(detail: SiteDetail): string[] {
  const raw = detail.rawCode === '' ? [] : ['## Code', fenced(detail.rawCode, 'sql')]
  const same = detail.compiledCode.trim() === detail.rawCode.trim()
  return detail.compiledCode === '' || same ? raw : [...raw, '## Compiled code', fenced(detail.compiledCode, 'sql')]
}

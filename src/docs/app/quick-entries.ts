/** What the search box offers for a text: nodes with the reason they were found, then macros, terms, tests and pages. */
import type { Blocks } from '../model/index.js'
import { columnLink } from './columns/words.js'
import { loadBlock } from './data.js'
import { pages } from './pages/index.js'
import { type Hit, search } from './search.js'
import { nodeLink, type Site } from './site.js'

export interface Entry {
  readonly key: string
  readonly kind: string
  readonly title: string
  /** What of it was found, where it is not the title. */
  readonly why: string
  readonly href: string
}

const mostNodes = 12
const mostOthers = 4

export async function entriesOf(site: Site, text: string): Promise<readonly Entry[]> {
  if (text.trimStart().startsWith('>')) return pageEntries(text.trimStart().slice(1).trim())
  if (/^\s*select:/.test(text)) return [catalogEntry(text, 'Select in the catalog')]
  const hits = await search(site, text)
  const nodes = hits.slice(0, mostNodes).flatMap((hit) => nodeEntry(site, hit))
  const others = /\w+:/.test(text) ? [] : await otherEntries(site, text.trim().toLowerCase())
  const rest = hits.length > 0 ? [catalogEntry(text, `All ${hits.length.toLocaleString('en')} in the catalog`)] : []
  const found = [...nodes, ...others, ...rest]
  return found.length > 0 ? found : [catalogEntry('', `Nothing is called or has “${text.slice(0, 60)}”: open the catalog`)]
}

function nodeEntry(site: Site, { place, field, text }: Hit): Entry[] {
  const node = site.index.nodes[place]
  if (!node) return []
  const kind = node.type.replace('_', ' ')
  if (field === 'column')
    return [{ key: `${node.id} ${text}`, kind, title: node.name, why: `column ${text}`, href: columnLink(node.id, text) }]
  const why = field === 'tag' ? `tag or owner ${text}` : field === 'description' ? node.summary : ''
  return [{ key: node.id, kind, title: node.name, why, href: nodeLink(node) }]
}

function catalogEntry(text: string, title: string): Entry {
  return { key: 'catalog', kind: 'catalog', title, why: '', href: `#/catalog${text ? `?q=${encodeURIComponent(text)}` : ''}` }
}

function pageEntries(text: string): Entry[] {
  const wanted = text.toLowerCase()
  return Object.entries(pages).flatMap(([name, { title, group }]) =>
    group !== null && title.toLowerCase().includes(wanted) ? [{ key: name, kind: 'page', title, why: group, href: `#/${name}` }] : [],
  )
}

/** Each in the order of its block; only what a page of its own shows. */
async function otherEntries(site: Site, wanted: string): Promise<Entry[]> {
  if (wanted.length < 3) return []
  const [macros, terms, tests] = await Promise.all([read(site, 'macros'), read(site, 'glossary'), read(site, 'tests')])
  return [
    ...first(macros?.macros ?? [], 'macros', wanted, ({ name, id, package: from }) => ({
      ...{ key: id, kind: 'macro', title: name, why: from },
      href: `#/macros/${encodeURIComponent(id)}`,
    })),
    ...first(terms?.terms ?? [], 'glossary', wanted, ({ name, package: from }) => ({
      ...{ key: `term ${from} ${name}`, kind: 'term', title: name, why: '' },
      href: `#/glossary?q=${encodeURIComponent(name)}`,
    })),
    ...first(tests?.tests ?? [], 'tests', wanted, ({ name, id, kind }) => ({
      ...{ key: id, kind: 'test', title: name, why: kind },
      href: `#/tests?q=${encodeURIComponent(name)}`,
    })),
  ]
}

async function read<K extends keyof Blocks>(site: Site, name: K): Promise<Blocks[K] | undefined> {
  return await loadBlock(site.index, name)
}

function first<T extends { readonly name: string }>(items: readonly T[], page: string, wanted: string, entry: (item: T) => Entry): Entry[] {
  const found: Entry[] = []
  if (!pages[page]) return found
  for (const item of items) {
    if (found.length === mostOthers) break
    if (item.name.toLowerCase().includes(wanted)) found.push(entry(item))
  }
  return found
}

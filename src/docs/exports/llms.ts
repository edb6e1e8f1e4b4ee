/** `llms.txt` in the form of llmstxt.org: the project in a few lines, then links to a Markdown page for each node, by folder. */
import type { SiteNode } from '../model/index.js'
import type { SiteData } from '../site-data.js'
import { inline, link } from './markdown.js'

/** Of more nodes the folders are listed, each with a page of its own: the list as a whole would fill an agent's memory. */
const listedHere = 1500

export interface Listing {
  readonly path: string
  readonly text: string
}

export function llmsText(data: SiteData, paths: readonly string[]): Listing[] {
  const folders = byFolder(data.index.nodes)
  const section = (title: string, places: readonly number[], from: string) =>
    [`## ${inline(title)}`, places.map((place) => nodeLine(place, data, paths, from)).join('\n')].join('\n\n')
  if (data.index.nodes.length <= listedHere) {
    const sections = [...folders].map(([title, places]) => section(title, places, ''))
    return [{ path: 'llms.txt', text: whole(data, sections) }]
  }
  const lists = [...folders].map(([title, places], at) => ({ path: `docs/folder/${at + 1}.md`, title, places }))
  const rows = lists.map(({ title, places, path }) => `- ${link(title, path)}: ${counted(places.length)}`)
  const note = `${counted(data.index.nodes.length)} in ${lists.length} folders: each folder has a list of its own.`
  return [
    { path: 'llms.txt', text: whole(data, [note, '## Folders', rows.join('\n')]) },
    ...lists.map(({ path, title, places }) => ({
      path,
      text: `# ${inline(title)}\n\n${places.map((place) => nodeLine(place, data, paths, '../')).join('\n')}\n`,
    })),
  ]
}

function whole({ index }: SiteData, sections: readonly string[]): string {
  const { project, adapter, target, toolVersion, generatedAt } = index
  const parts = [
    `# ${inline(project)}`,
    `> Models, sources and tests of the data project ${inline(project)} (${inline(adapter)}, target ${inline(target)}), with columns and lineage. Written by sluice ${inline(toolVersion)} at ${inline(generatedAt)}.`,
    'Each page below describes one node: its columns, what it reads, who reads it, its tests and its SQL.',
    ...sections,
    '## Whole project',
    [
      `- ${link('lineage.json', 'lineage.json')}: all nodes, columns and edges between columns as data`,
      `- ${link('lineage.mmd', 'lineage.mmd')}: the lineage as a Mermaid flowchart`,
      `- ${link('manifest.json', 'manifest.json')}: the project as dbt describes it`,
    ].join('\n'),
  ]
  return `${parts.join('\n\n')}\n`
}

function byFolder(nodes: readonly SiteNode[]): Map<string, number[]> {
  const found = new Map<string, number[]>()
  for (const [place, { type, folder }] of nodes.entries()) {
    const title = folder === '' ? type : `${type}: ${folder}`
    const places = found.get(title)
    if (places) places.push(place)
    else found.set(title, [place])
  }
  return found
}

function nodeLine(place: number, { index }: SiteData, paths: readonly string[], from: string): string {
  const node = index.nodes[place]
  const path = paths[place] ?? ''
  const summary = node?.summary ? `: ${inline(node.summary)}` : ''
  return `- ${link(node?.name ?? '', from === '' ? path : `${from}${path.replace(/^docs\//, '')}`)}${summary}`
}

function counted(count: number): string {
  return `${count} ${count === 1 ? 'node' : 'nodes'}`
}

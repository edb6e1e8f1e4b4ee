/** What stands beside the page for other tools and for agents, made from the same data: text only, nothing is read or written. */
import type { SiteData } from '../site-data.js'
import { lineageJson } from './lineage-json.js'
import { llmsText } from './llms.js'
import { projectMermaid } from './mermaid.js'
import { nodePage } from './node-page.js'
import { pagePaths } from './page-paths.js'
import { projectSvg } from './svg.js'

export interface ExportFile {
  /** Below the target folder, with slashes; what lies in `docs/` is ours alone. */
  readonly path: string
  /** In parts, for it may be longer than one text should be. */
  readonly text: Iterable<string>
}

/** `data` as the page receives it: what was left out or made unreadable there does not stand here either. */
export function* siteExports(data: SiteData): Generator<ExportFile> {
  const { nodes, edges } = data.index
  const paths = pagePaths(nodes)
  yield { path: 'lineage.json', text: lineageJson(data, paths) }
  yield { path: 'lineage.mmd', text: [projectMermaid(data.index)] }
  yield { path: 'lineage.svg', text: [projectSvg(data.index)] }
  for (const { path, text } of llmsText(data, paths)) yield { path, text: [text] }
  const above: number[][] = nodes.map(() => [])
  const below: number[][] = nodes.map(() => [])
  for (const [from, to] of edges) {
    above[to]?.push(from)
    below[from]?.push(to)
  }
  for (const [place, path] of paths.entries()) yield { path, text: [nodePage(place, { data, paths, above, below })] }
}

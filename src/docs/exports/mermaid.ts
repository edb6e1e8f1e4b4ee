/** `lineage.mmd`: the project's lineage as a Mermaid flowchart. */
import { mermaidText } from '../../core/mermaid-text.js'
import type { SiteIndex } from '../model/index.js'
import { drawingOf } from './drawing.js'

/** GitHub draws no more edges, and no more than 50,000 characters. */
const limits = { boxes: 300, edges: 500 }
const longestLabel = 60

export function projectMermaid(index: Pick<SiteIndex, 'nodes' | 'edges'>): string {
  const { boxes, edges, note } = drawingOf(index, limits)
  const rows = boxes.map(({ name, about, type }, at) => {
    const label = mermaidText(`${short(name)} (${about})`)
    return `  n${at}${type === 'source' ? `[(${label})]` : `[${label}]`}`
  })
  return [
    'flowchart LR',
    ...(note === '' ? [] : [`  %% ${note}`]),
    ...rows,
    ...edges.map(([from, to]) => `  n${from} --> n${to}`),
    '',
  ].join('\n')
}

function short(name: string): string {
  const letters = [...name.slice(0, 4 * longestLabel)]
  return letters.length > longestLabel ? `${letters.slice(0, longestLabel - 1).join('')}…` : name
}

/** Lineage as a Mermaid flowchart, as GitHub draws one in Markdown: a box for each node, its columns inside. */
import { mermaidText } from '../../core/mermaid-text.js'
import type { AnswerEdge, AnswerNode, LineageAnswer } from '../answer.js'
import { pointKey } from '../graph.js'

/** GitHub draws no more. */
const mostEdges = 500

export function lineageMermaid(answer: LineageAnswer): string {
  const ids = new Map<string, string>()
  const boxes = answer.nodes.flatMap((node, at) => boxOf(node, at, answer, ids))
  const asked = answer.asked.map((point) => ids.get(pointKey(point))).filter((id) => id !== undefined)
  return [
    'flowchart LR',
    ...(answer.edges.length > mostEdges ? [`%% ${answer.edges.length} edges: GitHub draws ${mostEdges} at most, --depth gives fewer`] : []),
    ...boxes,
    ...answer.edges.map((edge) => arrow(edge, ids)),
    ...(asked.length > 0 ? ['  classDef asked stroke-width:3px', `  class ${asked.join(',')} asked`] : []),
  ].join('\n')
}

/** Takes down the id of each point it draws. */
function boxOf(node: AnswerNode, at: number, answer: LineageAnswer, ids: Map<string, string>): string[] {
  const columns = answer.columns.filter((column) => column.node === node.id)
  const title = mermaidText(node.resource_type === 'model' ? node.name : `${node.name} (${node.resource_type})`)
  if (columns.length === 0) {
    ids.set(node.id, `n${at}`)
    return [`  n${at}[${title}]`]
  }
  const lines = columns.map((column, index) => {
    const id = `n${at}c${index}`
    ids.set(pointKey(column), id)
    return `    ${id}[${mermaidText(column.column)}]`
  })
  // An arrow may end at a box as a whole.
  ids.set(node.id, `n${at}`)
  return [`  subgraph n${at}[${title}]`, ...lines, '  end']
}

function arrow({ from, to, kind, effects }: AnswerEdge, ids: ReadonlyMap<string, string>): string {
  const ends = (line: string) => `  ${ids.get(pointKey(from))} ${line} ${ids.get(pointKey(to))}`
  if (kind === 'rows') return ends(`-.->|${effects.join(' ')}|`)
  if (kind === 'table' || kind === 'passthrough') return ends('-->')
  return ends(kind === 'test' ? '-.->|test|' : `-->|${kind}|`)
}

/** An impact for the terminal: what changed, whom it touches and through what, who is to be asked. */
import type { ChangedNode, Impact, ImpactOwner, TouchedNode } from '../impact.js'
import { changeWords, count, few, headline, namesOf, throughWords } from './impact-words.js'
import type { LineageStyle } from './text.js'

export function impactText(impact: Impact, style: LineageStyle): string {
  const { changed, touched, owners } = impact
  const blocks = [
    section(
      'changed',
      changed.map((each) => changedLines(each, style)),
      style,
    ),
    section('touched', touchedLines(touched, namesOf(impact), style), style),
    section('owners', [owners.map((owner) => ownerLine(owner, style)).join('\n')].filter(Boolean), style),
    headline(impact),
  ]
  return blocks.filter((block) => block !== '').join('\n\n')
}

function section(title: string, parts: readonly string[], { paint }: LineageStyle): string {
  return parts.length === 0 ? '' : [paint.cyan(title), ...parts].join('\n')
}

function changedLines(each: ChangedNode, { paint }: LineageStyle): string {
  const { node, level } = each
  const mark = level === 'breaking' ? paint.red('breaking'.padEnd(10)) : paint.green(level.padEnd(10))
  const words = changeWords(each)
  const widest = Math.max(...words.map(({ text }) => text.length))
  const lines = words.map(({ sign, text, why }) => `   ${sign} ${why ? `${text.padEnd(widest)}  ${paint.dim(why)}` : text}`)
  return [`${mark}  ${paint.bold(node.name)}  ${paint.dim(`${node.file}:${node.line}`)}`, ...lines].join('\n')
}

/** A test says no more than which: they come in a line for each reason. */
function touchedLines(touched: readonly TouchedNode[], name: (id: string) => string, { paint }: LineageStyle): string[] {
  const kinds = Math.max(0, ...touched.map(({ node }) => node.resource_type.length))
  const names = Math.min(44, Math.max(0, ...touched.map(({ node }) => node.name.length)))
  return touched.map((each) => {
    const { node, effect, columns } = each
    const mark = effect === 'breaks' ? paint.red('breaks  ') : paint.yellow('values  ')
    const own = columns === null ? '' : ` → ${few(columns, 4)}`
    return `${mark}  ${node.resource_type.replace('_', ' ').padEnd(kinds)}  ${node.name.padEnd(names)}  ${paint.dim(`by ${few(throughWords(each, name), 3)}${own}`)}`
  })
}

function ownerLine({ owner, breaks, nodes }: ImpactOwner, { paint }: LineageStyle): string {
  return `${breaks ? paint.red('breaks  ') : '        '}  ${owner}  ${paint.dim(count(nodes.length, 'node'))}`
}

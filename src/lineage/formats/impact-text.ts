/** An impact for the terminal: what changed, whom it touches and through what, who is to be asked. */
import type { ChangedNode, Impact, ImpactOwner, TouchedNode } from '../impact.js'
import { apart, changeWords, count, few, headline, namesOf, throughWords } from './impact-words.js'
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

/** Tests that will only see other values are many, and say no more than their names. */
function touchedLines(touched: readonly TouchedNode[], name: (id: string) => string, { paint }: LineageStyle): string[] {
  const [tests, readers] = apart(touched)
  const kinds = widest(readers.map(({ node }) => node.resource_type))
  const names = Math.min(44, widest(readers.map(({ node }) => node.name)))
  const lines = readers.map((each) => {
    const { node, effect, columns } = each
    const mark = effect === 'breaks' ? paint.red('breaks  ') : paint.yellow('values  ')
    const own = columns === null ? '' : ` → ${few(columns, 4)}`
    return `${mark}  ${node.resource_type.replace('_', ' ').padEnd(kinds)}  ${node.name.padEnd(names)}  ${paint.dim(`by ${few(throughWords(each, name), 3)}${own}`)}`
  })
  const list = tests.map(({ node }) => node.name)
  return list.length > 0 ? [...lines, `${paint.yellow('values  ')}  ${count(list.length, 'test')}: ${paint.dim(few(list, 5))}`] : lines
}

function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, text.length), 0)
}

function ownerLine({ owner, breaks, nodes }: ImpactOwner, { paint }: LineageStyle): string {
  return `${breaks ? paint.red('breaks  ') : '        '}  ${owner}  ${paint.dim(count(nodes.length, 'node'))}`
}

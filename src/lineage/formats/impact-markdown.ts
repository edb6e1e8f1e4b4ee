/** An impact for a comment on a pull request: the verdict and what breaks in sight, the rest folded away. */
import type { ChangedNode, Impact, TouchedNode } from '../impact.js'
import { apart, changeWords, count, few, headline, namesOf, throughWords } from './impact-words.js'

/** GitHub takes 65,536 characters in a comment. */
const mostRows = 150

export function impactMarkdown(impact: Impact): string {
  const { changed, touched, owners, level } = impact
  const name = namesOf(impact)
  const breaks = touched.filter(({ effect }) => effect === 'breaks')
  const [tests, readers] = apart(touched)
  const others = readers.filter(({ effect }) => effect === 'values')
  const names = tests.map(({ node }) => code(node.name))
  const title = level === 'breaking' ? '### ⚠️ Breaking change' : level === 'compatible' ? '### Compatible change' : '### No change'
  const blocks = [
    title,
    headline(impact),
    table(['changed', 'what', ''], changed.map(changedRow)),
    breaks.length > 0 ? `**Breaks**\n\n${touchedTable(breaks, name)}` : '',
    others.length > 0 ? folded(`${count(others.length, 'reader')} may read other values or rows`, touchedTable(others, name)) : '',
    names.length > 0 ? folded(`${count(names.length, 'test')} will look at other values`, few(names, mostRows)) : '',
    owners.length > 0 ? `**To be asked:** ${owners.map(({ owner, breaks: hard }) => `${cell(owner)}${hard ? ' ⚠️' : ''}`).join(' · ')}` : '',
  ]
  return blocks.filter((block) => block !== '').join('\n\n')
}

function changedRow(each: ChangedNode): readonly string[] {
  const words = changeWords(each).map(({ sign, text, why }) => `${code(`${sign} ${text}`)}${why ? ` ${cell(why)}` : ''}`)
  const shown = words.length > 12 ? [...words.slice(0, 12), `and ${words.length - 12} more`] : words
  return [code(each.node.name), shown.join('<br>'), each.level === 'breaking' ? '**breaking**' : each.level]
}

function touchedTable(touched: readonly TouchedNode[], name: (id: string) => string): string {
  return table(
    ['touched', 'its columns', 'by', 'owner'],
    touched.map((each) => [
      `${each.node.resource_type.replace('_', ' ')} ${code(each.node.name)}`,
      each.columns === null ? '' : few(each.columns.map(code), 6),
      few(throughWords(each, name).map(code), 4),
      cell(each.node.owners.join(', ')),
    ]),
  )
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const more = rows.length > mostRows ? [line([`and ${rows.length - mostRows} more`, ...head.slice(1).map(() => '')])] : []
  return [line(head), line(head.map(() => '---')), ...rows.slice(0, mostRows).map(line), ...more].join('\n')
}

function folded(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`
}

/** Text that cannot end a cell, start markup or call a person. */
function cell(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\|`*_~[\]]/g, '\\$&')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/(^|\W)@(?=\w)/g, '$1@\u200b')
}

function code(text: string): string {
  return `\`${text.replace(/\s+/g, ' ').replaceAll('`', "'").replaceAll('|', '\\|')}\``
}

/** `docs coverage`: how much of the project is described, tested and owned, by folder and in all. No warehouse is asked. */
import { type Coverage, type CoverageReport, countText, coverageOf, percent, type Share } from '../check/index.js'
import type { Invocation } from '../core/invocation.js'
import { frameSource } from '../report/index.js'
import type { CommandBody } from './command.js'
import { openProject } from './open-project.js'
import { understand } from './project-sql.js'
import { select } from './selection.js'
import { readState } from './state.js'

export const docsCoverage: CommandBody = async (invocation) => {
  const { flags, events } = invocation
  const opened = await openProject(invocation)
  const { manifest, graph, project } = opened
  const selecting = [flags.select, flags.exclude].some((words) => Array.isArray(words) && words.length > 0) || flags.selector !== undefined
  const only = selecting ? select(opened, invocation, 'list', await readState(opened, invocation)) : undefined
  if (only?.size === 0) events.emit('NoNodesSelected', {})
  const sql = await understand(opened, invocation)
  const facts = { manifest, graph, sql, selectors: project.selectors, readFile: frameSource(invocation), now: invocation.now() }
  const report = coverageOf(facts, only)
  const failures = shortfalls(report, invocation)
  const value = { ...report, failures }
  events.emit('PrintEvent', { msg: coverageText(report, failures, String(flags.output ?? 'text')) })
  return { success: failures.length === 0, value }
}

function shortfalls({ total }: CoverageReport, { flags }: Invocation): readonly string[] {
  const lacking = (what: string, share: Share, least: unknown) => {
    const found = percent(share)
    return typeof least === 'number' && found !== undefined && found < least ? [`${found} % of ${what}, ${least} % wanted`] : []
  }
  return [
    ...lacking('nodes are described', total.described, flags.failUnder),
    ...lacking('columns are described', total.columnsDescribed, flags.failUnder),
    ...lacking('nodes are tested', total.tested, flags.failUnderTests),
  ]
}

const headings = ['', 'nodes', 'described', 'columns', 'described', 'inherited', 'tested', 'columns tested', 'owned']

function coverageText(report: CoverageReport, failures: readonly string[], output: string): string {
  if (output === 'json') return JSON.stringify({ ...report, failures }, null, 2)
  const rows = [...Object.entries(report.byFolder), ['total', report.total] as const].map(([name, coverage]) => row(name, coverage))
  const table = output === 'markdown' ? markdown(rows) : aligned(rows)
  return [...table, ...(output === 'markdown' ? [''] : missing(report)), ...failures].join('\n').trimEnd()
}

function row(name: string, coverage: Coverage): readonly string[] {
  const { nodes, columns, described, columnsDescribed, tested, columnsTested, owned } = coverage
  const { inherited } = columnsDescribed
  return [
    name,
    String(nodes),
    shareText(described),
    String(columns),
    shareText(columnsDescribed),
    String(inherited),
    shareText(tested),
    shareText(columnsTested),
    shareText(owned),
  ]
}

function shareText(share: Share): string {
  const found = percent(share)
  return found === undefined ? '-' : `${share.covered} (${found} %)`
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const all = [headings, ...rows]
  const widths = headings.map((_name, at) => Math.max(...all.map((cells) => cells[at]?.length ?? 0)))
  return all.map((cells) => cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  '))
}

function markdown(rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(['folder', ...headings.slice(1)]), `|---${'|--:'.repeat(headings.length - 1)}|`, ...rows.map(line)]
}

/** The first of what is missing; JSON has all of it. */
function missing({ missing: { descriptions, columnDescriptions, tests, owners } }: CoverageReport): string[] {
  const some = (what: string, list: readonly string[]) => {
    const rest = list.length > 5 ? ` and ${list.length - 5} more; --output json names them` : ''
    const [noun = '', ...without] = what.split(' ')
    const count = `${countText(list.length, noun)} ${without.join(' ')}`
    return list.length === 0 ? [] : [`${count}: ${list.slice(0, 5).join(', ')}${rest}`]
  }
  return [
    ...some('node without description', descriptions),
    ...some('column without description', columnDescriptions),
    ...some('node without test', tests),
    ...some('node without owner', owners),
  ].map((text, index) => `${index === 0 ? '\n' : ''}${text}`)
}

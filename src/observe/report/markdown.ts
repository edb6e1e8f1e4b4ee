/** A report as Markdown, for chats and wikis. */
import { periodText } from './period.js'
import type { Report, ReportFigure, ReportRule } from './report.js'
import { changeText, figureText, momentText, runSpanText, shareText, spanText, sparkText } from './words.js'

export function reportMarkdown(report: Report): string {
  const parts = [
    `# ${text(report.title)}`,
    `**${periodText(report.period)}**, against ${periodText(report.previous)}. ${text(report.project)}, target ${text(report.target)}, written ${momentText(report.generatedAt)} UTC.`,
    ...report.remarks.map((remark) => `> ${text(remark)}`),
    section('Figures', figures(report.figures)),
    section('Promises', promises(report)),
    section('Runs', runs(report)),
    section('Incidents', incidents(report)),
    section('Rules and tests', rules(report.rules)),
    ...report.offenders.map(({ label, rows }) =>
      section(
        label,
        table(
          ['Who', 'How many'],
          rows.map(({ who, figure }) => [text(who), figure.toLocaleString('en')]),
        ),
      ),
    ),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function figures(list: readonly ReportFigure[]): string {
  if (list.length === 0) return 'None are declared: `report: {figures: …}` in sluice.yml.'
  return table(
    ['Figure', 'Value', 'Before', 'Change', 'By day'],
    list.map((figure) => [
      text(figure.label),
      text(figureText(figure.now, figure.format, figure.unit)),
      text(figureText(figure.before, figure.format, figure.unit)),
      changeText(figure),
      sparkText(figure.trend),
    ]),
  )
}

function promises({ slos }: Report): string {
  return slos.length === 0
    ? ''
    : table(
        ['Promise', 'Target', 'Actual', '', 'Left of the budget'],
        slos.map((slo) => [text(slo.name), slo.target, slo.actual, metText(slo.met), slo.budget]),
      )
}

export function metText(met: boolean | null): string {
  return met === null ? 'not known' : met ? 'kept' : 'broken'
}

function runs({ runs: now, runsBefore: before, runSpan }: Report): string {
  if (now.runs === 0 && before.runs === 0) return `No run is kept ${runSpanText(runSpan)}.`
  const row = (what: string, of: (figures: typeof now) => string) => [what, of(now), of(before)]
  const figures = table(
    ['', 'Now', 'Before'],
    [
      row('Runs', (each) => `${each.runs}, ${each.failed} with failures`),
      row('Nodes built', (each) => `${shareText(each.nodes - each.nodesFailed, each.nodes)} of ${each.nodes}`),
      row('Tests passed', (each) => `${shareText(each.testsPassed, each.tests)} of ${each.tests}`),
      row('Longest run', (each) => `${each.longest.toFixed(1)} s`),
    ],
  )
  return `Runs ${runSpanText(runSpan)}.\n\n${figures}`
}

function incidents({ incidents: list }: Report): string {
  if (list.length === 0) return 'None.'
  return list
    .map((incident) => {
      const head = `- **${text(incident.title)}** (${[incident.owner ?? 'nobody named', spanText(incident.from, incident.until)].map(text).join(', ')})`
      return [head, ...incident.timeline.map(({ at, what }) => `  - ${momentText(at)} ${text(what)}`)].join('\n')
    })
    .join('\n')
}

const mostRules = 20

function rules(list: readonly ReportRule[]): string {
  if (list.length === 0) return 'No test ran in the period.'
  const broken = list.filter((rule) => rule.passed < rule.runs)
  const head = `${list.length - broken.length} of ${list.length} passed every time.`
  if (broken.length === 0) return head
  const rows = broken
    .slice(0, mostRules)
    .map((rule) => [
      text(rule.name),
      text([rule.table, rule.column].filter(Boolean).join('.')),
      text(rule.owner ?? ''),
      shareText(rule.passed, rule.runs),
      rule.passRateBefore === null ? '–' : shareText(rule.passRateBefore, 1),
      String(rule.failures),
      rule.last,
    ])
  const more = broken.length > mostRules ? `\n\n${broken.length - mostRules} more are in the HTML report.` : ''
  return `${head}\n\n${table(['Rule', 'Of', 'Owner', 'Passed', 'Before', 'Found', 'Last'], rows)}${more}`
}

function section(title: string, body: string): string {
  return body === '' ? '' : `## ${text(title)}\n\n${body}`
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Not to be read as markup. */
function text(value: string): string {
  return value.replace(/[\s\p{Bidi_Control}\p{Cc}]+/gu, ' ').replace(/[\\`*_{}[\]<>#|!~]/g, '\\$&')
}

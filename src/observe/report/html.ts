/**
 * A report as one HTML file, which can be sent as a mail: tables instead of newer layout, styles at the elements, no script, no
 * picture and no address outside of it.
 */
import { metText } from './markdown.js'
import { periodText } from './period.js'
import type { Report, ReportFigure, ReportIncident, ReportRule } from './report.js'
import { changeIsGood, changeText, figureText, momentText, runSpanText, shareText, spanText, sparkText } from './words.js'

const ink = '#1c2733'
const quiet = '#5a6775'
const line = '#d8dee4'
const good = '#11693b'
const bad = '#a4262c'
const font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
const cell = `padding:6px 10px;border-bottom:1px solid ${line};text-align:left;vertical-align:top`
const number = `${cell};text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap`

export function reportHtml(report: Report): string {
  const body = [
    heading(report),
    ...report.remarks.map((remark) => `<p style="margin:0 0 12px;color:${quiet}">${html(remark)}</p>`),
    tiles(report.figures),
    section('Promises', promises(report)),
    section('Runs', runs(report)),
    section('Incidents', incidents(report.incidents)),
    section('Rules and tests', rules(report.rules)),
    ...report.offenders.map(({ label, rows }) =>
      section(
        label,
        table(
          ['Who', 'How many'],
          rows.map(({ who, figure }) => [html(who), figure.toLocaleString('en')]),
          [1],
        ),
      ),
    ),
    `<p style="margin:24px 0 0;color:${quiet};font-size:12px">Written ${momentText(report.generatedAt)} UTC by sluice report for target ${html(report.target)} of ${html(report.project)}.</p>`,
  ]
  const title = `${report.title}: ${periodText(report.period)}`
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${html(title)}</title></head>
<body style="margin:0;background:#f4f6f8;color:${ink};${font};font-size:14px;line-height:1.45">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:20px 8px">
<table role="presentation" cellpadding="0" cellspacing="0" style="width:100%;max-width:760px;background:#fff;border:1px solid ${line}"><tr><td style="padding:24px">
${body.filter((part) => part !== '').join('\n')}
</td></tr></table></td></tr></table></body></html>
`
}

function heading({ title, period, previous }: Report): string {
  return `<h1 style="margin:0;font-size:22px">${html(title)}</h1>
<p style="margin:4px 0 16px;color:${quiet}">${html(periodText(period))}, against ${html(periodText(previous))}</p>`
}

/** Two in a row: three would not fit a telephone. */
function tiles(figures: readonly ReportFigure[]): string {
  if (figures.length === 0)
    return section('Figures', `<p style="margin:0">None are declared: <code>report: {figures: …}</code> in sluice.yml.</p>`)
  const rows: string[] = []
  for (let at = 0; at < figures.length; at += 2)
    rows.push(`<tr>${[figures[at], figures[at + 1]].map((figure) => (figure ? tile(figure) : '<td></td>')).join('')}</tr>`)
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 8px">${rows.join('')}</table>`
}

function tile(figure: ReportFigure): string {
  const welcome = changeIsGood(figure)
  const colour = welcome === null ? quiet : welcome ? good : bad
  const value = (amount: number | null) => html(figureText(amount, figure.format, figure.unit))
  return `<td width="50%" style="padding:0 8px 12px 0;vertical-align:top"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="border:1px solid ${line}"><tr><td style="padding:10px 12px">
<div style="color:${quiet};font-size:12px">${html(figure.label)}</div>
<div style="font-size:22px;font-weight:600;white-space:nowrap">${value(figure.now)}</div>
<div style="font-size:12px;color:${colour}">${html(changeText(figure))}${welcome === null ? '' : welcome ? ' (better)' : ' (worse)'}</div>
<div style="font-size:12px;color:${quiet}">before: ${value(figure.before)}</div>
<div style="font-size:15px;letter-spacing:1px;color:${ink}" role="img" aria-label="${html(trendLabel(figure))}">${sparkText(figure.trend)}</div>
</td></tr></table></td>`
}

function trendLabel({ label, days, trend, format, unit }: ReportFigure): string {
  const last = trend.at(-1) ?? null
  return `${label} by day from ${days[0] ?? ''} to ${days.at(-1) ?? ''}, last ${figureText(last, format, unit)}`
}

function promises({ slos }: Report): string {
  if (slos.length === 0) return ''
  const rows = slos.map((slo) => {
    const colour = slo.met === null ? quiet : slo.met ? good : bad
    return [
      html(slo.name),
      html(slo.target),
      html(slo.actual),
      `<span style="color:${colour}">${metText(slo.met)}</span>`,
      html(slo.budget),
    ]
  })
  return table(['Promise', 'Target', 'Actual', '', 'Left of the budget'], rows, [1, 2])
}

function runs({ runs: now, runsBefore: before, runSpan }: Report): string {
  if (now.runs === 0 && before.runs === 0) return `<p style="margin:0">No run is kept ${runSpanText(runSpan)}.</p>`
  const row = (what: string, of: (figures: typeof now) => string) => [what, of(now), of(before)]
  const rows = [
    row('Runs', (each) => `${each.runs}, ${each.failed} with failures`),
    row('Nodes built', (each) => `${shareText(each.nodes - each.nodesFailed, each.nodes)} of ${each.nodes}`),
    row('Tests passed', (each) => `${shareText(each.testsPassed, each.tests)} of ${each.tests}`),
    row('Longest run', (each) => `${each.longest.toFixed(1)} s`),
  ]
  return `<p style="margin:0 0 4px;color:${quiet};font-size:12px">Runs ${runSpanText(runSpan)}.</p>${table(['', 'Now', 'Before'], rows, [1, 2])}`
}

function incidents(list: readonly ReportIncident[]): string {
  if (list.length === 0) return '<p style="margin:0">None.</p>'
  return list
    .map((incident) => {
      const open = incident.until === null
      const events = incident.timeline.map(({ at, what }) => `<li>${momentText(at)} ${html(what)}</li>`).join('')
      return `<div style="margin:0 0 12px;padding-left:10px;border-left:3px solid ${open ? bad : line}"><strong>${html(incident.title)}</strong>
<div style="color:${quiet};font-size:12px">${html(incident.owner ?? 'nobody named')}, ${html(spanText(incident.from, incident.until))}</div>
<ul style="margin:4px 0 0;padding-left:18px;font-size:13px">${events}</ul></div>`
    })
    .join('\n')
}

function rules(list: readonly ReportRule[]): string {
  if (list.length === 0) return '<p style="margin:0">No test ran in the period.</p>'
  const broken = list.filter((rule) => rule.passed < rule.runs)
  const head = `<p style="margin:0 0 8px">${list.length - broken.length} of ${list.length} passed every time.</p>`
  if (broken.length === 0) return head
  const rows = broken.map((rule) => [
    `${html(rule.name)}<div style="color:${quiet};font-size:12px">${html([rule.table, rule.column].filter(Boolean).join('.'))}${rule.owner ? `, ${html(rule.owner)}` : ''}</div>`,
    shareText(rule.passed, rule.runs),
    rule.passRateBefore === null ? '–' : shareText(rule.passRateBefore, 1),
    rule.failures.toLocaleString('en'),
    html(rule.last),
  ])
  return head + table(['Rule', 'Passed', 'Before', 'Found', 'Last'], rows, [1, 2, 3])
}

function section(title: string, body: string): string {
  return body === '' ? '' : `<h2 style="margin:20px 0 8px;font-size:16px">${html(title)}</h2>\n${body}`
}

/** Cells are HTML already. `right`: columns of numbers. */
function table(heads: readonly string[], rows: readonly (readonly string[])[], right: readonly number[]): string {
  const style = (column: number) => (right.includes(column) ? number : cell)
  const head = heads
    .map((title, column) => `<th scope="col" style="${style(column)};color:${quiet};font-weight:600">${title}</th>`)
    .join('')
  const body = rows
    .map((cells) => `<tr>${cells.map((each, column) => `<td style="${style(column)}">${each}</td>`).join('')}</tr>`)
    .join('\n')
  return `<table width="100%" cellpadding="0" cellspacing="0" style="border-collapse:collapse;font-size:13px"><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Control and bidirectional marks would change how the rest is read. */
function html(value: string): string {
  return value.replace(/[\p{Bidi_Control}\p{Cc}]/gu, ' ').replace(/[&<>"']/g, (found) => entities[found] ?? found)
}

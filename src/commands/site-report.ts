/** What `sluice report` kept, for the executive page. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SiteReport } from '../docs/index.js'
import { changeIsGood, changeText, periodKinds, periodText, type Report, shortText } from '../observe/index.js'

/** None where none was made; what is damaged is passed over. */
export function keptReports(targetDir: string): readonly SiteReport[] {
  return periodKinds.flatMap((kind) => {
    try {
      return siteReport(JSON.parse(readFileSync(join(targetDir, '.sluice', 'report', `${kind}.json`), 'utf8')) as Report)
    } catch {
      return []
    }
  })
}

function siteReport(report: Report): SiteReport[] {
  if (report.version !== 1) return []
  const { title, period, previous, generatedAt, remarks, figures, slos, incidents, offenders, rules } = report
  return [
    {
      kind: period.kind,
      title,
      period: periodText(period),
      previous: periodText(previous),
      generatedAt,
      remarks,
      figures: figures.map((figure) => ({
        label: figure.label,
        now: shortText(figure.now, figure.format, figure.unit),
        before: shortText(figure.before, figure.format, figure.unit),
        change: changeText(figure),
        better: changeIsGood(figure),
        trend: figure.trend,
        from: figure.days[0] ?? '',
      })),
      slos,
      incidents: incidents.map(({ title: name, node, owner, from, until }) => ({ title: name, node, owner, from, until })),
      offenders: offenders.map(({ label, rows }) => ({ label, rows: rows.map(({ who, figure }) => [who, figure] as const) })),
      rulesKept: rules.filter((rule) => rule.passed === rule.runs).length,
      rules: rules.length,
    },
  ]
}

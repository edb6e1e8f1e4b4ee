/** What monitors keep of their series; without samples, nothing that the data say but figures. */
import type { MonitorReport, MonitorSeries } from '../../core/monitor-report.js'
import { rangeText, valueText } from '../../monitor/index.js'
import type { SiteMaking } from '../making.js'
import type { MonitorsBlock, SiteMonitor, SiteSeries } from '../model/index.js'

export function monitorsBlock(making: SiteMaking): MonitorsBlock | undefined {
  const { input } = making
  const bare = input.options?.noSamples === true || input.options?.redact === true
  const monitors = (input.monitors ?? []).flatMap((report) => {
    const test = input.manifest.nodes[report.unique_id]
    return test?.resource_type === 'test' ? [siteMonitor(making, report, test.attached_node ?? test.depends_on.nodes[0] ?? '', bare)] : []
  })
  if (monitors.length === 0) return undefined
  return { monitors: monitors.sort((a, b) => b.anomalies.length - a.anomalies.length || (a.table < b.table ? -1 : 1)) }
}

function siteMonitor({ place }: SiteMaking, report: MonitorReport, table: string, bare: boolean): SiteMonitor {
  const { anomalies, past, series } = report
  const told = bare ? anomalies.map(({ period, check, label }) => `${period}: ${check} of ${label}`) : anomalies.map(({ words }) => words)
  return {
    id: report.unique_id,
    node: place.get(table) ?? -1,
    table: report.table,
    timeColumn: report.timeColumn,
    grain: report.grain,
    judgedAt: report.judgedAt,
    partitions: report.partitions,
    judged: report.judged,
    learning: report.learning,
    anomalies: told,
    past: past.map(({ period, label, check, words }) => [period, label, bare ? `${check} of ${label}` : words] as const),
    // Categories and parts are values of the data.
    series: series.filter(({ check, segment }) => !bare || (check !== 'mix' && segment === null)).map(siteSeries),
  }
}

function siteSeries({ check, label, segment, unit, points }: MonitorSeries): SiteSeries {
  const last = points.findLast(({ value }) => value !== null)
  const round = (value: number | null) => (value === null ? null : Number(value.toPrecision(5)))
  return {
    check,
    label,
    part: segment === null ? '' : `${segment[0]} '${segment[1]}'`,
    last: last ? valueText(last.value as number, unit) : '',
    expected: last && last.low !== null && last.high !== null ? rangeText(last.low, last.high, unit) : '',
    points: points.map(({ period, value, low, high, state }) => [
      period,
      round(value),
      round(low),
      round(high),
      state === 'anomaly' ? 1 : 0,
    ]),
  }
}

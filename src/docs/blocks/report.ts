/** Reports as the command kept them; without samples nothing that the data say. */
import type { SiteMaking } from '../making.js'
import type { ReportBlock } from '../model/index.js'

export function reportBlock({ input }: SiteMaking): ReportBlock | undefined {
  const reports = input.reports ?? []
  if (reports.length === 0) return undefined
  if (input.options?.noSamples !== true && input.options?.redact !== true) return { reports }
  return {
    reports: reports.map((report) => ({
      ...report,
      offenders: [],
      incidents: report.incidents.map((each) => ({ ...each, title: each.node })),
    })),
  }
}

/** What monitors kept of their last runs, below the target folder: one file each. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MonitorReport } from '../core/monitor-report.js'

export function keptMonitors(targetDir: string): readonly MonitorReport[] {
  const folder = join(targetDir, 'monitors')
  return filesIn(folder).flatMap((file) => {
    try {
      const report = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Partial<MonitorReport>
      return Array.isArray(report.series) && Array.isArray(report.past) && Array.isArray(report.anomalies) ? [report as MonitorReport] : []
    } catch {
      // Cut off, or not ours: the next run writes it anew.
      return []
    }
  })
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((file) => file.endsWith('.json'))
  } catch {
    return []
  }
}

/** `history --slo`: how the promises of the project stand, from the runs that are kept. */
import { durationText } from '../core/duration.js'
import type { Invocation } from '../core/invocation.js'
import { findResource } from '../core/manifest.js'
import type { Plain } from '../core/node.js'
import { Table } from '../core/table.js'
import { readSettings } from '../load/index.js'
import { type HistoryStore, readSloSettings, type Slo, type SloReport, sloReport } from '../observe/index.js'
import type { OpenProject } from './open-project.js'
import { tableText } from './table-text.js'

/** Of the target in use, and of nodes that still are in the project. */
export async function sloOf({ project, manifest }: OpenProject, invocation: Invocation, store: HistoryStore): Promise<SloReport> {
  const settings = readSloSettings(readSettings(project, invocation, 'slo'))
  return await sloReport(store, settings, invocation.now(), {
    target: project.target.name,
    has: (id) => findResource(manifest, id) !== undefined,
    countsRows: (id) => (findResource(manifest, id)?.config as Plain | undefined)?.fail_calc === 'count(*)',
  })
}

export function sloText({ slos, runs, from, to, target }: SloReport): string {
  const head = `${runs} ${runs === 1 ? 'run' : 'runs'} on ${target ?? 'all targets'}, ${from.slice(0, 10)} to ${to.slice(0, 10)}`
  if (slos.length === 0) return `${head}\nNothing is promised: slo: of sluice.yml switches all off.`
  const rows = slos.map((slo) => [slo.title, targetText(slo), actualText(slo), stateText(slo), leftText(slo), sinceText(slo)])
  const table = tableText(new Table(['promise', 'target', 'actual', 'state', 'budget left', 'broken since (UTC)'], [], rows))
  return [head, table, ...slos.flatMap(detailLines)].join('\n')
}

function targetText({ direction, target }: Slo): string {
  return `${direction === 'above' ? '>=' : '<='} ${percent(target)}`
}

function actualText({ actual }: Slo): string {
  return actual === null ? '' : percent(actual)
}

function stateText({ met }: Slo): string {
  return met === null ? 'no data' : met ? 'kept' : 'BROKEN'
}

function leftText({ budget }: Slo): string {
  if (budget === null) return ''
  if (budget.left >= 0) return percent(budget.left)
  return budget.allowed === 0 ? 'none' : `used ${Number((1 - budget.left).toPrecision(2))} times`
}

function sinceText({ brokenSince }: Slo): string {
  return brokenSince?.slice(0, 16).replace('T', ' ') ?? ''
}

/** What it was measured by; of a broken one, what broke it. */
function detailLines(slo: Slo): readonly string[] {
  if (slo.actual === null) return []
  const { times, met, worst, unit } = slo
  const of = slo.direction === 'above' ? slo.good : slo.total - slo.good
  const measured =
    unit === 'seconds'
      ? `${durationText(Math.round(slo.total - slo.good))} down of ${durationText(Math.round(slo.total))}`
      : `${number(of)} of ${number(slo.total)} ${unit}`
  const spread = times ? `; p50 ${time(times.p50)}, p95 ${time(times.p95)}, last ${time(times.last)}` : ''
  const by =
    met === false && worst.length > 0
      ? `; most by ${worst
          .slice(0, 3)
          .map(({ name }) => name)
          .join(', ')}`
      : ''
  return [`${slo.title}: ${measured}${spread}${by}`]
}

function time(seconds: number): string {
  return durationText(seconds < 60 ? Number(seconds.toFixed(2)) : Math.round(seconds))
}

function number(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

/** Never rounded up to a promise that is not kept. */
function percent(share: number): string {
  const value = share * 100
  const text = Math.abs(value) >= 99 && Math.abs(value) < 100 ? Math.floor(value * 1000) / 1000 : Number(value.toPrecision(4))
  return `${text} %`
}

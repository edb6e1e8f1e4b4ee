/** Figures and offenders of a report, asked of the warehouse: one or three statements for each model that has some. */
import type { Connection } from '../adapters/index.js'
import type { NodeScope, Runtime } from '../context/index.js'
import { SluiceError } from '../core/error.js'
import { nearest } from '../core/nearest.js'
import type { ManifestNode } from '../core/node.js'
import { Table } from '../core/table.js'
import { toPlain } from '../jinja/index.js'
import {
  addDays,
  daysOf,
  type FigureSetting,
  type Period,
  type PeriodKind,
  periodBefore,
  periodOf,
  type ReportFigure,
  type ReportOffenders,
  type ReportSettings,
} from '../observe/index.js'

export interface Asked {
  readonly settings: ReportSettings
  readonly kind: PeriodKind
  /** As the user gave it; else the last period that is over, or the last one with data. */
  readonly given: boolean
  readonly period: Period
}

export interface Answered {
  readonly period: Period
  readonly figures: readonly ReportFigure[]
  readonly offenders: readonly ReportOffenders[]
  readonly remarks: readonly string[]
}

export async function askFigures(runtime: Runtime, asked: Asked): Promise<Answered> {
  const { settings } = asked
  const connection = await runtime.adapter.connect('report')
  try {
    const asking = new Asking(runtime, connection)
    const { period, remarks } = await asking.period(asked)
    return {
      period,
      figures: await asking.figures(settings.figures, period),
      offenders: await asking.offenders(settings.offenders, period),
      remarks: [...remarks, ...asking.remarks],
    }
  } finally {
    if (connection.inTransaction) await connection.rollback()
    await connection.close()
  }
}

class Asking {
  readonly remarks: string[] = []
  readonly #runtime: Runtime
  readonly #connection: Connection
  readonly #scope: NodeScope

  constructor(runtime: Runtime, connection: Connection) {
    this.#runtime = runtime
    this.#connection = connection
    this.#scope = runtime.operationScope(connection) as NodeScope
  }

  /** Where the last period that is over has no data yet, the last one that has. */
  async period({ settings, kind, given, period }: Asked): Promise<{ readonly period: Period; readonly remarks: readonly string[] }> {
    const [first] = settings.figures
    if (given || !first) return { period, remarks: [] }
    const [row] = await this.#rows(first, 'sluice_report_newest', [first.date, period.until])
    const newest = dayOf(row?.[0])
    if (newest === null || newest >= period.from) return { period, remarks: [] }
    return { period: periodOf(kind, newest), remarks: [`The data of ${first.model} end on ${newest}: this is the last ${kind} with some.`] }
  }

  async figures(settings: readonly FigureSetting[], period: Period): Promise<ReportFigure[]> {
    const made = new Map<FigureSetting, ReportFigure>()
    const groups = new Map<string, FigureSetting[]>()
    for (const setting of settings) {
      const key = JSON.stringify([setting.model, setting.date])
      groups.set(key, [...(groups.get(key) ?? []), setting])
    }
    for (const group of groups.values()) for (const [setting, figure] of await this.#group(group, period)) made.set(setting, figure)
    return settings.flatMap((setting) => made.get(setting) ?? [])
  }

  async #group(group: readonly FigureSetting[], period: Period): Promise<readonly (readonly [FigureSetting, ReportFigure])[]> {
    const [first] = group as [FigureSetting]
    const expressions = group.map(({ expression }) => expression)
    const days = trendDays(period)
    const span = [days[0] as string, addDays(days.at(-1) as string, 1)]
    const ask = (from: string, until: string, byDay: boolean) =>
      this.#rows(first, 'sluice_report_figures', [first.date, expressions, from, until, byDay])
    const byDay = new Map((await ask(span[0] as string, span[1] as string, true)).map((row) => [dayOf(row[0]), row]))
    const whole = async ({ kind, from, until }: Period) => (kind === 'day' ? byDay.get(from) : (await ask(from, until, false))[0])
    const [now, before] = [await whole(period), await whole(periodBefore(period))]
    return group.map((setting, at) => [
      setting,
      {
        label: setting.label,
        format: setting.format,
        unit: setting.unit,
        good: setting.good,
        now: numberOf(now?.[at + 1]),
        before: numberOf(before?.[at + 1]),
        days,
        trend: days.map((day) => numberOf(byDay.get(day)?.[at + 1])),
      },
    ])
  }

  async offenders(settings: ReportSettings['offenders'], { from, until }: Period): Promise<ReportOffenders[]> {
    const found: ReportOffenders[] = []
    for (const setting of settings) {
      const rows = await this.#rows(setting, 'sluice_report_offenders', [
        setting.date,
        setting.by,
        setting.expression,
        from,
        until,
        setting.most,
      ])
      found.push({
        label: setting.label,
        rows: rows.map(([who, figure]) => ({
          who: who === null || who === undefined ? 'none' : String(who),
          figure: numberOf(figure) ?? 0,
        })),
      })
    }
    return found
  }

  /** A model that is not there yet is a remark, a mistake in an expression is an error. */
  async #rows(setting: { readonly label: string; readonly model: string }, macro: string, args: readonly unknown[]): Promise<unknown[][]> {
    const relation = this.#runtime.relationOf(nodeNamed(this.#runtime, setting.model))
    const sql = String(await this.#scope.callMacro(macro, [relation, ...args]))
    try {
      const { table } = await this.#connection.execute(sql, { fetch: true, signal: this.#runtime.invocation.signal })
      return table instanceof Table ? table.rows.map((row) => row.cells.map(toPlain)) : []
    } catch (error) {
      if (!(error instanceof SluiceError)) throw error
      const message = `"${setting.label}" of \`report:\` in sluice.yml could not be asked of ${setting.model}: ${error.fields.message}`
      throw new SluiceError(error.code, { next: `sluice build --select ${setting.model}`, ...error.fields, message })
    }
  }
}

function nodeNamed({ manifest }: Runtime, name: string): ManifestNode {
  const nodes = Object.values(manifest.nodes).filter(({ resource_type: type }) => ['model', 'seed', 'snapshot'].includes(type))
  const found = nodes.find((node) => node.name === name)
  if (found) return found
  const near = nearest(
    name,
    nodes.map((node) => node.name),
  )
  throw new SluiceError('SETTINGS_INVALID', {
    message: `\`report:\` in sluice.yml names ${name}, which is no model, seed or snapshot`,
    expected: 'a name as `sluice ls --output name` prints it',
    hint: near && `did you mean ${near}?`,
  })
}

/** Of a day two weeks, so that the same weekday is seen; of a week with the one before; of a month its days. */
function trendDays(period: Period): readonly string[] {
  if (period.kind === 'month') return daysOf(period)
  return daysOf({ ...period, from: addDays(period.until, -14) })
}

function dayOf(cell: unknown): string | null {
  return cell === null || cell === undefined ? null : String(cell).slice(0, 10)
}

function numberOf(cell: unknown): number | null {
  if (cell === null || cell === undefined) return null
  const number = Number(cell)
  return Number.isFinite(number) ? number : null
}

/** `report`: what a day, week or month brought, as one HTML file and as Markdown; nothing is built. */
import { join, resolve } from 'node:path'
import { writeAtomic } from '../artifacts/index.js'
import type { Invocation } from '../core/invocation.js'
import { readSettings } from '../load/index.js'
import {
  addDays,
  incidentsIn,
  isDay,
  type KeptRun,
  lastWhole,
  type Period,
  type PeriodKind,
  periodBefore,
  periodOf,
  periodSlug,
  periodText,
  type Report,
  type ReportSlo,
  readReportSettings,
  reportHtml,
  reportMarkdown,
  ruleResults,
  runFigures,
  runsIn,
  type Slo,
} from '../observe/index.js'
import type { CommandBody } from './command.js'
import { badValue } from './errors.js'
import { withHistory } from './history-place.js'
import { type OpenProject, openProject } from './open-project.js'
import { type Answered, type Asked, askFigures } from './report-figures.js'
import { reportText } from './report-text.js'
import { sloOf } from './slo.js'
import { textFlag } from './state.js'
import { withRuntime } from './warehouse.js'

export const report: CommandBody = async (invocation) => {
  const kind = (invocation.flags.period ?? 'day') as PeriodKind
  const date = textFlag(invocation.flags.date)
  if (date !== undefined && !isDay(date)) throw badValue('--date', date, 'a day such as 2026-10-31')
  const opened = await openProject(invocation)
  const settings = readReportSettings(readSettings(opened.project, invocation, 'report'))
  const asked = {
    settings,
    kind,
    given: date !== undefined,
    period: date === undefined ? lastWhole(kind, today(invocation)) : periodOf(kind, date),
  }
  const answered = await figures(opened, invocation, asked)
  const made = await reportOf(opened, invocation, asked, answered)
  const files = await write(opened, invocation, made)
  invocation.events.emit('PrintEvent', { msg: printed(made, files, invocation) })
  return { success: true, value: made }
}

/** A project without figures needs no warehouse for its report. */
async function figures(opened: OpenProject, invocation: Invocation, asked: Asked): Promise<Answered> {
  if (asked.settings.figures.length + asked.settings.offenders.length === 0)
    return { period: asked.period, figures: [], offenders: [], remarks: [] }
  return await withRuntime(opened, invocation, {}, (runtime) => askFigures(runtime, asked))
}

async function reportOf(opened: OpenProject, invocation: Invocation, asked: Asked, answered: Answered): Promise<Report> {
  const { project } = opened
  const { period } = answered
  const previous = periodBefore(period)
  const [span, spanBefore] = [spanOfRuns(asked, invocation), periodBefore(asked.period)]
  const { kept, slos } = await pastOf(opened, invocation, addDays(spanBefore.from, -daysBefore))
  const [runs, before] = [runsIn(kept ?? [], span), runsIn(kept ?? [], spanBefore)]
  return {
    version: 1,
    title: asked.settings.title ?? project.root.name,
    project: project.root.name,
    target: project.target.name,
    period,
    previous,
    generatedAt: invocation.now().toISOString(),
    remarks: [...answered.remarks, ...(kept ? [] : ['No history is kept, so nothing is said of runs, rules, promises and incidents.'])],
    figures: answered.figures,
    runSpan: span,
    runs: runFigures(runs),
    runsBefore: runFigures(before),
    rules: ruleResults(runs, before),
    offenders: answered.offenders,
    slos,
    incidents: incidentsIn(kept ?? [], span),
  }
}

/** An incident that was open then may have begun so many days earlier. */
const daysBefore = 31

/** The data of a day are built on the day after it: told are the runs until now, or until the day after the one asked for. */
function spanOfRuns({ given, period }: Asked, invocation: Invocation): Period {
  return { ...period, until: given ? addDays(period.until, 1) : addDays(today(invocation), 1) }
}

interface Past {
  /** Undefined where no history is kept. */
  readonly kept: readonly KeptRun[] | undefined
  readonly slos: readonly ReportSlo[]
}

async function pastOf(opened: OpenProject, invocation: Invocation, day: string): Promise<Past> {
  return await withHistory(opened, invocation, async (store) => {
    if (!store) return { kept: undefined, slos: [] }
    const records = await store.records({ since: new Date(`${day}T00:00:00Z`) })
    const { slos } = await sloOf(opened, invocation, store)
    return { kept: records.map(({ head, nodes }): KeptRun => [head, nodes]), slos: slos.map(reportSlo) }
  })
}

function reportSlo({ title, direction, target, actual, met, budget, unit }: Slo): ReportSlo {
  const share = (value: number) => `${(value * 100).toLocaleString('en', { maximumFractionDigits: 4 })} %`
  const left = budget && (budget.left < 0 ? `overdrawn, ${budget.used.toLocaleString('en')} ${unit}` : `${Math.round(budget.left * 100)} %`)
  return {
    name: title,
    target: `${direction === 'above' ? '≥' : '≤'} ${share(target)}`,
    actual: actual === null ? 'not measured' : share(actual),
    met,
    budget: left ?? '–',
  }
}

function today(invocation: Invocation): string {
  return invocation.startedAt.toISOString().slice(0, 10)
}

interface Files {
  readonly html: string
  readonly markdown: string
}

async function write({ targetDir }: OpenProject, invocation: Invocation, made: Report): Promise<Files> {
  const to = textFlag(invocation.flags.to)
  const folder = to === undefined ? join(targetDir, 'report') : resolve(invocation.cwd, to)
  const name = join(folder, `${made.period.kind}-${periodSlug(made.period)}`)
  const files = { html: `${name}.html`, markdown: `${name}.md` }
  const clean = (text: string) => [invocation.redactor.clean(text)]
  await writeAtomic(files.html, clean(reportHtml(made)))
  await writeAtomic(files.markdown, clean(reportMarkdown(made)))
  await writeAtomic(join(targetDir, '.sluice', 'report', `${made.period.kind}.json`), [invocation.redactor.json(made)])
  return files
}

function printed(made: Report, files: Files, { flags, cwd }: Invocation): string {
  if (flags.output === 'json') return JSON.stringify(made, null, 2)
  if (flags.output === 'markdown') return reportMarkdown(made)
  return `${periodText(made.period)}\n${reportText(made, [files.html, files.markdown], cwd)}`
}

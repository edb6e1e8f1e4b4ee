/** `report:` of sluice.yml. */
import type { Cursor } from '../../core/cursor.js'
import type { FigureFormat, ReportFigure } from './report.js'

export interface FigureSetting {
  readonly label: string
  readonly model: string
  /** Expression that gives the day of a row. */
  readonly date: string
  /** An aggregate. */
  readonly expression: string
  readonly format: FigureFormat
  readonly unit: string | null
  readonly good: ReportFigure['good']
}

export interface OffenderSetting {
  readonly label: string
  readonly model: string
  readonly date: string
  readonly by: string
  readonly expression: string
  readonly most: number
}

export interface ReportSettings {
  readonly title: string | null
  readonly figures: readonly FigureSetting[]
  readonly offenders: readonly OffenderSetting[]
}

export const noReportSettings: ReportSettings = { title: null, figures: [], offenders: [] }

const formats: readonly FigureFormat[] = ['integer', 'decimal', 'money', 'share']

export function readReportSettings(section: Cursor | undefined): ReportSettings {
  if (!section) return noReportSettings
  section.mapping(['title', 'figures', 'offenders'], 'report')
  return {
    title: section.optionalText('title') ?? null,
    figures: section.list('figures').map(figureOf),
    offenders: section.list('offenders').map(offenderOf),
  }
}

function figureOf(entry: Cursor): FigureSetting {
  entry.mapping(['label', 'model', 'date', 'expression', 'format', 'unit', 'good'], 'a figure')
  return {
    label: entry.text('label'),
    model: entry.text('model'),
    date: entry.text('date'),
    expression: entry.text('expression'),
    format: entry.optionalWord('format', formats) ?? 'integer',
    unit: entry.optionalText('unit') ?? null,
    good: entry.optionalWord('good', ['more', 'less', 'neither']) ?? 'neither',
  }
}

function offenderOf(entry: Cursor): OffenderSetting {
  entry.mapping(['label', 'model', 'date', 'by', 'expression', 'most'], 'a list of offenders')
  const most = entry.optionalNumber('most') ?? 5
  if (!Number.isInteger(most) || most < 1 || most > 100) throw entry.problem(`most is ${most}`, 'a whole number from 1 to 100', 'most')
  return {
    label: entry.text('label'),
    model: entry.text('model'),
    date: entry.text('date'),
    by: entry.text('by'),
    expression: entry.optionalText('expression') ?? 'count(*)',
    most,
  }
}

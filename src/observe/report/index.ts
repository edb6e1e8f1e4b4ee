/** Reports of a day, week or month. */
export { incidentsIn, type KeptRun, ruleResults, runFigures, runsIn } from './from-history.js'
export { reportHtml } from './html.js'
export { reportMarkdown } from './markdown.js'
export {
  addDays,
  daysOf,
  isDay,
  lastWhole,
  type Period,
  type PeriodKind,
  periodBefore,
  periodKinds,
  periodOf,
  periodSlug,
  periodText,
} from './period.js'
export type * from './report.js'
export { type FigureSetting, type ReportSettings, readReportSettings } from './settings.js'
export { changeIsGood, changeText, figureText, shortText, sparkText } from './words.js'

/** Rules of a project and what they find, together with what is wrong in its SQL; reports for people and for tools. */
export { type Baseline, type BaselineEntry, fingerprint, held, readBaseline, writtenBaseline } from './baseline.js'
export { type Coverage, type CoverageReport, coverageOf, percent, type Share } from './coverage.js'
export { baselineInvalid } from './errors.js'
export type { Finding } from './finding.js'
export { type RulesFile, readRules } from './rules-file.js'
export { type Checked, runCheck } from './run-check.js'
export { messageOf, sarifLog } from './sarif.js'
export { type Counts, countsOf, countText, piles } from './summary.js'

/** Rules of a project and what they find, together with what is wrong in its SQL; reports for people and for tools. */
export { type Baseline, type BaselineEntry, fingerprint, held, readBaseline, writtenBaseline } from './baseline.js'
export type { Finding } from './finding.js'
export { readRules } from './rules-file.js'
export { type Checked, runCheck } from './run-check.js'

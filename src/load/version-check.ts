/** `require-dbt-version`: ranges such as `>=1.6.0,<2.0.0` against the dbt version this tool answers with. */
import type { Invocation } from '../core/invocation.js'
import type { ProjectConfig } from '../core/project.js'
import { dbtVersion } from '../core/version.js'
import { projectInvalid, versionMismatch } from './errors.js'
import type { RawProject } from './project-file.js'

const range = /^\s*(>=|<=|>|<|=)?\s*v?(\d+)\.(\d+)\.(\d+)(?:-?(a|b|rc)\.?(\d+))?(?:[.+-][\w.+-]*)?\s*$/

/** Null for a range that does not parse. */
export function satisfies(required: readonly string[], version: string = dbtVersion): boolean | null {
  const have = numbers(version)
  if (!have) return null
  for (const text of required) {
    const match = range.exec(text)
    if (!match) return null
    const wanted = ranked(match)
    if (!holds(match[1] ?? '=', compare(have, wanted))) return false
  }
  return true
}

/** Of the project and of each of its packages. */
export function checkVersion(config: ProjectConfig, raw: RawProject, invocation: Invocation): void {
  if (invocation.flags.versionCheck === false || config.requireDbtVersion.length === 0) return
  const at = raw.locate(['require-dbt-version'])
  const answer = satisfies(config.requireDbtVersion)
  if (answer === null)
    throw projectInvalid(`require-dbt-version "${config.requireDbtVersion.join(',')}" does not parse`, at, '`[">=1.6.0", "<2.0.0"]`')
  if (!answer) throw versionMismatch(config.name, config.requireDbtVersion, dbtVersion, at)
}

function numbers(text: string): readonly number[] | undefined {
  const match = range.exec(text)
  return match ? ranked(match) : undefined
}

/** A pre-release comes before its release. */
function ranked(match: RegExpExecArray): readonly number[] {
  const stage = match[5] === undefined ? 9 : ['a', 'b', 'rc'].indexOf(match[5])
  return [Number(match[2]), Number(match[3]), Number(match[4]), stage, Number(match[6] ?? 0)]
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? 0
    if (value !== other) return value - other
  }
  return 0
}

function holds(operator: string, order: number): boolean {
  switch (operator) {
    case '>=':
      return order >= 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '<':
      return order < 0
    default:
      return order === 0
  }
}

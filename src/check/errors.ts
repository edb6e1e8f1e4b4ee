/** Errors of the rules file and of baselines. */
import { SluiceError, type SourceLocation } from '../core/error.js'
import { nearest } from '../core/nearest.js'

export type KeyPath = readonly (string | number)[]

/** An error whose place is known by keys; the reader of the file turns it into a line. */
export class RulesProblem extends SluiceError {
  readonly at: KeyPath

  constructor(at: KeyPath, message: string, expected: string | undefined, hint?: string) {
    super('RULES_INVALID', { message, expected, hint })
    this.at = at
  }
}

export function rulesInvalid(message: string, expected: string, at: KeyPath): RulesProblem {
  return new RulesProblem(at, message, expected)
}

export function unknownWord(message: string, word: string, known: readonly string[], at: KeyPath): RulesProblem {
  const near = nearest(word, known)
  return new RulesProblem(at, message, `one of ${known.join(', ')}`, near && `did you mean ${near}?`)
}

export function patternInvalid(pattern: string, why: string, at: KeyPath): RulesProblem {
  return new RulesProblem(
    at,
    `"${pattern}" is no regular expression`,
    'a regular expression as JavaScript has them',
    why.replace(/^.*: /, ''),
  )
}

export function rulesNotFound(file: string): SluiceError {
  return new SluiceError('FILE_UNREADABLE', { message: `there is no ${file}`, expected: 'the file of rules given by --rules-file' })
}

export function baselineInvalid(file: string, problem: string, location?: SourceLocation): SluiceError {
  return new SluiceError('BASELINE_INVALID', {
    message: `${file} ${problem}`,
    location,
    expected: 'a file written by --write-baseline',
    next: `sluice check --baseline ${file} --write-baseline`,
  })
}

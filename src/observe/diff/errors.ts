/** What can be wrong with the question `sluice diff` is asked. */
import { SluiceError } from '../../core/error.js'
import { nearest } from '../../core/nearest.js'

export function relationMissing(asked: string, relation: string, target: string): SluiceError {
  return new SluiceError('DIFF_RELATION_NOT_FOUND', {
    message: `${asked}: there is no ${relation} in target ${target}`,
    expected: 'two relations that are there',
    hint: 'build it there first, or name another relation as schema.table',
  })
}

export function columnUnknown(column: string, flag: string, where: string, known: readonly string[]): SluiceError {
  const near = nearest(column, known)
  return new SluiceError('DIFF_COLUMN_NOT_FOUND', {
    message: `${flag} ${column}: ${where} has no such column`,
    expected: `one of ${known.join(', ')}`,
    hint: near === undefined ? 'a column that both sides have' : `did you mean ${near}?`,
  })
}

export function nothingInCommon(a: string, b: string): SluiceError {
  return new SluiceError('DIFF_COLUMN_NOT_FOUND', {
    message: `${a} and ${b} have no column in common that can be compared`,
    expected: 'two versions of the same table',
    hint: 'are these the two relations you mean, and are --columns and --exclude-columns what you want?',
  })
}

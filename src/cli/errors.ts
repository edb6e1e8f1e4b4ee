/** The error that is our fault. */
import { SluiceError } from '../core/error.js'

export function internal(thrown: unknown, report: string | undefined): SluiceError {
  const message = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)
  return new SluiceError('INTERNAL', {
    message,
    hint: report ? `a report is in ${report}` : 'run again with --debug for the stack',
    cause: thrown,
  })
}

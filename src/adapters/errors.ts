/** Errors of the registry, before an engine is known. */
import { SluiceError } from '../core/error.js'
import { nearest } from '../core/nearest.js'

export function unknownAdapter(type: string, known: readonly string[]): SluiceError {
  const near = nearest(type, known)
  return new SluiceError('ADAPTER_UNKNOWN', {
    message: `there is no adapter for warehouse type "${type}"`,
    expected: `one of ${known.join(', ')}`,
    hint: near ? `did you mean type: ${near}?` : undefined,
  })
}

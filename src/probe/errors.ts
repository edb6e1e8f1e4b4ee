import { SluiceError } from '../core/error.js'

export function interrupted(): SluiceError {
  return new SluiceError('INTERRUPTED', { message: 'the run was cancelled' })
}

/** Caught where the answer is made; never seen by a user. */
export function probeFailed(message: string): SluiceError {
  return new SluiceError('PROBE_FAILED', { message, expected: 'an answer' })
}

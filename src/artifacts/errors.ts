/** Errors of reading and writing artifacts. */
import { SluiceError } from '../core/error.js'

export function artifactMissing(path: string): SluiceError {
  return new SluiceError('ARTIFACT_UNREADABLE', {
    message: `there is no artifact at ${path}`,
    expected: 'a file written by an earlier run',
  })
}

export function artifactUnreadable(path: string, reason: string, cause?: unknown): SluiceError {
  return new SluiceError('ARTIFACT_UNREADABLE', {
    message: `${path} cannot be read: ${reason}`,
    expected: 'a JSON artifact of dbt or sluice',
    hint: 'write it again with the command that made it',
    cause,
  })
}

export function artifactVersion(path: string, found: string, readable: string): SluiceError {
  return new SluiceError('ARTIFACT_VERSION', {
    message: `${path} has the schema ${found}`,
    expected: readable,
    hint: 'write it again with sluice or with dbt 1.x',
  })
}

export function writeFailed(path: string, cause: unknown): SluiceError {
  return new SluiceError('ARTIFACT_WRITE_FAILED', {
    message: `${path} could not be written: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: 'check that the folder is writable and the disk not full',
    cause,
  })
}

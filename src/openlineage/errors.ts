/** Errors of sending OpenLineage events; they are told as warnings, for no run fails by them. */
import { SluiceError } from '../core/error.js'

export function notDelivered(url: string, lost: number, all: number, reason: string): SluiceError {
  return new SluiceError('OPENLINEAGE_UNREACHABLE', {
    message: `${lost} of ${all} OpenLineage events were not delivered to ${bare(url)}${reason === '' ? '' : `: ${reason}`}`,
    hint: 'the run itself is not affected; --openlineage with a file keeps the events without a receiver',
  })
}

export function badReceiver(given: string): SluiceError {
  return new SluiceError('USAGE', {
    message: `--openlineage: ${bare(given)} is no URL`,
    expected: 'http://host:5000, or the path of a file',
  })
}

export function fileNotWritten(file: string, cause: unknown): SluiceError {
  return new SluiceError('ARTIFACT_WRITE_FAILED', {
    message: `${file} could not be written: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: '--openlineage takes the path of a file, or a URL',
    cause,
  })
}

/** Without login and query, which may hold a key. */
function bare(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//').replace(/[?#].*$/s, '')
}

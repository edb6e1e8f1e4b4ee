/** Whatever ended a command early → text on stderr and an exit code. No stack traces unless `--debug`; the unknown goes to a report file. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SluiceError, SluiceErrors } from '../core/error.js'
import { makeFolder } from '../core/make-folder.js'
import { version } from '../core/version.js'
import { internal } from './errors.js'

const mostShown = 20

export interface Failure {
  readonly errors: readonly SluiceError[]
  /** How many more there were. */
  readonly more: number
  readonly exitCode: number
}

export function failureOf(thrown: unknown, logFolder: string, commandLine: string): Failure {
  if (thrown instanceof SluiceErrors)
    return { errors: thrown.errors.slice(0, mostShown), more: Math.max(0, thrown.errors.length - mostShown), exitCode: 2 }
  if (thrown instanceof SluiceError && thrown.code === 'INTERRUPTED') return { errors: [thrown], more: 0, exitCode: 1 }
  if (thrown instanceof SluiceError) return { errors: [thrown], more: 0, exitCode: 2 }
  return { errors: [internal(thrown, writeReport(thrown, logFolder, commandLine))], more: 0, exitCode: 2 }
}

/** Path of a file with all that helps to mend the fault; undefined where it cannot be written. */
function writeReport(thrown: unknown, folder: string, commandLine: string): string | undefined {
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  const cause =
    thrown instanceof Error && thrown.cause
      ? `\ncaused by ${thrown.cause instanceof Error ? thrown.cause.stack : String(thrown.cause)}`
      : ''
  const file = join(folder, `sluice-crash-${process.pid}.txt`)
  try {
    makeFolder(folder)
    writeFileSync(
      file,
      `sluice ${version} on node ${process.version} ${process.platform} ${process.arch}\n${commandLine}\n\n${stack}${cause}\n`,
    )
    return file
  } catch {
    return undefined
  }
}

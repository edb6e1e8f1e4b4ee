/** What goes wrong with TimescaleDB before it is asked. */
import { SluiceError, type SourceLocation } from '../../core/error.js'

export interface WrongConfig {
  readonly model: string
  readonly key: string
  readonly problem: string
  readonly expected: string
  readonly location: SourceLocation
}

export function timescaleConfigInvalid({ model, key, problem, expected, location }: WrongConfig): SluiceError {
  return new SluiceError('CONFIG_INVALID', { message: `model ${model}: ${key} ${problem}`, expected, location })
}

export interface MissingExtension {
  readonly model: string
  readonly what: string
  readonly database: string
  /** The server has the extension's files; the database lacks `create extension`. */
  readonly available: boolean
  readonly location: SourceLocation
}

export function timescaleMissing({ model, what, database, available, location }: MissingExtension): SluiceError {
  return new SluiceError('TIMESCALE_MISSING', {
    message: `model ${model} is a ${what}, and database ${database} has no TimescaleDB`,
    expected: 'the extension timescaledb in the database of the profile',
    hint: available
      ? `the server has it: run "create extension timescaledb" in ${database} as a user who may`
      : 'install TimescaleDB on the server, add timescaledb to shared_preload_libraries, restart, then run "create extension timescaledb"',
    location,
  })
}

export function timescaleEdition(model: string, what: string, location: SourceLocation): SluiceError {
  return new SluiceError('TIMESCALE_MISSING', {
    message: `model ${model} wants ${what}, which the Apache edition of TimescaleDB does not have`,
    expected: "the community edition: timescaledb.license = 'timescale'",
    location,
  })
}

export interface Refusal {
  readonly message: string
  readonly expected?: string | undefined
  readonly hint?: string | undefined
  readonly next?: string | undefined
  readonly location: SourceLocation
}

export function timescaleRefused(refusal: Refusal): SluiceError {
  return new SluiceError('TIMESCALE_REFUSED', refusal)
}

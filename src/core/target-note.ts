/** Failures of the warehouse itself say which one it was: the same project runs on several. */
import { SluiceError, type SourceLocation } from './error.js'
import type { ErrorCode } from './error-codes.js'

const ofWarehouse: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'DB_CONNECT_FAILED',
  'DB_UNREACHABLE',
  'DB_AUTH_FAILED',
  'DB_TLS_FAILED',
  'DB_DATABASE_MISSING',
  'DB_ROLE_MISSING',
  'DB_PRIVILEGE_MISSING',
  'DB_TOO_MANY_CONNECTIONS',
  'DB_CONNECTION_LOST',
  'DB_TIMEOUT',
  'DB_CANCELLED',
  'DB_CONFLICT',
  'DB_RESOURCES_EXHAUSTED',
  'NODE_TIMEOUT',
])

export interface TargetPlace {
  readonly name: string
  readonly profileName: string
  readonly location?: SourceLocation
}

export function namingTarget(error: SluiceError, { name, profileName, location }: TargetPlace): SluiceError {
  if (!ofWarehouse.has(error.code) || !location) return error
  const note = { message: `target "${name}" of profile "${profileName}"`, location }
  const known = error.fields.related ?? []
  if (known.some((place) => place.message === note.message)) return error
  const named = new SluiceError(error.code, { ...error.fields, location: error.fields.location ?? location, related: [...known, note] })
  if (error.stack !== undefined) named.stack = error.stack
  return named
}

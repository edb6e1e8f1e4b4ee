/** The server's SQLSTATE, or the socket's complaint, → a code of ours, a position in the statement and a next step. */
import { type ErrorFields, SluiceError, type SourceLocation } from '../../core/error.js'
import type { ErrorCode } from '../../core/error-codes.js'
import { codeOfSocket, isSocketError } from './socket-errors.js'
import { ruleOf } from './sqlstates.js'

/** What pg's DatabaseError has of the server's report; all of it may be absent. */
export interface ServerReport {
  readonly message?: string
  readonly code?: string
  readonly detail?: string
  readonly hint?: string
  readonly position?: string
  readonly where?: string
  readonly constraint?: string
}

/** Where a connection was wanted; no secret among it. */
export interface Place {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
}

export function queryFailed(error: unknown, sql: string): SluiceError {
  if (error instanceof SluiceError) return error
  const report = reportOf(error)
  if (isSocketError(error)) return connectionLost(error, sql)
  const rule = ruleOf(report)
  const position = report.position === undefined ? undefined : utf16Offset(sql, Number(report.position))
  return new SluiceError(rule?.code ?? 'DB_QUERY_FAILED', {
    message: told(report),
    hint: report.hint ?? (rule?.code === 'DB_PRIVILEGE_MISSING' ? `${rule.hint}; refused was: ${opening(sql)}` : rule?.hint),
    detail: {
      text: report.message,
      sqlstate: report.code,
      sql,
      ...(report.constraint ? { constraint: report.constraint } : {}),
      ...(report.where ? { where: report.where } : {}),
      ...(position === undefined ? {} : { position }),
    },
    cause: error,
  })
}

/** The first words of a statement: the server names the object it guards, not always the one that was wanted. */
function opening(sql: string): string {
  const bare = sql
    .replace(/\/\*.*?\*\//gs, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return bare.length > 60 ? `${bare.slice(0, 60)}…` : bare
}

/** The server's words, with what it adds about the rows or objects at fault. */
function told(report: ServerReport): string {
  const message = report.message ?? 'the server gave no reason'
  return report.detail ? `${message}: ${report.detail.replaceAll('\n', '; ')}` : message
}

/** The server counts characters from 1. */
function utf16Offset(sql: string, position: number): number | undefined {
  if (!(position >= 1)) return undefined
  let offset = 0
  let seen = 1
  for (const character of sql) {
    if (seen === position) return offset
    seen++
    offset += character.length
  }
  return offset
}

function connectionLost(error: unknown, sql: string): SluiceError {
  return new SluiceError('DB_CONNECTION_LOST', {
    message: `the connection to the server broke: ${reportOf(error).message}`,
    hint: "was the server restarted? A firewall that drops quiet connections is answered with the profile's keepalives_idle",
    detail: { text: reportOf(error).message, sql },
    cause: error,
  })
}

export function connectFailed(error: unknown, place: Place): SluiceError {
  if (error instanceof SluiceError) return error
  const report = reportOf(error)
  const fields = connectFields(error, report, place)
  return new SluiceError(fields.code, {
    message: fields.message,
    hint: fields.hint,
    next: 'sluice debug',
    detail: { text: report.message, ...(report.code ? { sqlstate: report.code } : {}) },
    cause: error,
  })
}

type ConnectFields = Pick<ErrorFields, 'message' | 'hint'> & { readonly code: ErrorCode }

function connectFields(error: unknown, report: ServerReport, place: Place): ConnectFields {
  const server = `${place.host}:${place.port}`
  const socket = codeOfSocket(error)
  if (socket === 'DB_TLS_FAILED') return tlsFields(report, server)
  if (socket === 'DB_AUTH_FAILED') {
    return {
      code: socket,
      message: `${server} asks for a password, and the profile has none`,
      hint: 'set `password` in the profile, or PGPASSWORD',
    }
  }
  if (socket === 'DB_UNREACHABLE') {
    const reason = /ENOTFOUND|EAI_AGAIN/.test(report.code ?? '') ? `the host name ${place.host} is not known` : report.message
    return {
      code: socket,
      message: `no PostgreSQL server answers at ${server}: ${reason}`,
      hint: 'is it running, are host and port right, and does a firewall let you through?',
    }
  }
  const rule = ruleOf(report)
  const message = `${server} refuses user ${place.user} on database ${place.database}: ${told(report)}`
  return { code: rule?.code ?? 'DB_CONNECT_FAILED', message, hint: report.hint ?? rule?.connectHint ?? rule?.hint }
}

function tlsFields(report: ServerReport, server: string): ConnectFields {
  const refused = /does not support SSL/.test(report.message ?? '')
  return {
    code: 'DB_TLS_FAILED',
    message: refused ? `${server} takes no encrypted connections` : `the certificate check of ${server} failed: ${report.message}`,
    hint: refused
      ? 'set `sslmode: prefer` or `disable`, or switch TLS on at the server'
      : 'give the authority that signed it as `sslrootcert`, or the host name that stands in it as `host`',
  }
}

export function tlsFileUnreadable(field: string, path: string, cause?: unknown): SluiceError {
  return new SluiceError('DB_TLS_FAILED', {
    message: `${field} ${path} cannot be read`,
    hint: 'relative paths lie below the folder of profiles.yml, or the working folder',
    cause,
  })
}

export function driverMissing(error: unknown): SluiceError {
  return new SluiceError('ADAPTER_DRIVER_MISSING', {
    message: 'the PostgreSQL driver could not be loaded',
    hint: 'install it',
    next: 'npm install pg pg-copy-streams',
    cause: error,
  })
}

export function invalidCredentials(message: string, at: SourceLocation | undefined, expected?: string): SluiceError {
  return new SluiceError('CREDENTIALS_INVALID', { message, location: at, expected })
}

export function missingField(field: string, at?: SourceLocation): SluiceError {
  return new SluiceError('CREDENTIALS_INVALID', {
    message: `the profile has no ${field}`,
    location: at,
    expected: 'host, user, password, port, dbname and schema of a PostgreSQL server',
    hint: `add \`${field}:\` to the output`,
  })
}

/** Worth sending again: the other side has won, or the link or server was gone for a moment. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof SluiceError)) return false
  if (error.code === 'DB_CONFLICT' || error.code === 'DB_CONNECTION_LOST' || error.code === 'DB_TOO_MANY_CONNECTIONS') return true
  const { sqlstate, constraint, text } = error.fields.detail ?? {}
  // Two sessions creating one thing `if not exists` at once: the loser sees the catalog's own unique key.
  if (sqlstate === '23505') return /^pg_(namespace|class|type|proc|extension)_/.test(String(constraint ?? ''))
  return sqlstate === '42P06' || /tuple concurrently (updated|deleted)/.test(String(text ?? ''))
}

/** The second of two that make one name: told by the server, or by the key of its catalog where both are at it. */
export function isTaken(error: unknown): boolean {
  if (!(error instanceof SluiceError)) return false
  const { sqlstate, constraint } = error.fields.detail ?? {}
  return sqlstate === '42P07' || sqlstate === '42710' || (sqlstate === '23505' && /^pg_(class|type)_/.test(String(constraint ?? '')))
}

export function reportOf(error: unknown): ServerReport {
  if (error instanceof AggregateError && error.errors.length > 0) return reportOf(error.errors[0])
  return error instanceof Error ? (error as ServerReport) : { message: String(error) }
}

/** The server counts the rows of a COPY: `COPY people, line 3, column age: "x"`. */
export function seedMismatch(error: unknown, file: string, read: () => string): SluiceError {
  const known = queryFailed(error, '')
  const place = /^COPY .*?, line (\d+)(?:, column ([^:]+))?/.exec(String(known.fields.detail?.where ?? ''))
  if (!place) return known
  return new SluiceError('SEED_MISMATCH', {
    message: place[2] === undefined ? known.message : `column ${place[2]}: ${known.message}`,
    location: { file, line: lineOfRow(read(), Number(place[1])), column: 1 },
    hint: 'give the column another type with column_types, or mend the row',
    detail: known.fields.detail,
    cause: error,
  })
}

/** Where the n-th row below the header starts; a quoted cell may span lines, empty lines are no rows. */
function lineOfRow(csv: string, row: number): number {
  let line = 1
  let seen = -1
  for (const record of csv.matchAll(/(?:"(?:[^"]|"")*"|[^"\n])*(?:\n|$)/g)) {
    if (record[0].trim() !== '') seen++
    if (seen === row) break
    line += record[0].split('\n').length - 1
  }
  return line
}

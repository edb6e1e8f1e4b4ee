/** SQLSTATE → code and help. The longest prefix that is listed counts. */
import type { ErrorCode } from '../../core/error-codes.js'

export interface StateRule {
  readonly code: ErrorCode
  readonly hint?: string
  /** Instead of `hint` when a connection is refused. */
  readonly connectHint?: string
}

const taken = 'another run made it meanwhile: once that one has ended, `sluice retry` finds it and goes on'

const rules: Readonly<Record<string, StateRule>> = {
  '08': { code: 'DB_CONNECTION_LOST' },
  '22': { code: 'SQL_VALUE_INVALID' },
  '22012': { code: 'SQL_VALUE_INVALID', hint: 'divide by nullif(…, 0) where the divisor may be zero' },
  '22023': { code: 'DB_QUERY_FAILED' },
  '23': { code: 'CONSTRAINT_VIOLATED' },
  '21000': { code: 'DB_QUERY_FAILED', hint: 'a row has several partners where one is allowed: is the unique_key unique in the new rows?' },
  '25001': {
    code: 'DB_QUERY_FAILED',
    hint: 'run it outside: as a hook with "transaction": false',
  },
  '25006': {
    code: 'DB_PRIVILEGE_MISSING',
    hint: 'the session may only read: is this a standby server, or default_transaction_read_only set?',
  },
  '25P03': { code: 'DB_CONNECTION_LOST' },
  '28': {
    code: 'DB_AUTH_FAILED',
    connectHint: 'check user and password of the profile; pg_hba.conf on the server says who may come from where, and how',
  },
  '2BP01': { code: 'DB_QUERY_FAILED', hint: 'something still depends on it; drop or rebuild that first' },
  '3D000': { code: 'DB_DATABASE_MISSING', connectHint: 'create it, or set another `dbname` in the profile' },
  '3F000': { code: 'SQL_UNKNOWN_TABLE' },
  '40': { code: 'DB_CONFLICT' },
  '42501': { code: 'DB_PRIVILEGE_MISSING', hint: 'have it granted to the user or role of the profile' },
  '42601': { code: 'SQL_SYNTAX' },
  '42702': { code: 'SQL_UNKNOWN_COLUMN' },
  '42703': { code: 'SQL_UNKNOWN_COLUMN' },
  '42883': { code: 'SQL_UNKNOWN_FUNCTION' },
  '42704': { code: 'DB_QUERY_FAILED', hint: 'create it first, or take it out of the configs: grants, indexes, tablespace' },
  '42P01': { code: 'SQL_UNKNOWN_TABLE' },
  '42P06': { code: 'DB_QUERY_FAILED', hint: taken },
  '42P07': { code: 'DB_QUERY_FAILED', hint: 'drop it, or make it only where it is missing: if not exists' },
  '53': { code: 'DB_RESOURCES_EXHAUSTED' },
  '53100': { code: 'DB_RESOURCES_EXHAUSTED', hint: 'free disk space on the server' },
  '53300': { code: 'DB_TOO_MANY_CONNECTIONS', hint: 'lower `threads`, or raise max_connections on the server' },
  '54': { code: 'DB_RESOURCES_EXHAUSTED' },
  '55P03': { code: 'DB_TIMEOUT', hint: 'another session holds the lock; pg_locks says which' },
  '57014': { code: 'DB_CANCELLED' },
  '57P01': { code: 'DB_CONNECTION_LOST' },
  '57P02': { code: 'DB_CONNECTION_LOST' },
  '57P03': { code: 'DB_CONNECTION_LOST', hint: 'the server is starting up or shutting down; wait a moment' },
  '57P05': { code: 'DB_CONNECTION_LOST' },
  '58030': { code: 'DB_RESOURCES_EXHAUSTED' },
  '0A000': { code: 'DB_QUERY_FAILED' },
}

const timeout: StateRule = {
  code: 'DB_TIMEOUT',
  hint: "raise statement_timeout in the profile, or set it for one model in a pre-hook: set local statement_timeout = '1h'",
}

export function ruleOf(report: { readonly code?: string; readonly message?: string }): StateRule | undefined {
  const state = report.code ?? ''
  // One state for both; only the text tells them apart.
  if (state === '57014' && !/user request/.test(report.message ?? '')) return timeout
  return rules[state] ?? rules[state.slice(0, 2)]
}

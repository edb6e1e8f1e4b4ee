/** Snowflake's numbers and texts → codes of ours, a position in the statement, and what to do. Never a secret, never row values. */
import { type ErrorFields, SluiceError, type SourceLocation } from '../../core/error.js'
import type { ErrorCode } from '../../core/error-codes.js'

interface Rule {
  readonly code: ErrorCode
  readonly hint?: string
  readonly next?: string
}

const noLogin = 'check account, user and password of this target in profiles.yml'
const grantHint = 'ask an administrator to grant it to the role of this target, or set another `role` in profiles.yml'

/** By Snowflake's error number. What is not here is DB_QUERY_FAILED, or DB_CONNECT_FAILED while connecting. */
const rules: Readonly<Record<string, Rule>> = {
  '000604': { code: 'DB_CANCELLED' },
  '000630': { code: 'DB_TIMEOUT', hint: 'raise STATEMENT_TIMEOUT_IN_SECONDS of the warehouse or the user, or let the statement do less' },
  '000606': { code: 'DB_QUERY_FAILED', hint: 'no warehouse is active: set `warehouse` in profiles.yml, and see that the role may use it' },
  '000625': { code: 'DB_CONFLICT', hint: 'another transaction holds the table; it is tried again by itself' },
  '000638': { code: 'DB_CONFLICT' },
  '000603': { code: 'DB_QUERY_FAILED', hint: 'a fault inside Snowflake: run it again; give the query id to its support if it stays' },
  '000900': { code: 'SQL_SYNTAX' },
  '000904': { code: 'SQL_UNKNOWN_COLUMN', hint: 'a name in double quotes is case-sensitive, others are stored in upper case' },
  '000939': { code: 'SQL_UNKNOWN_FUNCTION' },
  '000979': { code: 'SQL_UNKNOWN_COLUMN', hint: 'the column is not in group by' },
  '001003': { code: 'SQL_SYNTAX' },
  '001007': { code: 'SQL_VALUE_INVALID' },
  '001044': { code: 'SQL_UNKNOWN_FUNCTION', hint: 'cast the arguments to types the function takes' },
  '001757': { code: 'SQL_UNKNOWN_TABLE' },
  '002003': { code: 'SQL_UNKNOWN_TABLE', hint: 'it may exist where the role of this target may not see it' },
  '002043': { code: 'SQL_UNKNOWN_TABLE', hint: 'it may exist where the role of this target may not see it' },
  '002140': { code: 'SQL_UNKNOWN_FUNCTION' },
  '002141': { code: 'SQL_UNKNOWN_FUNCTION' },
  '003001': { code: 'DB_PRIVILEGE_MISSING', hint: grantHint },
  '003041': { code: 'DB_PRIVILEGE_MISSING', hint: grantHint },
  '090073': { code: 'DB_RESOURCES_EXHAUSTED', hint: 'the resource monitor of the warehouse has stopped it' },
  '090105': { code: 'DB_DATABASE_MISSING', hint: 'set `database` in profiles.yml to one the role may use' },
  '090106': { code: 'SQL_UNKNOWN_TABLE', hint: 'the session has no schema: set `schema` in profiles.yml, or name it in the SQL' },
  '100035': { code: 'SQL_VALUE_INVALID' },
  '100037': { code: 'SQL_VALUE_INVALID' },
  '100038': { code: 'SQL_VALUE_INVALID' },
  '100039': { code: 'SQL_VALUE_INVALID' },
  '100040': { code: 'SQL_VALUE_INVALID' },
  '100046': { code: 'SQL_VALUE_INVALID' },
  '100051': { code: 'SQL_VALUE_INVALID', hint: 'guard the division: div0(a, b) or nullif(b, 0)' },
  '100069': { code: 'SQL_VALUE_INVALID' },
  '100071': { code: 'SQL_VALUE_INVALID' },
  '100072': { code: 'CONSTRAINT_VIOLATED' },
  '100078': { code: 'SQL_VALUE_INVALID', hint: 'the text is longer than its column' },
  '100090': { code: 'DB_QUERY_FAILED', hint: 'several source rows fit one target row: is `unique_key` unique in the model?' },
  '100096': { code: 'SQL_VALUE_INVALID' },
  '390100': { code: 'DB_AUTH_FAILED', hint: noLogin },
  '390101': { code: 'DB_AUTH_FAILED', hint: noLogin },
  '390102': { code: 'DB_AUTH_FAILED', hint: 'the user is locked for some minutes after too many wrong passwords' },
  '390104': { code: 'DB_CONNECTION_LOST' },
  '390111': { code: 'DB_CONNECTION_LOST' },
  '390112': { code: 'DB_CONNECTION_LOST' },
  '390114': { code: 'DB_CONNECTION_LOST', hint: 'the login has expired; set client_session_keep_alive: true for long pauses' },
  '390144': {
    code: 'DB_AUTH_FAILED',
    hint: 'is the public half of this key set on the user (alter user … set rsa_public_key), and the clock of this machine right?',
  },
  '390186': { code: 'DB_ROLE_MISSING', hint: 'set `role` in profiles.yml to one that is granted to the user' },
  '390189': { code: 'DB_ROLE_MISSING', hint: 'set `role` in profiles.yml to one that is granted to the user' },
  '390190': { code: 'DB_AUTH_FAILED', hint: 'single sign-on is not set up for this user or account' },
  '390195': { code: 'DB_AUTH_FAILED', hint: 'the saved login has expired: log in again in the browser' },
  '390201': { code: 'DB_DATABASE_MISSING', hint: 'set `database` in profiles.yml to one that exists and the role may use' },
  '390303': { code: 'DB_AUTH_FAILED', hint: 'the OAuth token is not valid for this account; fetch a new one' },
  '390318': { code: 'DB_AUTH_FAILED', hint: 'the OAuth token has expired; fetch a new one' },
  '390422': { code: 'DB_AUTH_FAILED', hint: 'a network policy of the account does not let this address in' },
  '390432': { code: 'DB_AUTH_FAILED', hint: 'a network policy of the account does not let this address in' },
  '407001': { code: 'DB_CONNECTION_LOST' },
  '407002': { code: 'DB_CONNECTION_LOST' },
  '394300': { code: 'DB_AUTH_FAILED', hint: 'the programmatic access token does not exist any more; make a new one' },
  '394304': { code: 'DB_AUTH_FAILED', hint: 'the programmatic access token has expired; make a new one' },
  '394400': { code: 'DB_AUTH_FAILED', hint: 'the programmatic access token is not valid for this user; make a new one' },
  '394507': { code: 'DB_AUTH_FAILED', hint: 'the account wants a second factor: authenticator: username_password_mfa, or a key pair' },
  '394508': { code: 'DB_AUTH_FAILED', hint: 'the second factor was refused or not given in time' },
}

/** Numbers after which the same statement may pass: a lock, a fault inside the server. */
const passing = new Set(['000603', '000625', '000638'])
/** The server has ended the session, or the driver has: the statement was not run. */
const sessionEnded = new Set(['390104', '390111', '390112', '390114', '407001', '407002'])
/** Waited for long enough. */
const lost = 'lost'
/** Numbers the driver itself gives: no answer, or one that cannot be read. */
const network = new Set(['401001', '401002', '401003', '402001', '250001', '250003', '404', '500', '502', '503', '504'])

export interface DriverError {
  readonly number: string
  readonly sqlState: string | undefined
  readonly text: string
  readonly queryId: string | undefined
}

export function driverError(error: unknown): DriverError {
  const fields = (error ?? {}) as {
    code?: unknown
    sqlState?: unknown
    message?: unknown
    data?: { queryId?: unknown } | null
    cause?: unknown
  }
  const number = fields.code === undefined ? '' : String(fields.code)
  return {
    number: /^\d{1,5}$/.test(number) ? number.padStart(6, '0') : number,
    sqlState: typeof fields.sqlState === 'string' ? fields.sqlState : undefined,
    text: withoutRows(typeof fields.message === 'string' ? fields.message : String(error)),
    queryId: typeof fields.data?.queryId === 'string' ? fields.data.queryId : undefined,
  }
}

/** Some messages quote the rows that failed. */
function withoutRows(text: string): string {
  return text
    .replace(/Row Values: \[[\s\S]*\]/, 'Row Values: [not shown]')
    .replace(/Duplicate field key '[\s\S]*'/, "Duplicate field key '[not shown]'")
}

/** `sql` is the whole text sent by the template, `offset` where the statement that failed starts in it. */
export function queryFailed(error: unknown, sql: string, offset = 0, cancelled = false): SluiceError {
  if (error instanceof SluiceError) return error
  const told = driverError(error)
  if (cancelled) return interrupted(told.queryId)
  const rule = ruleOf(told)
  const place = positionIn(told.text, sql.slice(offset))
  return new SluiceError(rule?.code ?? 'DB_QUERY_FAILED', {
    message: sentence(told),
    hint: rule?.hint,
    next: rule?.next,
    detail: {
      text: told.text,
      number: told.number,
      sql,
      ...(told.sqlState === undefined ? {} : { sqlState: told.sqlState }),
      ...(told.queryId === undefined ? {} : { queryId: told.queryId }),
      ...(place === undefined ? {} : { position: offset + place }),
    },
    cause: error,
  })
}

export interface ConnectFacts {
  readonly account: string
  readonly user: string
  readonly host: string
  readonly at: SourceLocation
}

export function connectFailed(error: unknown, facts: ConnectFacts): SluiceError {
  if (error instanceof SluiceError) return error.with({ location: facts.at })
  const told = driverError(error)
  const rule = isNetwork(told) ? unreachable(facts) : ruleOf(told)
  const who = facts.user === '' ? '' : ` as ${facts.user}`
  return new SluiceError(rule?.code ?? 'DB_CONNECT_FAILED', {
    message: `cannot log in to Snowflake account ${facts.account}${who}: ${sentence(told)}`,
    location: facts.at,
    hint: rule?.hint,
    next: 'sluice debug',
    detail: { text: told.text, number: told.number },
    cause: error,
  })
}

function unreachable(facts: ConnectFacts): Rule {
  return { code: 'DB_UNREACHABLE', hint: `is the account name right, and ${facts.host} within reach (network, proxy, VPN)?` }
}

export function isNetwork(told: DriverError): boolean {
  return network.has(told.number) || /ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|socket hang up|Network error/i.test(told.text)
}

function ruleOf(told: DriverError): Rule | undefined {
  if (Object.hasOwn(rules, told.number)) return rules[told.number]
  if (isNetwork(told)) return { code: 'DB_CONNECTION_LOST', hint: 'check the network, then run `sluice retry`' }
  if (told.number.startsWith('3943') || told.number.startsWith('3944')) return { code: 'DB_AUTH_FAILED', hint: noLogin }
  return undefined
}

/** Another try may pass: lost links, locks, a fault inside the server. */
export function isPassing(error: unknown): boolean {
  if (error instanceof SluiceError) {
    const number = String(error.fields.detail?.number)
    return passing.has(number) || (error.code === 'DB_CONNECTION_LOST' && number !== lost)
  }
  return passing.has(driverError(error).number)
}

export function endsSession(error: SluiceError): boolean {
  return sessionEnded.has(String(error.fields.detail?.number))
}

/** The text without its heading, in one line. */
function sentence(told: DriverError): string {
  const text = told.text.replace(/^\d{6} \(\w{5}\): /, '').replace(/^SQL compilation error:\s*/, '')
  const [first = '', second] = text.split('\n').map((line) => line.trim())
  return /^error line \d+ at position -?\d+$/.test(first) && second ? second : text.trim() || 'Snowflake gave no reason'
}

/** `line 2 at position 7`: lines from 1, positions from 0. */
export function positionIn(text: string, sql: string): number | undefined {
  const match = /line (\d+) at position (\d+)/.exec(text)
  if (!match) return undefined
  const lines = sql.split('\n')
  const index = Number(match[1]) - 1
  const line = lines[index]
  if (line === undefined) return undefined
  const before = lines.slice(0, index).reduce((sum, each) => sum + each.length + 1, 0)
  return before + Math.min(Number(match[2]), line.length)
}

export function interrupted(queryId?: string): SluiceError {
  return new SluiceError('INTERRUPTED', { message: 'the run was cancelled', detail: queryId === undefined ? {} : { queryId } })
}

export function connectionLost(queryId: string | undefined): SluiceError {
  return new SluiceError('DB_CONNECTION_LOST', {
    message: 'Snowflake has not answered for minutes while a statement was running',
    hint: 'check the network, then run `sluice retry`; the statement may have gone through',
    detail: { number: lost, ...(queryId === undefined ? {} : { queryId }) },
  })
}

export function driverMissing(error: unknown): SluiceError {
  return new SluiceError('ADAPTER_DRIVER_MISSING', {
    message: 'the Snowflake driver is not installed',
    hint: 'install it beside sluice (with -g where sluice is installed globally)',
    next: 'npm install snowflake-sdk@3.3.0',
    cause: error,
  })
}

export function invalidCredentials(message: string, at: SourceLocation, expected?: string, hint?: string): SluiceError {
  return new SluiceError('CREDENTIALS_INVALID', { message, location: at, expected, hint })
}

/** `line` of the CSV file, where it is known. */
export function seedMismatch(error: SluiceError, file: string, line: number, column: string | undefined): SluiceError {
  // Further lines name the staged file, which is ours.
  const [first] = error.message.split('\n')
  const fields: ErrorFields = {
    message: column === undefined ? `${first}` : `column ${column}: ${first}`,
    location: { file, line, column: 1 },
    hint: 'give the column another type with column_types, or mend the row',
    detail: error.fields.detail,
    cause: error.fields.cause,
  }
  return new SluiceError('SEED_MISMATCH', fields)
}

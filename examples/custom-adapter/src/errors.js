/** SQLite tells a code and a text with a name in it; this makes a code of ours of them, and a place. */
import { positionOf, SluiceError } from 'sluice/adapter-kit'

/** First match wins; what the parentheses hold is looked for in the statement. */
const rules = [
  ['SQL_UNKNOWN_COLUMN', /^(?:no such column: |table \S+ has no column named )(\S+)/],
  ['SQL_UNKNOWN_TABLE', /^no such (?:table|view): (\S+)/],
  ['SQL_UNKNOWN_TABLE', /^unknown database (\S+)/],
  ['SQL_UNKNOWN_FUNCTION', /^(?:no such function: |wrong number of arguments to function )(\w+)/],
  ['SQL_SYNTAX', /^near "(.*)": syntax error/s],
  ['SQL_SYNTAX', /^incomplete input|^unrecognized token/],
  ['CONSTRAINT_VIOLATED', /constraint failed/],
  ['DB_LOCKED', /^database is locked|^database table is locked/],
  ['DB_FILE_UNREADABLE', /^file is not a database/],
]

export function queryFailed(error, sql) {
  const text = error instanceof Error ? error.message : String(error)
  const [code, pattern] = rules.find(([, candidate]) => candidate.test(text)) ?? ['DB_QUERY_FAILED']
  const name = pattern?.exec(text)?.[1]
  const position = name === undefined ? undefined : positionOf(name, sql)
  return new SluiceError(code, {
    message: text,
    detail: { sql, class: error?.code, ...(position === undefined ? {} : { position }) },
    cause: error,
  })
}

export function connectFailed(error, path) {
  return new SluiceError('DB_CONNECT_FAILED', {
    message: `cannot open the SQLite database ${path}: ${error.message}`,
    hint: 'does its folder exist, may you write there, and is the file a SQLite database?',
    cause: error,
  })
}

export function driverMissing(error) {
  return new SluiceError('ADAPTER_DRIVER_MISSING', {
    message: 'the SQLite driver could not be loaded',
    hint: 'install it for this platform and version of Node',
    next: 'npm install better-sqlite3',
    cause: error,
  })
}

export function isBusy(error) {
  return /^SQLITE_(BUSY|LOCKED)/.test(String(error?.code ?? error?.fields?.detail?.class))
}

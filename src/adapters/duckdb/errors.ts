/**
 * DuckDB's driver gives plain text; this turns it into codes, a position in the statement and a next step.
 * The class is what stands before the first `Error:`, the place is the `LINE n:` excerpt with a caret below it.
 */
import { type ErrorFields, SluiceError, type SourceLocation } from '../../core/error.js'
import type { ErrorCode } from '../../core/error-codes.js'
import { errorPosition } from './error-position.js'

interface Rule {
  readonly code: ErrorCode
  readonly pattern: RegExp
  readonly fields?: (text: string) => Partial<ErrorFields>
}

/** First match wins. */
const rules: readonly Rule[] = [
  { code: 'INTERRUPTED', pattern: /^INTERRUPT Error/ },
  { code: 'DB_LOCKED', pattern: /Could not set lock on file/, fields: lockFields },
  {
    code: 'SQL_UNKNOWN_COLUMN',
    pattern: /^Binder Error: (Referenced column|Table ".*" does not have a column named|Ambiguous reference to column)/s,
  },
  { code: 'SQL_UNKNOWN_TABLE', pattern: /^(Catalog|Binder) Error: (Table|View|Schema|Catalog)( with name)? .*(does not exist|not found)/s },
  { code: 'SQL_UNKNOWN_TABLE', pattern: /^Binder Error: Referenced table .* not found/s },
  {
    code: 'SQL_UNKNOWN_FUNCTION',
    pattern: /^(Catalog Error: .*(Function|Macro) with name .* does not exist|Binder Error: No function matches)/s,
  },
  { code: 'SQL_SYNTAX', pattern: /^Parser Error/ },
  { code: 'CONSTRAINT_VIOLATED', pattern: /^Constraint Error/ },
  {
    code: 'DB_FILE_UNREADABLE',
    pattern:
      /No magic bytes|No files found that match|not a valid Parquet|Cannot open file|not a valid DuckDB database|Invalid Parquet|Failed to read Parquet|too small to be a Parquet file/i,
    fields: fileFields,
  },
  { code: 'DB_FILE_UNREADABLE', pattern: /^(IO|HTTP) Error|^Invalid (Input )?Error: (CSV Error|Malformed JSON)/, fields: fileFields },
]

export function queryFailed(error: unknown, sql: string): SluiceError {
  if (error instanceof SluiceError) return error
  const text = driverText(error)
  const rule = rules.find((candidate) => candidate.pattern.test(text))
  const position = errorPosition(text, sql)
  const hint = /Did you mean "(?!pg_)([^"]+)"|Candidate bindings: :? ?(.+)/.exec(text)
  return new SluiceError(rule?.code ?? 'DB_QUERY_FAILED', {
    message: firstParagraph(text),
    ...(hint ? { hint: hint[1] ? `did you mean "${hint[1]}"?` : `known here: ${hint[2]}` } : {}),
    ...rule?.fields?.(text),
    detail: { text, class: errorClass(text), sql, ...(position === undefined ? {} : { position }) },
    cause: error,
  })
}

export function connectFailed(error: unknown, path: string): SluiceError {
  const known = queryFailed(error, '')
  if (known.code === 'DB_LOCKED') return known
  const notDatabase = /not a valid DuckDB database/.test(driverText(error))
  return new SluiceError('DB_CONNECT_FAILED', {
    message: `cannot open the DuckDB database ${path}: ${firstParagraph(driverText(error))}`,
    hint: notDatabase ? 'the file is something else; give another path in profiles.yml' : 'does its folder exist, and may you write there?',
    detail: { text: driverText(error), class: errorClass(driverText(error)) },
    cause: error,
  })
}

export function setupFailed(error: unknown, what: string): SluiceError {
  return new SluiceError('DB_CONNECT_FAILED', {
    message: `${what} failed: ${firstParagraph(driverText(error))}`,
    hint: 'check the duckdb output in profiles.yml',
    detail: { text: driverText(error), class: errorClass(driverText(error)) },
    cause: error,
  })
}

export function driverMissing(error: unknown): SluiceError {
  return new SluiceError('ADAPTER_DRIVER_MISSING', {
    message: 'the DuckDB driver could not be loaded',
    hint: 'install it for this platform',
    next: 'npm install @duckdb/node-api',
    cause: error,
  })
}

export function invalidCredentials(message: string, at: SourceLocation, expected?: string): SluiceError {
  return new SluiceError('CREDENTIALS_INVALID', { message, location: at, expected })
}

export function badSourceLocation(
  source: { readonly unique_id: string; readonly original_file_path: string },
  message: string,
): SluiceError {
  return new SluiceError('CREDENTIALS_INVALID', {
    message: `${source.unique_id}: ${message}`,
    nodeId: source.unique_id,
    location: { file: source.original_file_path, line: 1, column: 1 },
  })
}

/** What DuckDB itself reads of that which dbt-duckdb's plugins read. */
const instead: Readonly<Record<string, string>> = {
  excel: "external_location: read_xlsx('…') and the extension excel",
  iceberg: "external_location: iceberg_scan('…') and the extension iceberg",
  delta: "external_location: delta_scan('…') and the extension delta",
  sqlalchemy: 'attach with the extension postgres, mysql or sqlite',
  gsheet: 'a CSV export as external_location',
}

export function pluginSource(source: { readonly unique_id: string; readonly original_file_path: string }, plugin: string): SluiceError {
  const known = Object.keys(instead).find((name) => plugin.toLowerCase().includes(name))
  const { code, fields } = badSourceLocation(
    source,
    `the plugin "${plugin}" is a Python module of dbt-duckdb, which this tool does not run`,
  )
  return new SluiceError(code, {
    ...fields,
    hint: `DuckDB reads most by itself: ${known ? instead[known] : 'a reading function as external_location, or attach'}`,
  })
}

/** Lost write conflicts: the other transaction has won, the same statement may pass now. */
export function isConflict(error: unknown): boolean {
  const text = error instanceof SluiceError ? String(error.fields.detail?.text ?? '') : driverText(error)
  return /write-write conflict|Conflict on (update|tuple deletion|delete)|Transaction conflict/i.test(text)
}

export function driverText(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** `IOException`-style name for `retries.retryable_exceptions`, from `IO Error: …`. */
export function exceptionName(error: unknown): string {
  return `${errorClass(driverText(error)).replaceAll(' ', '')}Exception`
}

function errorClass(text: string): string {
  return /^([A-Za-z][A-Za-z ]*?) Error:/.exec(text)?.[1] ?? ''
}

function firstParagraph(text: string): string {
  const paragraph = text.split(/\n\s*\n|\nLINE \d+:/)[0] ?? text
  return paragraph.split(/\n(?:Did you mean|Candidate bindings)/)[0]?.trim() || text.trim()
}

function lockFields(text: string): Partial<ErrorFields> {
  const file = /lock on file "([^"]+)"/.exec(text)?.[1] ?? 'the database file'
  const holder = /held in (.+?) \(PID (\d+)\)/.exec(text)
  const who = holder ? `process ${holder[2]} (${holder[1]})` : 'another process'
  return {
    message: `${file} is locked by ${who}`,
    hint: holder ? `wait for it, or end it: kill ${holder[2]}` : 'wait for it to finish, or close the program that has the file open',
  }
}

function fileFields(text: string): Partial<ErrorFields> {
  return /No files found/.test(text)
    ? { hint: 'paths are relative to the project folder; does the file exist?' }
    : { hint: 'is the file whole, and of the kind its name says?' }
}

/** DuckDB names the CSV line in its text: `CSV Error on Line: 3`. */
export function seedMismatch(error: unknown, file: string): SluiceError {
  const known = queryFailed(error, '')
  const text = String(known.fields.detail?.text ?? '')
  const line = /CSV Error on Line: (\d+)/.exec(text)?.[1]
  if (line === undefined) return known
  const column = /Error when converting column "([^"]+)"\.? (.*)/.exec(text)
  return new SluiceError('SEED_MISMATCH', {
    message: column ? `column ${column[1]}: ${column[2]}` : known.message,
    location: { file, line: Number(line), column: 1 },
    hint: 'give the column another type with column_types, or mend the row',
    detail: known.fields.detail,
    cause: error,
  })
}

export function pluginsUnsupported(): SluiceError {
  return new SluiceError('CREDENTIALS_INVALID', {
    message: 'dbt-duckdb plugins are Python modules, which this tool does not run',
    hint: 'write the file with the external materialization, or COPY in a post-hook',
  })
}

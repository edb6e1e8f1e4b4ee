/** Rows of a seed: bound to an insert while they are few, else put on the table's stage as a file and copied from there. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { SluiceError } from '../../core/error.js'
import type { Cell, Table } from '../../core/table.js'
import { text } from '../../core/template-object.js'
import type { AdapterResponse, Connection, SeedLoad } from '../adapter.js'
import type { SnowflakeSession } from './connection.js'
import { seedMismatch } from './errors.js'
import { quoteText } from './relation-style.js'

/** From here on a file is faster than binds, of which a statement takes some ten thousands. */
const manyRows = 3000
const bindsPerStatement = 30_000

export async function loadSeed(request: SeedLoad, connection: Connection): Promise<AdapterResponse> {
  const { rows } = request.table
  if (rows.length === 0) return { message: 'SUCCESS 0', code: 'SUCCESS', rowsAffected: 0 }
  try {
    return rows.length < manyRows ? await insertRows(request, connection as SnowflakeSession) : await copyRows(request, connection)
  } catch (error) {
    throw error instanceof SluiceError ? located(error, request) : error
  }
}

/** As it is sent where the rows are few. */
export function insertStatement(request: SeedLoad): string {
  const marks = request.columns.map(() => '?').join(', ')
  return `insert into ${request.relation} (${columnList(request)}) values (${marks})`
}

function columnList(request: SeedLoad): string {
  return request.columns.map((column) => column.quoted).join(', ')
}

async function insertRows(request: SeedLoad, connection: SnowflakeSession): Promise<AdapterResponse> {
  const rows = request.table.rows.map((row) => row.cells.map(cellText))
  const size = Math.max(1, Math.floor(bindsPerStatement / request.columns.length))
  let last: AdapterResponse = { message: 'SUCCESS 0' }
  for (let start = 0; start < rows.length; start += size) {
    last = (await connection.executeRows(insertStatement(request), rows.slice(start, start + size))).response
  }
  return { ...last, message: `SUCCESS ${rows.length}`, code: 'SUCCESS', rowsAffected: rows.length, extra: { rows_inserted: rows.length } }
}

async function copyRows(request: SeedLoad, connection: Connection): Promise<AdapterResponse> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-seed-'))
  // A name of its own: Snowflake skips a file whose name it has loaded before.
  const file = join(folder, `${randomUUID()}.csv.gz`)
  const stage = tableStage(request.relation)
  try {
    await writeFile(file, await promisify(gzip)(csv(request.table)), { mode: 0o600 })
    await connection.execute(`put ${quoteText(`file://${file.replaceAll('\\', '/')}`)} ${stage} auto_compress = false overwrite = true`)
    const name = file.slice(folder.length + 1)
    const { response } = await connection.execute(copyStatement(request, `${stage}/${name}`))
    const count = request.table.rows.length
    return { ...response, message: `SUCCESS ${count}`, rowsAffected: count, extra: { rows_inserted: count } }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export function copyStatement(request: SeedLoad, from: string): string {
  // N.B. parted by spaces; a cell that is empty and has no quotes is null.
  const format =
    "type = csv compression = gzip field_delimiter = ',' field_optionally_enclosed_by = '\"' null_if = () empty_field_as_null = true"
  return `copy into ${request.relation} (${columnList(request)}) from ${from} file_format = (${format}) on_error = abort_statement purge = true`
}

/** Every table has a stage of its own, named after it. */
export function tableStage(relation: string): string {
  const parts = relation.match(/"(?:[^"]|"")*"|[^.]+/g) ?? [relation]
  const name = parts.at(-1) ?? relation
  return `@${[...parts.slice(0, -1), `%${name}`].join('.')}`
}

/** All in quotes, so that an empty text stays a text; null is a cell without them. */
function csv(table: Table): string {
  const line = (cells: readonly Cell[]) =>
    cells.map((cell) => (cell === null ? '' : `"${(cellText(cell) ?? '').replaceAll('"', '""')}"`)).join(',')
  return `${table.rows.map((row) => line(row.cells)).join('\n')}\n`
}

/** The server casts texts to the column's type. */
function cellText(cell: Cell): string | null {
  if (cell === null || cell === undefined) return null
  const own = (cell as { [text]?(): string })[text]
  return own ? own.call(cell) : String(cell)
}

/** COPY names the row; binds name only the value, which is looked for. */
function located(error: SluiceError, request: SeedLoad): SluiceError {
  if (error.code !== 'SQL_VALUE_INVALID' && error.code !== 'CONSTRAINT_VIOLATED') return error
  const told = String(error.fields.detail?.text ?? '')
  const number = /\bRow (\d+)\b/i.exec(told)?.[1]
  const value = /'([^']*)'/.exec(told)?.[1]
  const rows = request.table.rows
  const index = number === undefined ? rows.findIndex((row) => row.cells.some((cell) => cellText(cell) === value)) : Number(number) - 1
  const row = rows[index]
  if (row === undefined) return error
  const column = row.cells.findIndex((cell) => cellText(cell) === value)
  return seedMismatch(error, request.file, lineOf(request.table, index), request.columns[column]?.name)
}

/** After the header; texts may hold line breaks. */
function lineOf(table: Table, index: number): number {
  const breaks = table.rows
    .slice(0, index)
    .flatMap((row) => row.cells.map((cell) => (typeof cell === 'string' ? cell.split('\n').length - 1 : 0)))
  return 2 + index + breaks.reduce((sum, each) => sum + each, 0)
}

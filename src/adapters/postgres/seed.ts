/** Seeds by COPY: the rows as dbt's agate table has them, streamed as the server's text format. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Client } from 'pg'
import { DateTime } from '../../core/datetime.js'
import type { Cell, Table } from '../../core/table.js'
import type { AdapterResponse, Connection, SeedLoad } from '../adapter.js'
import type { PostgresSession } from './connection.js'
import { driverMissing, seedMismatch } from './errors.js'
import { quoteIdentifier } from './relation-style.js'

/** Characters sent at once. */
const chunkSize = 64 * 1024

export async function loadSeed(request: SeedLoad, connection: Connection): Promise<AdapterResponse> {
  const zoned = zonedColumns(request)
  if (zoned.size === 0) return await copied(request, request.relation, connection)
  // COPY would pass over the zone; by way of a column that has one, the server reckons in the time zone of the session.
  const staged = quoteIdentifier(`sluice_seed_${randomBytes(6).toString('hex')}`)
  const columns = request.columns.map(({ quoted }, index) => (zoned.has(index) ? `null::timestamptz as ${quoted}` : quoted))
  await connection.execute(`create temporary table ${staged} as select ${columns.join(', ')} from ${request.relation} with no data`)
  await copied(request, staged, connection)
  const names = namesOf(request)
  const { response } = await connection.execute(`insert into ${request.relation} (${names}) select ${names} from ${staged}`)
  await connection.execute(`drop table ${staged}`)
  return response
}

/** Those with moments of a zone in a column that keeps none. */
function zonedColumns({ columns, table }: SeedLoad): ReadonlySet<number> {
  const zoned = new Set<number>()
  for (const [index, { type }] of columns.entries()) {
    if (!/^timestamp(\(\d\))?( without time zone)?$/i.test(type)) continue
    if (table.rows.some(({ cells }) => cells[index] instanceof DateTime && cells[index].zone !== null)) zoned.add(index)
  }
  return zoned
}

async function copied(request: SeedLoad, into: string, connection: Connection): Promise<AdapterResponse> {
  const { from } = await import('pg-copy-streams').catch((error: unknown) => {
    throw driverMissing(error)
  })
  const sql = seedStatement({ ...request, relation: into })
  try {
    return await (connection as PostgresSession).copy(sql, async (client: Client) => {
      const stream = client.query(from(sql))
      await pipeline(Readable.from(chunks(request.table)), stream)
      return stream.rowCount
    })
  } catch (error) {
    throw seedMismatch(error, request.file, () => readFileSync(request.file, 'utf8'))
  }
}

function namesOf(request: SeedLoad): string {
  return request.columns.map((column) => column.quoted).join(', ')
}

export function seedStatement(request: SeedLoad): string {
  return `copy ${request.relation} (${namesOf(request)}) from stdin`
}

/** The text format of COPY: tabs between cells, `\N` for null, backslashes for what would be taken for these. */
function* chunks(table: Table): Generator<string> {
  let chunk = ''
  for (const row of table.rows) {
    chunk += `${row.cells.map(copyText).join('\t')}\n`
    if (chunk.length < chunkSize) continue
    yield chunk
    chunk = ''
  }
  if (chunk !== '') yield chunk
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function copyText(cell: Cell): string {
  if (cell === null || cell === undefined) return '\\N'
  const text = String(cell)
  return /[\\\t\n\r]/.test(text) ? text.replace(/[\\\t\n\r]/g, (character) => escapes[character] ?? character) : text
}

/** Seeds by COPY: the rows as dbt's agate table has them, streamed as the server's text format. */
import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Client } from 'pg'
import type { Cell, Table } from '../../core/table.js'
import type { AdapterResponse, Connection, SeedLoad } from '../adapter.js'
import type { PostgresSession } from './connection.js'
import { driverMissing, seedMismatch } from './errors.js'

/** Characters sent at once. */
const chunkSize = 64 * 1024

export async function loadSeed(request: SeedLoad, connection: Connection): Promise<AdapterResponse> {
  const { from } = await import('pg-copy-streams').catch((error: unknown) => {
    throw driverMissing(error)
  })
  const sql = seedStatement(request)
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

export function seedStatement(request: SeedLoad): string {
  return `copy ${request.relation} (${request.columns.map((column) => column.quoted).join(', ')}) from stdin`
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

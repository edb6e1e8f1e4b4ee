// What is in a project's DuckDB file when nobody else has it open.
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

export type Cells = readonly (string | null)[]
export type Query = (sql: string) => Promise<Cells[]>

/** Queries that give text; relative file names are the project's. */
export async function withDatabase<T>(folder: string, file: string, ask: (query: Query) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(join(folder, file), { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  try {
    await connection.run(`set file_search_path = '${folder}'`)
    return await ask(async (sql) => (await connection.runAndReadAll(sql)).getRows() as Cells[])
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** Every cell as text, a row a line. */
export async function rows(folder: string, sql: string): Promise<string[]> {
  const found = await withDatabase(folder, 'shop.duckdb', (query) => query(`select columns(*)::varchar from (${sql}) order by all`))
  return found.map((row) => row.map((cell) => cell ?? 'null').join(' | '))
}

/** All relations, the tool's leftovers among them if there are any. */
export async function relationNames(folder: string): Promise<string[]> {
  return await rows(folder, 'select table_name from information_schema.tables')
}

/** The driver's callbacks as promises: log in, run one statement, read its rows as they were sent. */
import type { Column, ConnectionOptions, Connection as DriverConnection, RowStatement } from 'snowflake-sdk'
import type { Cell } from '../../core/table.js'
import type { Driver } from './driver.js'
import { type ColumnFacts, toCell } from './values.js'

export interface SendOptions {
  readonly binds?: readonly (readonly (string | null)[])[] | readonly (string | number | boolean | null)[]
  /** Tells the columns only, and runs nothing. */
  readonly describeOnly?: boolean
  /** Called with the statement as soon as it is on its way, for cancelling it. */
  readonly onStart?: (statement: RowStatement) => void
}

export async function logIn(driver: Driver, options: ConnectionOptions): Promise<DriverConnection> {
  const connection = driver.createConnection(options)
  await new Promise<void>((done, fail) => {
    // N.B. this form serves every authenticator, those that open a browser too; it tells failures twice.
    connection.connectAsync((error) => (error ? fail(error) : done())).catch(fail)
  })
  return connection
}

export async function send(connection: DriverConnection, sqlText: string, options: SendOptions): Promise<RowStatement> {
  return await new Promise((done, fail) => {
    const statement = connection.execute({
      sqlText,
      rowMode: 'array',
      streamResult: true,
      ...(options.binds === undefined ? {} : { binds: options.binds as never }),
      ...(options.describeOnly ? { describeOnly: true } : {}),
      complete: (error, finished) => (error ? fail(error) : done(finished as RowStatement)),
    })
    options.onStart?.(statement as RowStatement)
  })
}

export async function cancelStatement(statement: RowStatement): Promise<void> {
  await new Promise<void>((done) => statement.cancel(() => done()))
}

export async function logOut(connection: DriverConnection): Promise<void> {
  await new Promise<void>((done) => connection.destroy(() => done()))
}

export function columnsOf(statement: RowStatement): ColumnFacts[] {
  return (statement.getColumns() ?? []).map((column) => ({ name: column.getName(), type: column.getType(), scale: column.getScale() ?? 0 }))
}

/** A column reads itself from the row that was sent; replaced, so that the text sent arrives and not a rounded number. */
interface RowReader {
  _getRowValue(row: { readonly values: readonly unknown[] }): unknown
}

export async function rowsOf(statement: RowStatement, limit: number | null | undefined): Promise<Cell[][]> {
  const columns = statement.getColumns() ?? []
  const facts = columnsOf(statement)
  columns.forEach((column: Column, index) => {
    ;(column as unknown as RowReader)._getRowValue = (row) => row.values[index]
  })
  if (limit === 0 || statement.getNumRows() === 0) return []
  const rows: Cell[][] = []
  const stream = statement.streamRows(limit ? { start: 0, end: limit - 1 } : {})
  for await (const row of stream) rows.push((row as unknown[]).map((raw, index) => toCell(raw, facts[index] as ColumnFacts)))
  return rows
}

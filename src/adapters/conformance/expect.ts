/** What cases say when an adapter does otherwise, and cells as text that means the same on every warehouse. */
import { SluiceError } from '../../core/error.js'
import type { ErrorCode } from '../../core/error-codes.js'
import type { RunResult, RunStatus } from '../../core/result.js'
import type { Cell, Table } from '../../core/table.js'
import { toText } from '../../jinja/index.js'

export function notConforming(message: string, expected?: string): SluiceError {
  return new SluiceError('ADAPTER_NOT_CONFORMING', { message, expected })
}

export function same(actual: unknown, expected: unknown, what: string): void {
  const [given, wanted] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (given !== wanted) throw notConforming(`${what}: ${given}`, wanted)
}

/** A node of the scratch project and how it was to end. */
export function ended({ status, error, message }: RunResult, wanted: RunStatus, what: string): void {
  if (status === wanted) return
  const because = error ? ` (${error.code}: ${error.message})` : ` (${message})`
  throw notConforming(`${what} ended with ${status}${because}`, wanted)
}

export function holds(condition: boolean, problem: string): void {
  if (!condition) throw notConforming(problem)
}

/** The error `work` must reject with, by its code. */
export async function refused(work: Promise<unknown>, code: ErrorCode | readonly ErrorCode[], what: string): Promise<SluiceError> {
  const codes = [code].flat()
  const outcome = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (outcome === undefined) throw notConforming(`${what} was taken without an error`, codes.join(' or '))
  if (!(outcome instanceof SluiceError)) throw notConforming(`${what} failed with an error that has no code: ${String(outcome)}`)
  if (!codes.includes(outcome.code)) throw notConforming(`${what} gave ${outcome.code}: ${outcome.message}`, codes.join(' or '))
  return outcome
}

/** Exactly as a template prints it. */
export function exact(cell: Cell): string {
  return toText(cell)
}

/** Without what engines differ in by right: trailing zeros, midnight, zones of zero, `1` for true. */
export function loose(cell: Cell): string {
  return toText(cell)
    .replace(/^(\d{4}-\d\d-\d\d)[ T]00:00:00(\.0+)?(?=$|[+Z])/, '$1')
    .replace(/(\+00:00|Z)$/, '')
    .replace(/^(-?\d+)\.0+$/, '$1')
    .replace(/^(-?\d+\.\d*[1-9])0+$/, '$1')
}

export function rowTexts(table: Table, text: (cell: Cell) => string = loose): string[] {
  return table.rows.map((row) => row.cells.map(text).join('|'))
}

export function only(table: Table): Cell {
  if (table.rows.length !== 1 || table.columnNames.length !== 1)
    throw notConforming(`a query of one value gave ${table.rows.length} rows of ${table.columnNames.length} columns`)
  return table.rows[0]?.cells[0]
}

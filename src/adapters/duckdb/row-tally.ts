/** Rows that statements changed, by kind, as far as DuckDB tells: DML by a counter, `create table … as` by a result named `Count`. */
import type { DuckDBMaterializedResult, DuckDBResult } from '@duckdb/node-api'
import type { AdapterResponse } from '../adapter.js'
import type { Driver } from './database.js'

type Kind = 'rows_inserted' | 'rows_updated' | 'rows_deleted'

export class RowTally {
  readonly #driver: Driver
  readonly #rows: Partial<Record<Kind, number>> = {}
  #affected: number | undefined

  constructor(driver: Driver) {
    this.#driver = driver
  }

  add(result: DuckDBResult): void {
    const { ResultReturnType, StatementType } = this.#driver
    if (result.returnType === ResultReturnType.CHANGED_ROWS) {
      const kinds: Readonly<Record<number, Kind>> = {
        [StatementType.INSERT]: 'rows_inserted',
        [StatementType.UPDATE]: 'rows_updated',
        [StatementType.DELETE]: 'rows_deleted',
      }
      this.#count(result.rowsChanged, kinds[result.statementType])
      return
    }
    const creates = result.statementType === StatementType.CREATE && result.returnType === ResultReturnType.NOTHING
    if (!creates || result.isStreaming || (result as DuckDBMaterializedResult).rowCount !== 1) return
    const count = (result as DuckDBMaterializedResult).getChunk(0).getRows()[0]?.[0]
    if (typeof count === 'bigint') this.#count(Number(count), 'rows_inserted')
  }

  response(): AdapterResponse {
    if (this.#affected === undefined) return { message: 'OK' }
    const extra = Object.keys(this.#rows).length > 0 ? { extra: this.#rows } : {}
    return { message: 'OK', rowsAffected: this.#affected, ...extra }
  }

  #count(count: number, kind: Kind | undefined): void {
    this.#affected = (this.#affected ?? 0) + count
    if (kind) this.#rows[kind] = (this.#rows[kind] ?? 0) + count
  }
}

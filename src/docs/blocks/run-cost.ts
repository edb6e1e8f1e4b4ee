/** What warehouses say of a statement beside its rows: bytes, cost, the name of the query. Names of dbt's adapters. */
type Fields = Readonly<Record<string, unknown>>

/** The first that any result has is the figure of the whole site, so that sums are of one unit. */
const costs: readonly { readonly unit: string; readonly of: (fields: Fields) => number | null }[] = [
  { unit: 'credits', of: (fields) => numberOf(fields.credits_used) ?? numberOf(fields.credits) },
  { unit: 'DBU', of: (fields) => numberOf(fields.dbu) },
  // BigQuery bills bytes; 1 TiB is what its price list is in.
  { unit: 'TiB billed', of: (fields) => scaled(numberOf(fields.bytes_billed), 2 ** 40) },
  { unit: 'slot hours', of: (fields) => scaled(numberOf(fields.slot_ms), 3_600_000) },
]

export interface CostReader {
  readonly unit: string
  readonly of: (fields: Fields) => number | null
}

export function costReader(responses: readonly Fields[]): CostReader {
  return costs.find(({ of }) => responses.some((fields) => of(fields) !== null)) ?? { unit: '', of: () => null }
}

export function rowsOf(fields: Fields): number | null {
  return numberOf(fields.rows_affected) ?? numberOf(fields.rows_inserted)
}

/** Bytes read or written, whichever the warehouse tells. */
export function bytesOf(fields: Fields): number | null {
  return numberOf(fields.bytes_processed) ?? numberOf(fields.bytes_scanned) ?? numberOf(fields.bytes_written) ?? numberOf(fields.bytes)
}

export function queryOf(fields: Fields): string {
  const found = fields.query_id ?? fields.job_id
  return typeof found === 'string' ? found : ''
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null
}

function scaled(value: number | null, by: number): number | null {
  return value === null ? null : value / by
}

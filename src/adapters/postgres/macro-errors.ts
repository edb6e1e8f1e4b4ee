/** What a project asks of PostgreSQL that it cannot give. */
import { SluiceError } from '../../core/error.js'

export function otherDatabase(wanted: string, own: string): SluiceError {
  return new SluiceError('CONFIG_INVALID', {
    message: `Cross-db references not allowed in postgres (${wanted} vs ${own})`,
    expected: `database: ${own}, the one the profile connects to`,
    hint: 'a PostgreSQL session sees one database: move the tables into a schema of it, or attach the other by postgres_fdw',
  })
}

export function mergeUnsupported(version: string): SluiceError {
  return new SluiceError('SERVER_TOO_OLD', {
    message: `MERGE came with PostgreSQL 15, this server is ${version}`,
    expected: "incremental_strategy: 'delete+insert', which leaves the same rows",
    hint: 'a microbatch model without unique_key replaces its batches and needs no MERGE',
  })
}

/** `snowflake_warehouse`: the warehouse a node's statements run on, and the session as it was once the node is through. */
import type { Plain } from '../../core/node.js'
import type { Adapter, Connection, Credentials } from '../adapter.js'
import { quoteIdentifier, quoteText } from './relation-style.js'

export function nodeSession(credentials: Credentials): NonNullable<Adapter['enterNode']> {
  const { warehouse, query_tag: tag } = credentials.raw
  const resetTag =
    typeof tag === 'string' && tag !== '' ? `alter session set query_tag = ${quoteText(tag)}` : 'alter session unset query_tag'
  return async (config, connection) => {
    const previous = await changeWarehouse(config, warehouse, connection)
    return async (failed) => {
      if (previous !== null) await connection.execute(`use warehouse ${quoteIdentifier(previous)}`)
      // A materialization that fails does not come to the place where it takes its tag off.
      if (failed) await connection.execute(resetTag)
    }
  }
}

/** The warehouse used before, null where it stays. */
async function changeWarehouse(config: Plain, usual: unknown, connection: Connection): Promise<string | null> {
  const wanted = config['snowflake_warehouse']
  if (typeof wanted !== 'string' || wanted === '' || wanted === usual) return null
  const { table } = await connection.execute('select current_warehouse()', { fetch: true })
  const current = table.rows[0]?.cells[0] ?? null
  // As it stands in the config: quotes are part of the name there.
  await connection.execute(`use warehouse ${wanted}`)
  return current === null ? null : String(current)
}

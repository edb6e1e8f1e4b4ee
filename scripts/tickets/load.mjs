// Loads days of the feed into the raw table of a server: by COPY into PostgreSQL, by PUT and COPY into Snowflake. A day that is
// there already is replaced, in one transaction.
import { randomUUID } from 'node:crypto'
import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

const SCHEMA = 'raw_tickets'
const TABLE = `${SCHEMA}.ticket_changes`

const COLUMNS = {
  ticket_id: 'varchar',
  carrier_id: 'varchar',
  vessel_id: 'varchar',
  port_id: 'varchar',
  fuel_type: 'varchar',
  quantity: 'decimal(18, 2)',
  price_per_unit: 'decimal(18, 2)',
  total_amount: 'decimal(18, 2)',
  currency: 'varchar',
  transaction_date: 'date',
  loaded_at: 'timestamp',
  op: 'varchar',
  bunker_grade: 'varchar',
  day: 'date',
}
const NAMES = Object.keys(COLUMNS)
const SETUP = [
  `create schema if not exists ${SCHEMA}`,
  `create table if not exists ${TABLE} (${Object.entries(COLUMNS)
    .map(([name, type]) => `${name} ${type}`)
    .join(', ')})`,
]

/** The day with the columns of the table, whatever it lacks. */
const wholeDay = ({ date, sql }) =>
  `select ${NAMES.join(', ')} from (select *, date '${date}' as day from (${sql}) union all by name select null::varchar as bunker_grade where false)`

/** `days`: `{ date, sql }` each, the SQL DuckDB's. Answers the number of rows. */
export async function loadDays(output, days, duckdb) {
  if (output.type === 'postgres') return await intoPostgres(output, days, duckdb)
  if (output.type === 'snowflake') return await intoSnowflake(output, days, duckdb)
  throw new RangeError(`days of the feed are loaded into postgres and snowflake, not into ${output.type}`)
}

async function intoPostgres(output, days, duckdb) {
  const { default: pg } = await import('pg')
  const { from: copyFrom } = await import('pg-copy-streams')
  const { host, user, dbname, database, port, password } = output
  const client = new pg.Client({ host, user, password, port: Number(port), database: dbname ?? database })
  const folder = mkdtempSync(join(tmpdir(), 'tickets-'))
  let rows = 0
  await client.connect()
  try {
    for (const statement of SETUP) await client.query(statement)
    for (const day of days) {
      const file = join(folder, `${day.date}.csv`)
      await duckdb.run(`copy (${wholeDay(day)}) to '${file}' (format csv, header false)`)
      await client.query('begin')
      await client.query(`delete from ${TABLE} where day = $1`, [day.date])
      const copy = client.query(copyFrom(`copy ${TABLE} (${NAMES.join(', ')}) from stdin (format csv)`))
      await pipeline(createReadStream(file), copy)
      await client.query('commit')
      rows += copy.rowCount
    }
  } finally {
    await client.end()
    rmSync(folder, { recursive: true, force: true })
  }
  return rows
}

// An empty cell without quotes is null.
const FILE_FORMAT = "type = csv compression = gzip field_optionally_enclosed_by = '\"' null_if = () empty_field_as_null = true"

async function intoSnowflake(output, days, duckdb) {
  const { default: snowflake } = await import('snowflake-sdk')
  snowflake.configure({ logLevel: 'OFF', additionalLogToConsole: false })
  const connection = snowflake.createConnection(snowflakeOptions(output))
  await promised((done) => connection.connect(done))
  const execute = (sqlText, binds) => promised((complete) => connection.execute({ sqlText, binds, complete }))
  const stage = `@${SCHEMA}.%ticket_changes`
  const folder = mkdtempSync(join(tmpdir(), 'tickets-'))
  let rows = 0
  try {
    for (const statement of SETUP) await execute(statement)
    for (const day of days) {
      // A name of its own: Snowflake skips a file whose name it has loaded before.
      const name = `${day.date}-${randomUUID()}.csv.gz`
      const file = join(folder, name)
      const copied = await duckdb.runAndReadAll(`copy (${wholeDay(day)}) to '${file}' (format csv, header false, compression gzip)`)
      await execute(`put 'file://${file.replaceAll('\\', '/')}' ${stage} auto_compress = false overwrite = true`)
      await execute('begin')
      await execute(`delete from ${TABLE} where day = ?`, [day.date])
      await execute(
        `copy into ${TABLE} (${NAMES.join(', ')}) from ${stage}/${name} file_format = (${FILE_FORMAT}) on_error = abort_statement purge = true`,
      )
      await execute('commit')
      rows += Number(copied.getRowsJson()[0][0])
    }
  } finally {
    await promised((done) => connection.destroy(done))
    rmSync(folder, { recursive: true, force: true })
  }
  return rows
}

function snowflakeOptions({ host, port, protocol, user, private_key_path, private_key_passphrase, ...output }) {
  const { account, password, role, warehouse, database, authenticator, token } = output
  return {
    ...{ account, username: user, password, role, warehouse, database, authenticator, token },
    ...(host ? { accessUrl: `${protocol ?? 'https'}://${host}:${port ?? 443}` } : {}),
    ...(private_key_path
      ? { authenticator: 'SNOWFLAKE_JWT', privateKeyPath: private_key_path, privateKeyPass: private_key_passphrase }
      : {}),
  }
}

const promised = (start) => new Promise((done, fail) => start((error, ...rest) => (error ? fail(error) : done(rest[1]))))

/** The embedded DuckDB that binds queries: empty, in memory, with no way out to files or the network. */
import type * as duckdbModule from '@duckdb/node-api'
import type { DuckDBConnection, DuckDBPreparedStatement, DuckDBType } from '@duckdb/node-api'
import type { Signature } from './packs/pack.js'

export interface BoundColumn {
  readonly name: string
  readonly type: string
}

export interface Engine {
  /** Runs statements of our own. Rejects with what DuckDB says. */
  run(sql: string): Promise<void>
  /** The columns of a query that is bound and never executed; undefined where the statement is no query. */
  bind(sql: string): Promise<readonly BoundColumn[] | undefined>
  /** Adds functions that have types and no body. */
  register(signatures: readonly Signature[]): void
  close(): void
}

const settings =
  'set errors_as_json = true; set autoinstall_known_extensions = false; set autoload_known_extensions = false; pragma disable_optimizer'

export async function openEngine(): Promise<Engine> {
  const duckdb = await import('@duckdb/node-api')
  const { DuckDBInstance, StatementType } = duckdb
  const instance = await DuckDBInstance.create(':memory:', { enable_external_access: 'false', threads: '1', memory_limit: '1GB' })
  const connection: DuckDBConnection = await instance.connect()
  await connection.run(settings)
  return {
    run: async (sql) => {
      await connection.run(sql)
    },
    bind: async (sql) => {
      const statement = await connection.prepare(sql)
      try {
        return statement.statementType === StatementType.SELECT ? columnsOf(statement) : undefined
      } finally {
        statement.destroySync()
      }
    },
    register: (signatures) => {
      const types = typesOf(duckdb)
      for (const { name, parameters, returns } of signatures) {
        const fixed = parameters.filter((code) => code !== '...').map(types)
        const form = { name, returnType: types(returns), parameterTypes: fixed, mainFunction: () => undefined }
        connection.registerScalarFunction(
          duckdb.DuckDBScalarFunction.create(fixed.length < parameters.length ? { ...form, varArgsType: duckdb.ANY } : form),
        )
      }
    },
    close: () => {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

function columnsOf(statement: DuckDBPreparedStatement): BoundColumn[] {
  const columns: BoundColumn[] = []
  for (let index = 0; index < statement.columnCount; index++)
    columns.push({ name: statement.columnName(index), type: typeText(statement.columnType(index)) })
  return columns
}

/** The driver prints types without their aliases, and JSON is one. */
function typeText(type: DuckDBType): string {
  if (type.alias) return type.alias
  if ('valueType' in type && 'keyType' in type) return `MAP(${typeText(type.keyType)}, ${typeText(type.valueType)})`
  if ('valueType' in type) return `${typeText(type.valueType)}[${'length' in type ? type.length : ''}]`
  if ('entryNames' in type && 'entryTypes' in type) {
    const entries = type.entryNames.map((name, index) => `"${name.replaceAll('"', '""')}" ${entryText(type.entryTypes[index])}`)
    return `STRUCT(${entries.join(', ')})`
  }
  return type.toString()
}

function entryText(type: DuckDBType | undefined): string {
  return type ? typeText(type) : 'VARCHAR'
}

/** The types that signatures name. */
function typesOf(duckdb: typeof duckdbModule): (code: string) => DuckDBType {
  const named: Readonly<Record<string, DuckDBType>> = {
    any: duckdb.ANY,
    boolean: duckdb.BOOLEAN,
    smallint: duckdb.SMALLINT,
    integer: duckdb.INTEGER,
    bigint: duckdb.BIGINT,
    numeric: duckdb.DECIMAL(18, 3),
    real: duckdb.FLOAT,
    double: duckdb.DOUBLE,
    text: duckdb.VARCHAR,
    date: duckdb.DATE,
    time: duckdb.TIME,
    timestamp: duckdb.TIMESTAMP,
    timestamptz: duckdb.TIMESTAMPTZ,
    interval: duckdb.INTERVAL,
    bytea: duckdb.BLOB,
    uuid: duckdb.UUID,
    json: new duckdb.DuckDBVarCharType('JSON'),
  }
  return (code) => {
    if (code.endsWith('[]')) return duckdb.LIST(named[code.slice(0, -2)] ?? duckdb.ANY)
    return named[code] ?? duckdb.ANY
  }
}

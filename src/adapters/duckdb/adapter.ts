/** A live DuckDB: opened at first connection, one instance per file. */
import type { Invocation } from '../../core/invocation.js'
import type { Adapter, AdapterModule, AdapterResponse, Connection, Credentials, SeedLoad } from '../adapter.js'
import { DuckDBSession } from './connection.js'
import { openDatabase, retriesOf, sessionSetup } from './database.js'
import { isConflict, seedMismatch } from './errors.js'
import { runPython } from './python/job.js'
import { seedStatement } from './seed-methods.js'
import { templateMethods } from './template-methods.js'

export async function createAdapter(module: AdapterModule, credentials: Credentials, invocation: Invocation): Promise<Adapter> {
  for (const secret of credentials.secrets) invocation.redactor.add(secret)
  warnOfPythonOnly(credentials, invocation)
  const database = await openDatabase(credentials, invocation)
  const retries = retriesOf(credentials.raw)
  const autocommit = credentials.raw.disable_transactions === true
  const methods = templateMethods(credentials, database, invocation, loadSeed)
  let open = true
  return {
    module,
    version: database.version,
    connect: async (name) =>
      new DuckDBSession(await database.session(), { name, driver: database.driver, invocation, retries, autocommit }),
    isTransient: isConflict,
    templateMethods: methods,
    loadSeed,
    runPython: (job, connection) =>
      runPython(job, connection as DuckDBSession, { credentials, invocation, setup: [...sessionSetup(credentials.raw, invocation)] }),
    async close() {
      if (open) database.close()
      open = false
    },
  }
}

/** Fields that hand work to dbt-duckdb's own Python process; they are taken and do nothing, which must not go unsaid. */
function warnOfPythonOnly({ raw }: Credentials, { events }: Invocation): void {
  const reasons = {
    filesystems: 'fsspec file systems',
    plugins: 'dbt-duckdb plugins',
    flights: 'flights of MotherDuck',
    remote: 'a remote server',
  }
  for (const [field, what] of Object.entries(reasons)) {
    const given = raw[field]
    if (given === undefined || given === null || (Array.isArray(given) && given.length === 0)) continue
    events.emit('Warning', {
      code: 'CREDENTIALS_INVALID',
      message: `the profile's ${field} is left out: ${what} need dbt-duckdb's own process, which this tool is not`,
      hint:
        field === 'filesystems' || field === 'remote'
          ? 'use DuckDB extensions (httpfs, …) with secrets, or attach'
          : 'remove it, or keep it for dbt',
    })
  }
}

async function loadSeed(request: SeedLoad, connection: Connection): Promise<AdapterResponse> {
  try {
    const { response } = await connection.execute(seedStatement(request))
    return response
  } catch (error) {
    throw seedMismatch(error, request.file)
  }
}

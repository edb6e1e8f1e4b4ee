/** TimescaleDB is no engine of its own but an extension: looked for in the database when a model needs it. */
import { SluiceError } from '../../core/error.js'
import type { ManifestNode, UniqueId } from '../../core/node.js'
import { define, type TemplateFunction } from '../../core/template-object.js'
import { toPlain } from '../../jinja/index.js'
import type { Connection } from '../adapter.js'
import { RecordingConnection } from '../offline.js'
import { type ConfiguredModel, continuousAggregateOf, hypertableOf, isHypertable, placeIn } from './timescale-config.js'
import { timescaleEdition, timescaleMissing, timescaleRefused } from './timescale-errors.js'

/** The extension of a database. */
export interface Extension {
  readonly version: string
  /** Where its functions are. */
  readonly schema: string
  /** False for the edition without compression, policies and continuous aggregates. */
  readonly community: boolean
  /** Assumed, since there is no database to ask. */
  readonly assumed: boolean
}

interface Answer {
  readonly database: string
  readonly available: boolean
  readonly extension: Extension | null
}

/** Asks the database once. */
export class Timescale {
  #found: Answer | undefined

  async ask(connection: Connection): Promise<Answer> {
    if (connection instanceof RecordingConnection) return assumed
    this.#found ??= await read(connection)
    return this.#found
  }

  methods(connection: Connection): Readonly<Record<string, TemplateFunction>> {
    const methods = [
      define('timescale_extension', ['model'], async (given: unknown) => this.#extension(modelOf(given), connection)),
      // Null where the database has no TimescaleDB.
      define('timescale_schema', [], async () => (await this.ask(connection)).extension?.schema ?? null),
      define('timescale_refresh', ['sql'], (sql: string) => refresh(sql, connection)),
      define('timescale_hypertable', ['model'], (given: unknown) => hypertableOf(modelOf(given))),
      define('timescale_continuous_aggregate', ['model'], (given: unknown) => continuousAggregateOf(modelOf(given))),
      define(
        'timescale_refuse',
        ['model', 'message', 'hint?', 'at?', 'next?'],
        (given: unknown, message: string, hint?: string, at?: string, next?: string) => {
          throw timescaleRefused({ message, hint, next, location: placeIn(modelOf(given), [...(at ? [at] : []), 'materialized']) })
        },
      ),
    ]
    return Object.fromEntries(methods.map((method) => [method.name, method]))
  }

  /** Models that cannot be built here, each with the reason: bad configs, and all of them where the extension is missing. */
  async refusals(nodes: readonly ManifestNode[], connection: Connection): Promise<ReadonlyMap<UniqueId, SluiceError>> {
    const found = new Map<UniqueId, SluiceError>()
    for (const node of nodes) {
      const model = node as unknown as ConfiguredModel
      if (node.resource_type !== 'model' || !needsTimescale(model)) continue
      try {
        await this.#extension(model, connection)
      } catch (error) {
        found.set(node.unique_id, error as SluiceError)
      }
    }
    return found
  }

  async #extension(model: ConfiguredModel, connection: Connection): Promise<Extension> {
    const isTable = isHypertable(model)
    const config = isTable ? hypertableOf(model) : continuousAggregateOf(model)
    const { extension, database, available } = await this.ask(connection)
    const location = placeIn(model, ['hypertable', 'continuous_aggregate', 'materialized'])
    const what = isTable ? 'hypertable' : 'continuous aggregate'
    if (!extension) throw timescaleMissing({ model: model.name, what, database, available, location })
    const wanted = !isTable ? 'a continuous aggregate' : config.compression ? 'compression' : config.retention ? 'a policy' : undefined
    if (wanted && !extension.community) throw timescaleEdition(model.name, wanted, location)
    return extension
  }
}

function needsTimescale(model: ConfiguredModel): boolean {
  return isHypertable(model) || model.config.materialized === 'continuous_aggregate'
}

function modelOf(given: unknown): ConfiguredModel {
  return toPlain(given) as ConfiguredModel
}

const assumed: Answer = {
  database: '',
  available: true,
  extension: { version: '', schema: 'public', community: true, assumed: true },
}

/** About five minutes in all. */
const patience = { tries: 60, longest: 5 }

/**
 * A refresh is refused while another one works on the same rows; that one ends.
 * @throws DB_TIMEOUT when it does not
 */
async function refresh(sql: string, connection: Connection): Promise<null> {
  for (let tried = 1; ; tried++) {
    try {
      await connection.execute(sql)
      return null
    } catch (error) {
      if (tried === patience.tries || !(error instanceof SluiceError) || error.fields.detail?.sqlstate !== lockNotAvailable) throw error
    }
    await connection.execute(`select pg_catalog.pg_sleep(${Math.min(tried * 0.2, patience.longest)})`)
  }
}

const lockNotAvailable = '55P03'

async function read(connection: Connection): Promise<Answer> {
  const { table } = await connection.execute(
    `select current_database(),
       exists (select from pg_catalog.pg_available_extensions where name = 'timescaledb'),
       (select extversion from pg_catalog.pg_extension where extname = 'timescaledb'),
       (select nspname from pg_catalog.pg_extension join pg_catalog.pg_namespace on pg_namespace.oid = extnamespace where extname = 'timescaledb'),
       coalesce(pg_catalog.current_setting('timescaledb.license', true), 'timescale')`,
    { fetch: true },
  )
  const [database, available, version, schema, license] = table.rows[0]?.cells ?? []
  const extension =
    typeof version === 'string' ? { version, schema: String(schema), community: license !== 'apache', assumed: false } : null
  return { database: String(database), available: available === true, extension }
}

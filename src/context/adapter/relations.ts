/** Relations through the cache: looked up in it, and every create, drop and rename through `adapter` keeps it true. */
import { Relation, type RelationType } from '../../core/relation.js'
import { Table } from '../../core/table.js'
import { define } from '../../core/template-object.js'
import { configInvalid, relationNull } from '../errors.js'
import { items } from '../python.js'
import { type AdapterHost, callNamed, commit, unlessUnknown } from './host.js'

const knownTypes: ReadonlySet<string> = new Set<RelationType>([
  'table',
  'view',
  'cte',
  'materialized_view',
  'external',
  'pointer',
  'function',
  'dynamic_table',
])

/** All relations of a schema; read from the warehouse the first time. */
export async function listRelations(host: AdapterHost, database: string | null, schema: string | null): Promise<readonly Relation[]> {
  const { cache } = host.runtime
  await loadSchema(host, database, schema)
  return cache.list({ database, schema })
}

export async function getRelation(
  host: AdapterHost,
  database: string | null,
  schema: string | null,
  identifier: string,
): Promise<Relation | null> {
  const { cache } = host.runtime
  await loadSchema(host, database, schema)
  return cache.get({ database, schema, identifier }) ?? null
}

async function loadSchema(host: AdapterHost, database: string | null, schema: string | null): Promise<void> {
  const { cache, module } = host.runtime
  await cache.load({ database, schema }, () => readSchema(host, database, schema))
  if (module.capabilities.has('cascading-drop')) await cache.link(() => readLinks(host))
}

/** Pairs of a view and what it reads, anywhere in the database of the profile. */
async function readLinks(host: AdapterHost): Promise<readonly (readonly [Relation, Relation])[]> {
  const { module, project } = host.runtime
  const named = (schema: unknown, identifier: unknown) =>
    new Relation(module.relationStyle, { database: project.target.database, schema: String(schema), identifier: String(identifier) })
  const rows = rowsOf(await callNamed(host, 'get_relations', {}))
  return rows.map(([viewSchema, view, schema, name]) => [named(viewSchema, view), named(schema, name)])
}

/**
 * Asks the warehouse, past the cache: rows of database, name, schema, type, and the table format where there are several.
 * A schema that does not exist holds nothing.
 */
export async function readSchema(host: AdapterHost, database: string | null, schema: string | null): Promise<readonly Relation[]> {
  const { module } = host.runtime
  const place = new Relation(module.relationStyle, {
    database,
    schema,
    quotePolicy: host.runtime.project.root.config.quoting,
    includePolicy: { identifier: false },
  })
  const found = await unlessUnknown(host, [], () => callNamed(host, 'list_relations_without_caching', { schema_relation: place }))
  return rowsOf(found).map(([inDatabase, name, inSchema, type, format]) => {
    const typeName = String(type).toLowerCase()
    return new Relation(module.relationStyle, {
      database: inDatabase === null ? null : String(inDatabase),
      schema: String(inSchema),
      identifier: String(name),
      type: knownTypes.has(typeName) ? (typeName as RelationType) : 'external',
      quotePolicy: { database: true, schema: true, identifier: true },
      ...(format === undefined ? {} : { metadata: { table_format: String(format) } }),
    })
  })
}

/** Rows of what a macro gave back: a table, or a list of rows or lists. */
export function rowsOf(value: unknown): readonly (readonly unknown[])[] {
  if (value instanceof Table) return value.rows.map((row) => row.cells)
  return items(value).map((row) => items(row))
}

function needRelation(method: string, argument: string, value: unknown): Relation {
  if (value instanceof Relation) return value
  throw relationNull(method, argument)
}

/** By name, made when a template first asks. */
export type AdapterTable<Host> = Readonly<Record<string, (host: Host) => unknown>>

export const relationTable: AdapterTable<AdapterHost> = {
  get_relation: (host) =>
    define('get_relation', ['database', 'schema', 'identifier'], (database: string | null, schema: string | null, identifier: string) =>
      getRelation(host, database, schema, identifier),
    ),
  list_relations: (host) =>
    define('list_relations', ['database', 'schema'], (database: string | null, schema: string | null) =>
      listRelations(host, database, schema),
    ),
  list_relations_without_caching: (host) =>
    define('list_relations_without_caching', ['schema_relation'], (place: Relation) => readSchema(host, place.database, place.schema)),
  already_exists: (host) =>
    define(
      'already_exists',
      ['schema', 'name'],
      async (schema: string, name: string) => (await getRelation(host, host.runtime.project.target.database, schema, name)) !== null,
    ),
  cache_added: (host) =>
    define('cache_added', ['relation'], (relation) => {
      host.runtime.cache.add(needRelation('cache_added', 'relation', relation))
      return ''
    }),
  cache_dropped: (host) =>
    define('cache_dropped', ['relation'], (relation) => {
      host.runtime.cache.drop(needRelation('cache_dropped', 'relation', relation))
      return ''
    }),
  cache_renamed: (host) =>
    define('cache_renamed', ['from_relation', 'to_relation'], (from, to) => {
      host.runtime.cache.rename(needRelation('cache_renamed', 'from_relation', from), needRelation('cache_renamed', 'to_relation', to))
      return ''
    }),
  drop_relation: (host) =>
    define('drop_relation', ['relation'], (relation) => dropRelation(host, needRelation('drop_relation', 'relation', relation))),
  truncate_relation: (host) =>
    define('truncate_relation', ['relation'], async (relation) => {
      await callNamed(host, 'truncate_relation', { relation: needRelation('truncate_relation', 'relation', relation) })
      return null
    }),
  rename_relation: (host) =>
    define('rename_relation', ['from_relation', 'to_relation'], async (from, to) => {
      const [source, target] = [needRelation('rename_relation', 'from_relation', from), needRelation('rename_relation', 'to_relation', to)]
      host.runtime.cache.rename(source, target)
      await callNamed(host, 'rename_relation', { from_relation: source, to_relation: target })
      return null
    }),
}

async function dropRelation(host: AdapterHost, relation: Relation): Promise<null> {
  if (relation.type === null)
    throw configInvalid('relation', `${relation.renderName()} has no type, so it cannot be dropped`, 'table or view')
  host.runtime.cache.drop(relation)
  await callNamed(host, 'drop_relation', { relation })
  return null
}

function place(relation: Relation): Relation {
  return relation.with({ identifier: null, includePolicy: { identifier: false } })
}

export const schemaTable: AdapterTable<AdapterHost> = {
  create_schema: (host) =>
    define('create_schema', ['relation'], async (relation) => {
      await callNamed(host, 'create_schema', { relation: place(needRelation('create_schema', 'relation', relation)) })
      await commit(host)
      return null
    }),
  drop_schema: (host) =>
    define('drop_schema', ['relation'], async (relation) => {
      const schema = place(needRelation('drop_schema', 'relation', relation))
      await callNamed(host, 'drop_schema', { relation: schema })
      await commit(host)
      await host.runtime.cache.dropSchema({ database: schema.database, schema: schema.schema })
      return null
    }),
  check_schema_exists: (host) =>
    define('check_schema_exists', ['database', 'schema'], async (database: string | null, schema: string) => {
      const information = new Relation(host.runtime.module.relationStyle, {
        database,
        schema: 'INFORMATION_SCHEMA',
        type: 'view',
        quotePolicy: { schema: false },
        includePolicy: { identifier: false },
      })
      const rows = rowsOf(await callNamed(host, 'check_schema_exists', { information_schema: information, schema }))
      return Number(rows[0]?.[0] ?? 0) > 0
    }),
  list_schemas: (host) =>
    define('list_schemas', ['database'], async (database: string | null) =>
      rowsOf(await callNamed(host, 'list_schemas', { database })).map(([name]) => name),
    ),
}

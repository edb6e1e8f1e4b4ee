/** `api.Relation` and `api.Column`: the warehouse's classes, for templates that make relations and columns of their own. */
import type { AdapterModule } from '../adapters/index.js'
import { Column } from '../core/column.js'
import { columnTypeParts } from '../core/column-type.js'
import type { Plain, SourceNode } from '../core/node.js'
import { type PathPart, type Policy, Relation, type RelationFields, type RelationType } from '../core/relation.js'
import { attribute, call, define, kind, missing, type TemplateFunction, type TemplateObject } from '../core/template-object.js'
import { plainObject } from './python.js'
import { cteName, type ProjectQuoting, relationOfNode, relationOfSource } from './relations.js'
import type { RelationNode } from './types.js'

/** Class constants: `api.Relation.Table` and so on. */
const relationTypes: Readonly<Record<string, RelationType>> = {
  Table: 'table',
  View: 'view',
  CTE: 'cte',
  MaterializedView: 'materialized_view',
  DynamicTable: 'dynamic_table',
  External: 'external',
  PointerTable: 'pointer',
  Function: 'function',
}

export interface ApiOptions {
  readonly module: AdapterModule
  readonly quoting: ProjectQuoting
}

export function relationClass(options: ApiOptions): TemplateObject {
  const { module, quoting } = options
  const create = (
    database?: string | null,
    schema?: string | null,
    identifier?: string | null,
    type?: string | null,
    more: Plain = {},
  ): Relation =>
    new Relation(module.relationStyle, { database, schema, identifier, type: relationType(type), ...extraFields(quoting, more) })
  const methods: Readonly<Record<string, TemplateFunction>> = {
    create: define('Relation.create', ['database?', 'schema?', 'identifier?', 'type?', '**more'], create),
    create_from: define('Relation.create_from', ['quoting', 'relation_config', '**more'], (_config: unknown, node: unknown, more: Plain) =>
      fromNode(options, plainObject(node), extraFields({}, more)),
    ),
    get_relation_type: define('Relation.get_relation_type', ['name'], (name: string) => name),
    add_ephemeral_prefix: define('Relation.add_ephemeral_prefix', ['name'], (name: string) => cteName(name)),
    scd_args: define('Relation.scd_args', ['primary_key', 'updated_at'], (key: unknown, updatedAt: unknown) => [
      ...(Array.isArray(key) ? key : [key]),
      updatedAt,
    ]),
  }
  return {
    [attribute]: (name) => methods[name] ?? relationTypes[name] ?? missing,
    [call]: (args, kwargs) => methods['create']?.[call](args, kwargs),
    [kind]: { typeName: 'type' },
  }
}

function fromNode(options: ApiOptions, node: Plain, more: RelationFields): Relation {
  if (node['resource_type'] === 'source') return relationOfSource(options.module, options.quoting, node as unknown as SourceNode, more)
  return relationOfNode(options.module, options.quoting, node as unknown as RelationNode, more)
}

function relationType(type: string | null | undefined): RelationType | null {
  return type ? (type.toLowerCase() as RelationType) : null
}

function extraFields(quoting: ProjectQuoting, more: Plain): RelationFields {
  const quotePolicy = { ...quoting, ...policy(more['quote_policy']) }
  const includePolicy = policy(more['include_policy'])
  return {
    quotePolicy,
    includePolicy,
    ...(more['type'] === undefined ? {} : { type: relationType(String(more['type'])) }),
    ...(typeof more['limit'] === 'number' ? { limit: more['limit'] } : {}),
    ...(typeof more['table_format'] === 'string' ? { metadata: { table_format: more['table_format'].toLowerCase() } } : {}),
    ...(typeof more['external'] === 'string' ? { verbatim: more['external'] } : {}),
  }
}

function policy(value: unknown): Partial<Policy> {
  return value === undefined || value === null ? {} : (plainObject(value) as Partial<Record<PathPart, boolean>>)
}

export function columnClass(module: AdapterModule): TemplateObject {
  const make = (name: string, dtype: string, charSize?: number | null, precision?: number | null, scale?: number | null): Column =>
    new Column(module.types, {
      name,
      dtype,
      charSize: charSize ?? null,
      numericPrecision: precision ?? null,
      numericScale: scale ?? null,
    })
  const construct = define('Column', ['column', 'dtype', 'char_size?', 'numeric_precision?', 'numeric_scale?'], make)
  const { types } = module
  const methods: Readonly<Record<string, TemplateFunction>> = {
    create: define('Column.create', ['name', 'label_or_dtype'], (name: string, label: string) => make(name, types.translate(label))),
    from_description: define(
      'Column.from_description',
      ['name', 'raw_data_type'],
      (name: string, described: string) => new Column(types, { name, ...columnTypeParts(described) }),
    ),
    translate_type: define('Column.translate_type', ['dtype'], (dtype: string) => types.translate(dtype)),
    string_type: define('Column.string_type', ['size'], (size: number) => types.stringType(size)),
    numeric_type: define(
      'Column.numeric_type',
      ['dtype', 'precision', 'scale'],
      (dtype: string, precision: number | null, scale: number | null) => types.numericType(dtype, precision, scale),
    ),
  }
  return {
    [attribute]: (name) => methods[name] ?? missing,
    [call]: (args, kwargs) => construct[call](args, kwargs),
    [kind]: { typeName: 'type' },
  }
}

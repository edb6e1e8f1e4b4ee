/** A table or view in a warehouse, by name: immutable, rendered by its dialect's quoting rules (dbt's `Relation`). */
import { SluiceError } from './error.js'
import { bytesOf, type EventTimeFilter, renderFilter, withSuffix } from './relation-text.js'
import { attribute, define, equals, iterate, kind, missing, repr, type TemplateObject, text } from './template-object.js'

export type RelationType = 'table' | 'view' | 'cte' | 'materialized_view' | 'external' | 'dynamic_table' | 'function' | 'pointer'
export type PathPart = 'database' | 'schema' | 'identifier'
export type Policy = Readonly<Record<PathPart, boolean>>
export type { EventTimeFilter } from './relation-text.js'
export const pathParts: readonly PathPart[] = ['database', 'schema', 'identifier']

/** How names are written on one warehouse. */
export interface RelationStyle {
  /** Shown as the relation's class name to templates, e.g. `DuckDBRelation`. */
  readonly className: string
  readonly quotePolicy: Policy
  readonly includePolicy: Policy
  quote(identifier: string): string
  /** The name as the warehouse stores it when unquoted (folding), for comparisons. */
  fold(identifier: string): string
  /** False where a sub-query needs no alias, so that the model's own alias can follow `{{ ref() }}` under --empty. */
  readonly aliasSubqueries?: boolean
  /** Bytes of a name the warehouse keeps. Absent: more than anybody writes. */
  readonly maxIdentifier?: number
  /** A moment, ISO 8601 in UTC, as SQL to compare times with. Absent: as text. */
  momentLiteral?(moment: string): string
  /** Further functions of relations in templates. */
  readonly methods?: Readonly<Record<string, RelationMethod>>
  readonly renameable: readonly RelationType[]
  readonly replaceable: readonly RelationType[]
}

export interface RelationFields {
  readonly database?: string | null | undefined
  readonly schema?: string | null | undefined
  readonly identifier?: string | null | undefined
  readonly type?: RelationType | null | undefined
  readonly quotePolicy?: Partial<Policy> | undefined
  readonly includePolicy?: Partial<Policy> | undefined
  /** Rendered verbatim instead of the path: a file reader, a table function. */
  readonly verbatim?: string | null | undefined
  /** `--empty` renders `limit: 0`; a sample or a microbatch renders a filter. */
  readonly limit?: number | null | undefined
  readonly eventTimeFilter?: EventTimeFilter | null | undefined
  readonly metadata?: Readonly<Record<string, unknown>> | undefined
}

export class Relation implements TemplateObject {
  readonly style: RelationStyle
  readonly database: string | null
  readonly schema: string | null
  readonly identifier: string | null
  readonly type: RelationType | null
  readonly quotePolicy: Policy
  readonly includePolicy: Policy
  readonly verbatim: string | null
  readonly limit: number | null
  readonly eventTimeFilter: EventTimeFilter | null
  readonly metadata: Readonly<Record<string, unknown>>

  constructor(style: RelationStyle, fields: RelationFields) {
    this.style = style
    this.database = fields.database ?? null
    this.schema = fields.schema ?? null
    this.identifier = fields.identifier ?? null
    this.type = fields.type ?? null
    this.quotePolicy = { ...style.quotePolicy, ...fields.quotePolicy }
    this.includePolicy = { ...style.includePolicy, ...fields.includePolicy }
    this.verbatim = fields.verbatim ?? null
    this.limit = fields.limit ?? null
    this.eventTimeFilter = fields.eventTimeFilter ?? null
    this.metadata = fields.metadata ?? {}
    // Names without a type are of tests and lookups, which build nothing.
    if (this.type !== null && this.type !== 'cte') this.#checkLength()
  }

  /** Cut silently, two names would become one. */
  #checkLength(): void {
    const { maxIdentifier } = this.style
    if (maxIdentifier === undefined || this.identifier === null || bytesOf(this.identifier) <= maxIdentifier) return
    throw new SluiceError('NAME_TOO_LONG', {
      message: `Relation name '${this.identifier}' is longer than ${maxIdentifier} characters`,
      hint: 'give it a shorter `alias`',
    })
  }

  /** A copy with some fields changed. */
  with(changes: RelationFields): Relation {
    return new Relation(this.style, {
      ...this,
      ...changes,
      quotePolicy: { ...this.quotePolicy, ...changes.quotePolicy },
      includePolicy: { ...this.includePolicy, ...changes.includePolicy },
    })
  }

  get isTable(): boolean {
    return this.type === 'table'
  }

  get isView(): boolean {
    return this.type === 'view'
  }

  /** The name as it goes into SQL, without limit or filter. */
  renderName(): string {
    if (this.verbatim !== null) return this.verbatim
    return pathParts
      .filter((part) => this.includePolicy[part] && this[part] !== null)
      .map((part) => (this.quotePolicy[part] ? this.style.quote(this[part] as string) : (this[part] as string)))
      .join('.')
  }

  /** What `{{ relation }}` prints: the name, or a sub-query where `--empty` or an event-time window limits it. */
  render(): string {
    const limited = this.renderLimited()
    const filter = this.eventTimeFilter && this.type !== 'function' ? renderFilter(this.eventTimeFilter, this.style.momentLiteral) : ''
    return filter === '' ? limited : `(select * from ${limited} where ${filter})${this.#alias('et_filter')}`
  }

  /** The name, or a sub-query of its first `limit` rows. */
  renderLimited(): string {
    const name = this.renderName()
    if (this.limit === null || this.type === 'function') return name
    return `(select * from ${name}${this.limit === 0 ? ' where false' : ''} limit ${this.limit})${this.#alias('limit')}`
  }

  nameWithSuffix(suffix: string): string {
    return withSuffix(this.identifier ?? '', suffix, this.style.maxIdentifier)
  }

  #alias(kind: string): string {
    return this.style.aliasSubqueries === false ? '' : ` _dbt_${kind}_subq_${this.identifier ?? ''}`
  }

  /** Same path under the warehouse's folding rules. */
  matches(path: Partial<Record<PathPart, string | null | undefined>>): boolean {
    return pathParts.every((part) => {
      const wanted = path[part]
      if (wanted === undefined || wanted === null) return true
      const own = this[part]
      return own !== null && this.style.fold(own) === this.style.fold(wanted)
    })
  }

  /** Key of the path for maps, folded. */
  get key(): string {
    return pathParts.map((part) => this.style.fold(this[part] ?? '')).join('\u0000')
  }

  [attribute](name: string): unknown {
    const field = relationFields[name]
    if (field) return field(this)
    const method = relationMethods[name] ?? this.style.methods?.[name]
    return method ? define(`Relation.${name}`, method.params, (...args) => method.body(this, ...args)) : missing
  }

  [text](): string {
    return this.render()
  }

  [repr](): string {
    return `<${this.style.className} ${this.render()}>`
  }

  [equals](other: unknown): boolean {
    return other instanceof Relation && other.key === this.key && other.type === this.type
  }

  *[iterate](): Iterable<unknown> {
    yield* ['path', 'type', 'quote_character', 'include_policy', 'quote_policy', 'dbt_created', 'metadata']
  }

  get [kind](): { typeName: string; is: readonly ['mapping'] } {
    return { typeName: this.style.className, is: ['mapping'] }
  }
}

const relationFields: Readonly<Record<string, (relation: Relation) => unknown>> = {
  database: (relation) => relation.database,
  schema: (relation) => relation.schema,
  identifier: (relation) => relation.identifier,
  name: (relation) => relation.identifier,
  table: (relation) => relation.identifier,
  type: (relation) => relation.type,
  is_table: (relation) => relation.isTable,
  is_view: (relation) => relation.isView,
  is_cte: (relation) => relation.type === 'cte',
  is_materialized_view: (relation) => relation.type === 'materialized_view',
  is_dynamic_table: (relation) => relation.type === 'dynamic_table',
  /** How the rows are stored, where the warehouse knows more than one way: `iceberg`. */
  table_format: tableFormat,
  is_iceberg_format: (relation) => tableFormat(relation) === 'iceberg',
  is_pointer: (relation) => relation.type === 'pointer',
  is_function: (relation) => relation.type === 'function',
  limit: (relation) => relation.limit,
  event_time_filter: (relation) => relation.eventTimeFilter,
  can_be_renamed: (relation) => relation.type !== null && relation.style.renameable.includes(relation.type),
  can_be_replaced: (relation) => relation.type !== null && relation.style.replaceable.includes(relation.type),
  path: (relation) => ({ database: relation.database, schema: relation.schema, identifier: relation.identifier }),
  quote_policy: (relation) => relation.quotePolicy,
  include_policy: (relation) => relation.includePolicy,
  metadata: (relation) => ({ type: relation.style.className, ...relation.metadata }),
}

function tableFormat(relation: Relation): unknown {
  return relation.metadata['table_format'] ?? 'default'
}

// biome-ignore lint/suspicious/noExplicitAny: each method names its own parameter types; templates give anything
export type RelationMethod = { readonly params: readonly string[]; readonly body: (relation: Relation, ...args: any[]) => unknown }
type PartFlags = [boolean | undefined, boolean | undefined, boolean | undefined]

const relationMethods: Readonly<Record<string, RelationMethod>> = {
  render: { params: [], body: (relation) => relation.renderName() },
  render_limited: { params: [], body: (relation) => relation.renderLimited() },
  include: {
    params: ['database?', 'schema?', 'identifier?'],
    body: (relation, ...flags: PartFlags) => relation.with({ includePolicy: policyOf(flags) }),
  },
  quote: {
    params: ['database?', 'schema?', 'identifier?'],
    body: (relation, ...flags: PartFlags) => relation.with({ quotePolicy: policyOf(flags) }),
  },
  incorporate: {
    params: ['**changes'],
    body: (relation, changes: Record<string, unknown>) => {
      const type = 'type' in changes ? { type: changes['type'] as RelationType | null } : {}
      const policies = {
        quotePolicy: pickParts<boolean>(changes['quote_policy']),
        includePolicy: pickParts<boolean>(changes['include_policy']),
      }
      const format = 'table_format' in changes ? { metadata: { ...relation.metadata, table_format: changes['table_format'] } } : {}
      return relation.with({ ...pickParts<string | null>(changes['path']), ...type, ...policies, ...format })
    },
  },
  replace_path: {
    params: ['**path'],
    body: (relation, path: Record<string, string | null>) => relation.with(pickParts<string | null>(path)),
  },
  without_identifier: { params: [], body: (relation) => relation.with({ identifier: null, type: null }) },
  information_schema: {
    params: ['view_name?'],
    body: (relation, view?: string | null) =>
      relation.with({
        schema: 'INFORMATION_SCHEMA',
        identifier: view ?? null,
        type: 'view',
        quotePolicy: { schema: false, identifier: false },
        includePolicy: { schema: true, identifier: view !== undefined && view !== null },
      }),
  },
  information_schema_only: {
    params: [],
    body: (relation) => relation.with({ schema: 'INFORMATION_SCHEMA', identifier: null, quotePolicy: { schema: false } }),
  },
  matches: {
    params: ['database?', 'schema?', 'identifier?'],
    body: (relation, database?: string, schema?: string, identifier?: string) => relation.matches({ database, schema, identifier }),
  },
  relation_max_name_length: { params: [], body: (relation) => relation.style.maxIdentifier ?? null },
  name_with_suffix: { params: ['suffix'], body: (relation, suffix: string) => relation.nameWithSuffix(suffix) },
  get_function_config: {
    params: ['model'],
    body: (_relation, model: unknown) => {
      const config = entriesOf(entriesOf(model).get('config'))
      const names = ['type', 'runtime_version', 'entry_point']
      return { language: entriesOf(model).get('language'), ...Object.fromEntries(names.map((name) => [name, config.get(name) ?? null])) }
    },
  },
  /** Of the macro that writes the function: `scalar_function_sql`. */
  get_function_macro_name: {
    params: ['config'],
    body: (_relation, config: unknown) => `${entriesOf(config).get('type')}_function_${entriesOf(config).get('language')}`,
  },
  quoted: { params: ['identifier'], body: (relation, identifier: string) => relation.style.quote(identifier) },
  get: {
    params: ['key', 'default?'],
    body: (relation, key: string, fallback: unknown = null) => relationFields[key]?.(relation) ?? fallback,
  },
}

function policyOf(flags: PartFlags): Partial<Policy> {
  return Object.fromEntries(pathParts.flatMap((part, index) => (flags[index] === undefined ? [] : [[part, flags[index]]])))
}

/** The path parts a dict of a template names. */
function pickParts<T>(dict: unknown): Partial<Record<PathPart, T>> {
  const map = entriesOf(dict)
  return Object.fromEntries(pathParts.flatMap((part) => (map.has(part) ? [[part, map.get(part)]] : []))) as Partial<Record<PathPart, T>>
}

/** Dicts are plain objects, Maps or the template engine's own, which answers as a Map does. */
function entriesOf(dict: unknown): Pick<Map<string, unknown>, 'has' | 'get'> {
  if (dict === null || typeof dict !== 'object') return new Map()
  const isMap = typeof (dict as Map<string, unknown>).has === 'function' && typeof (dict as Map<string, unknown>).get === 'function'
  return isMap ? (dict as Map<string, unknown>) : new Map(Object.entries(dict))
}

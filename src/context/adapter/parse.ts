/** `adapter` while parsing: what needs the warehouse answers nothing, the rest answers as it will later. */
import { Table } from '../../core/table.js'
import { attribute, kind, missing, TemplateFunction, type TemplateObject } from '../../core/template-object.js'
import { Tuple } from '../../jinja/index.js'
import { type PureHost, pureTable } from './pure.js'

/** Functions that run statements, with their answer while nothing may run. */
const answers: Readonly<Record<string, () => unknown>> = {
  execute: () => Tuple.of<unknown>('', Table.empty),
  get_partitions_metadata: () => Tuple.of<unknown>('', Table.empty),
  add_query: () => Tuple.of(null, null),
  get_columns_in_relation: () => [],
  get_columns_in_table: () => [],
  get_missing_columns: () => [],
  get_column_schema_from_query: () => [],
  list_relations: () => [],
  check_schema_exists: () => false,
  already_exists: () => false,
  cache_added: () => '',
  cache_dropped: () => '',
  cache_renamed: () => '',
}

/** Functions that answer None while parsing although they need no statement. */
const silenced = new Set(['get_hard_deletes_behavior'])

export function parseAdapter(host: PureHost): TemplateObject {
  const stub = (name: string): TemplateFunction => new TemplateFunction(name, () => answers[name]?.() ?? null)
  return {
    [attribute]: (name) => {
      if (name.startsWith('_')) return missing
      return Object.hasOwn(pureTable, name) && !silenced.has(name) ? pureTable[name]?.(host) : stub(name)
    },
    [kind]: { typeName: 'ParseDatabaseWrapper' },
  }
}

/**
 * Macros for a compilation without a warehouse: those that would ask its catalog, whoever wrote them, ask the `adapter`
 * object instead, which knows what the properties files say.
 */
import type { MacroNode } from '../core/node.js'
import type { MacroRegistry } from './types.js'

const bodies: Readonly<Record<string, string>> = {
  get_columns_in_relation: '(relation) %}{{ return(adapter.get_columns_in_relation(relation)) }}',
  get_columns_in_query: "(select_sql) %}{{ return(adapter.get_column_schema_from_query(select_sql) | map(attribute='name') | list) }}",
  list_relations_without_caching: '(schema_relation) %}{{ return([]) }}',
  list_schemas: '(database) %}{{ return([]) }}',
  check_schema_exists: '(information_schema, schema) %}{{ return([]) }}',
  check_time_data_types: '(sql) %}',
  // Which columns there are nobody can say; their names and origins are those of the query itself.
  sluice_transform_listed: '(sql, replacements) %}{{ return(sql) }}',
}

export function offlineMacros(registry: MacroRegistry): MacroRegistry {
  const made = new Map<string, MacroNode>()
  const standIn = (name: string, original: MacroNode | undefined): MacroNode | undefined => {
    if (!original || !Object.hasOwn(bodies, name)) return original
    const known = made.get(name)
    if (known) return known
    const macro_sql = `{% macro ${name}${bodies[name]}{% endmacro %}`
    const macro: MacroNode = { ...original, name, unique_id: `macro.offline.${name}`, macro_sql }
    made.set(name, macro)
    return macro
  }
  return {
    ...registry,
    find: (name, from, packageName) => standIn(name, registry.find(name, from, packageName)),
    inPackage: (packageName, name) => standIn(name, registry.inPackage(packageName, name)),
  }
}

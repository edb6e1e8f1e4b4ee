/** What dbt-snowflake adds to relations, for macros of projects and packages that ask for it. */
import { pathParts, type Relation, type RelationMethod } from '../../core/relation.js'
import { callValue, getAttribute } from '../../jinja/index.js'

export const relationMethods: Readonly<Record<string, RelationMethod>> = {
  get_ddl_prefix_for_create: {
    params: ['config', 'temporary'],
    body: (relation: Relation, config: unknown, temporary: boolean) => {
      if (temporary) return 'temporary'
      if (isIceberg(relation)) return 'iceberg'
      return callValue(getAttribute(config, 'get'), ['transient', true], {}) === false ? '' : 'transient'
    },
  },
  get_ddl_prefix_for_alter: { params: [], body: (relation) => (isIceberg(relation) ? 'iceberg' : '') },
  /** A view gives way to a table; tables of two formats do not turn into each other. */
  needs_to_drop: {
    params: ['old_relation'],
    body: (relation, old: Relation | null) => old !== null && (!old.isTable || isIceberg(old) !== isIceberg(relation)),
  },
  /** Names as the warehouse stores them, for `show … like`. */
  as_case_sensitive: {
    params: [],
    body: (relation) => {
      const parts = pathParts.filter((part) => relation[part] !== null && !relation.quotePolicy[part])
      return relation.with(Object.fromEntries(parts.map((part) => [part, relation[part]?.toUpperCase()])))
    },
  },
}

function isIceberg(relation: Relation): boolean {
  return relation.metadata.table_format === 'iceberg'
}

/** Tests that judge one row at a time: what they say of new rows they will say of the same rows in the table. */
import { Cursor } from '../../core/cursor.js'
import type { SourceLocation } from '../../core/error.js'
import type { ManifestNode, Plain, TestNode } from '../../core/node.js'
import { ownSetting } from '../../core/own-setting.js'
import type { PublishSetting } from '../../core/publish.js'

const known = new Set([
  'not_null',
  'accepted_values',
  'relationships',
  'dbt_utils.accepted_range',
  'dbt_utils.expression_is_true',
  'dbt_utils.not_accepted_values',
  'dbt_utils.not_empty_string',
  'dbt_utils.relationships_where',
])

/** These put the staged rows into the table as they are. Others, above all a project's own, may mean something else by a staged row. */
const plainStrategies = new Set(['append', 'delete+insert', 'insert_overwrite', 'microbatch', 'merge', 'default'])
const rewriting = [
  'merge_clauses',
  'merge_update_condition',
  'merge_insert_condition',
  'merge_update_set_expressions',
  'merge_update_columns',
  'merge_exclude_columns',
]

export function looksAtNewRows(node: ManifestNode, { audit }: PublishSetting): boolean {
  const config = node.config as Plain
  if (audit !== 'new_rows' || config.materialized !== 'incremental') return false
  return plainStrategies.has(String(config.incremental_strategy ?? 'default')) && !rewriting.some((key) => config[key])
}

/** `audit` in the config of the test decides where it is given. Throws where it is neither of the two. */
export function judgesRows(test: TestNode, location: SourceLocation | undefined): boolean {
  const given = ownSetting(test, 'audit')
  if (given !== undefined) {
    const cursor = new Cursor({ audit: given }, { code: 'SETTINGS_INVALID', locate: () => location })
    return cursor.optionalWord('audit', ['whole', 'new_rows'] as const) === 'new_rows'
  }
  const { name, namespace, kwargs } = (test.test_metadata ?? {}) as { name?: string; namespace?: string | null; kwargs?: Plain }
  if (name === 'sluice_rule') return rowRule(kwargs)
  return known.has(namespace ? `${namespace}.${name}` : String(name))
}

function rowRule(kwargs: Plain | undefined): boolean {
  const kind = (kwargs?.rule as Plain | undefined)?.kind ?? kwargs?.kind
  return typeof kind === 'string' && kind !== 'uniqueness'
}

/** Config keys that are nearly ones that mean something. Any other key is the project's own, for its macros to read. */
import type { SourceLocation } from '../core/error.js'
import { nearest } from '../core/nearest.js'
import type { Plain } from '../core/node.js'
import { isMapping } from '../load/index.js'
import { configRules } from './config-types.js'
import { nearlyConfig } from './errors.js'
import { locateProjectKey } from './project-keys.js'
import type { Draft, Session } from './session.js'

const words = (text: string): readonly string[] => text.split(' ')

/** What any warehouse knows. */
const common: ReadonlySet<string> = new Set([
  ...Object.values(configRules).flatMap((rules) => Object.keys(rules.defaults)),
  ...words('pre_hook post_hook sql_header strategy updated_at check_cols target_schema target_database invalidate_hard_deletes'),
  ...words(
    'hard_deletes dbt_valid_to_current incremental_predicates merge_update_columns merge_exclude_columns on_error timeout publish on_rule_failure circuit_breaker',
  ),
])

/** What adapters of the field read besides: nothing to warn of, nothing to suggest. */
const special: ReadonlySet<string> = new Set([
  ...words('location_root location format predicates inserts_only_on_partition'),
  ...words('indexes unlogged hypertable continuous_aggregate chunk_interval compression retention partition_by partitions cluster_by'),
  ...words('time_column space_partition reorder integer_now create_default_indexes refresh_policy materialized_only refresh_on_build'),
  ...words('sort sort_type dist bind backup auto_refresh transient query_tag snowflake_warehouse copy_grants secure automatic_clustering'),
  ...words('target_lag refresh_mode initialize table_format external_volume base_location catalog row_access_policy table_tag table_tags'),
  ...words('require_partition_filter partition_expiration_days kms_key_name labels hours_to_expiration file_format tblproperties'),
  ...words('liquid_clustered_by buckets options external owner engine order_by primary_key ttl settings tmp_relation_type overwrite'),
  ...words('enable_refresh refresh_interval_minutes max_staleness submission_method python_version imports packages artifact_repository'),
  ...words('merge_clauses merge_update_condition merge_insert_condition merge_update_set_expressions merge_on_using_columns'),
  ...words('merge_returning_columns parameters fast plugin glue_register glue_database partitioned_by sorted_by sort_by'),
  ...words('parquet_read_options csv_read_options json_read_options external_location formatter'),
  ...words(
    'data_tests data_quality_rules quote_columns delimiter column_types freshness access contract version docs language compiled relation_name name type sql',
  ),
])

const candidates = [...common].filter((key) => key.length > 3)

export function warnOfSlips(session: Session, drafts: readonly Draft[]): void {
  for (const [tree, settings] of Object.entries(session.project.root.config.configs)) warnOfTree(session, settings, [tree])
  for (const draft of drafts) {
    if (draft.package_name !== session.project.root.name) continue
    const own = session.locations.get(draft.unique_id) ?? { file: draft.original_file_path, line: draft.line, column: 1 }
    for (const key of Object.keys(draft.call)) warnOfKey(session, key, () => own)
    for (const key of Object.keys(draft.patch?.config ?? {})) warnOfKey(session, key, () => draft.patch?.at(['config', key]) ?? own)
  }
}

/** `+key` always is a setting, `key` where it holds no mapping; other keys are folders. */
function warnOfTree(session: Session, tree: Plain, path: readonly string[]): void {
  for (const [key, value] of Object.entries(tree)) {
    if (isMapping(value) && !key.startsWith('+')) warnOfTree(session, value, [...path, key])
    else warnOfKey(session, key, () => locateProjectKey(session.project, [...path, key]))
  }
}

function warnOfKey(session: Session, written: string, place: () => SourceLocation): void {
  const key = written.replace(/^\+/, '').trim()
  if (common.has(key) || special.has(key) || key.length < 4) return
  const near = nearest(key, candidates)
  if (near !== undefined) session.warn(nearlyConfig(key, near, place()))
}

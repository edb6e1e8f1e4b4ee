/** Names that templates may use here; a test holds those written out to what the context and the engines offer. */
import { templateNames } from '../context/index.js'

const words = (text: string): readonly string[] => text.split(' ')

/** Functions of `adapter`: those every engine has, then what DuckDB, PostgreSQL and Snowflake bring. */
export const adapterMethods: ReadonlySet<string> = new Set([
  ...templateNames.adapter(),
  ...words('batch_id_for_model catalog_supports_foreign_keys convert_datetimes_to_strs disable_transactions duckdb_version'),
  ...words('ensure_transaction escape_sql_string existing_key_constraint_types external_read_location external_root'),
  ...words('external_write_options get_binding_char get_seed_file_path is_ducklake is_motherduck location_exists parse_index'),
  ...words('store_relation use_ducklake_table_workarounds warn_once date_function debug_query require_merge timestamp_add_sql'),
  ...words('verify_database timescale_continuous_aggregate timescale_extension timescale_hypertable timescale_refresh'),
  ...words('timescale_schema describe_dynamic_table normalize_show_objects_result'),
])

export const exceptionNames: ReadonlySet<string> = new Set([
  ...templateNames.exceptions(),
  ...words('missing_config raise_contract_error warn warn_snapshot_timestamp_data_types'),
])

export const moduleNames: readonly string[] = ['datetime', 'pytz', 're', 'itertools']

/** Methods of agate's tables that query results do not have here, named so that nothing else in a template is called alike. */
export const missingTableMethods: readonly string[] = words('denormalize homogenize print_bars print_html')

export const selectorMethods: readonly string[] = [
  ...words('access config exposure file fqn group metric package path resource_type result saved_query selector semantic_model source'),
  ...words('source_status state tag test_name test_type unit_test version'),
]

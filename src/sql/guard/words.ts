/** Words and functions that change a warehouse, or reach beyond its tables. */

/** First words of statements that surely change something: data, objects, rights, files, or what other sessions do. */
export const writing = new Set(
  (
    'insert update delete merge replace upsert truncate create drop undrop alter rename comment grant revoke reassign copy unload put ' +
    'remove rm import export attach detach install load vacuum analyze checkpoint cluster reindex refresh optimize restore msck do call ' +
    'lock notify security begin start commit rollback savepoint abort'
  ).split(' '),
)

/** What a question begins with. */
export const asking = new Set('select with values table from ('.split(' '))

/** Queries that change something behind `with`. */
export const changing = new Set(['insert', 'update', 'delete', 'merge'])

/** Functions that change the warehouse, or what others do in it. */
export const writingFunctions = new Set(
  (
    'nextval setval lo_import lo_export lo_create lo_creat lo_unlink lo_put lo_from_bytea lo_truncate dblink_exec pg_notify ' +
    'pg_terminate_backend pg_cancel_backend pg_reload_conf pg_rotate_logfile pg_switch_wal pg_create_restore_point pg_promote ' +
    'pg_wal_replay_pause pg_wal_replay_resume pg_logical_emit_message pg_drop_replication_slot pg_create_physical_replication_slot ' +
    'pg_create_logical_replication_slot pg_replication_origin_create pg_replication_origin_drop pg_stat_reset pg_stat_statements_reset ' +
    'pg_file_write pg_file_rename pg_file_unlink pg_import_system_collations ' +
    'create_hypertable drop_chunks compress_chunk decompress_chunk add_retention_policy remove_retention_policy add_job alter_job delete_job ' +
    'system$cancel_query system$cancel_all_queries system$abort_session system$abort_transaction system$task_force_run'
  ).split(' '),
)

/** Functions that read what is no table, or run whatever text they are given. */
export const reachingFunctions = new Set(
  (
    'pg_read_file pg_read_binary_file pg_ls_dir pg_stat_file lo_get lo_open dblink dblink_open dblink_send_query query_to_xml ' +
    'set_config pg_sleep pg_advisory_lock pg_advisory_xact_lock pg_try_advisory_lock txid_current pg_current_xact_id getenv ' +
    'read_text read_blob glob query query_table system$send_email system$wait'
  ).split(' '),
)

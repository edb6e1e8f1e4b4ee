{# One call a line, each under its own mark; the text of each is compared with dbt's. #}
{% if execute %}
-- call: concat(["'a'", "'b'", 'c'])
{{ dbt.concat(["'a'", "'b'", 'c']) }}
-- call: length("'abc'")
{{ dbt.length("'abc'") }}
-- call: position("'b'", "'abc'")
{{ dbt.position("'b'", "'abc'") }}
-- call: replace("'abc'", "'b'", "'x'")
{{ dbt.replace("'abc'", "'b'", "'x'") }}
-- call: right("'abc'", 2)
{{ dbt.right("'abc'", 2) }}
-- call: split_part("'a-b'", "'-'", 2)
{{ dbt.split_part("'a-b'", "'-'", 2) }}
-- call: split_part("'a-b'", "'-'", -1)
{{ dbt.split_part("'a-b'", "'-'", -1) }}
-- call: default__split_part("'a-b'", "'-'", 2)
{{ dbt.default__split_part("'a-b'", "'-'", 2) }}
-- call: _split_part_negative("'a-b'", "'-'", -1)
{{ dbt._split_part_negative("'a-b'", "'-'", -1) }}
-- call: hash('a')
{{ dbt.hash('a') }}
-- call: string_literal('q')
{{ dbt.string_literal('q') }}
-- call: escape_single_quotes("it's")
{{ dbt.escape_single_quotes("it's") }}
-- call: cast('1', 'varchar')
{{ dbt.cast('1', 'varchar') }}
-- call: safe_cast("'1'", dbt.type_int())
{{ dbt.safe_cast("'1'", dbt.type_int()) }}
-- call: cast_bool_to_text('true')
{{ dbt.cast_bool_to_text('true') }}
-- call: equals('a', 'b')
{{ dbt.equals('a', 'b') }}
-- call: date(2024, 1, 3)
{{ dbt.date(2024, 1, 3) }}
-- call: default__date(2024, 1, 3)
{{ dbt.default__date(2024, 1, 3) }}
-- call: dateadd('day', 1, 'd')
{{ dbt.dateadd('day', 1, 'd') }}
-- call: dateadd('Quarter', 'n + 1', 'd')
{{ dbt.dateadd('Quarter', 'n + 1', 'd') }}
-- call: dateadd('week', -1, 'd')
{{ dbt.dateadd('week', -1, 'd') }}
-- call: default__dateadd('day', 1, 'd')
{{ dbt.default__dateadd('day', 1, 'd') }}
-- call: datediff('a', 'b', 'day')
{{ dbt.datediff('a', 'b', 'day') }}
-- call: datediff('a', 'b', 'week')
{{ dbt.datediff('a', 'b', 'week') }}
-- call: default__datediff('a', 'b', 'day')
{{ dbt.default__datediff('a', 'b', 'day') }}
-- call: date_trunc('month', 'd')
{{ dbt.date_trunc('month', 'd') }}
-- call: last_day('d', 'month')
{{ dbt.last_day('d', 'month') }}
-- call: last_day('d', 'year')
{{ dbt.last_day('d', 'year') }}
-- call: default_last_day('d', 'month')
{{ dbt.default_last_day('d', 'month') }}
-- call: array_construct(['1', '2'])
{{ dbt.array_construct(['1', '2']) }}
-- call: array_construct()
{{ dbt.array_construct() }}
-- call: array_construct([], 'text')
{{ dbt.array_construct([], 'text') }}
-- call: array_append('a', '2')
{{ dbt.array_append('a', '2') }}
-- call: array_concat('a', 'b')
{{ dbt.array_concat('a', 'b') }}
-- call: any_value('a')
{{ dbt.any_value('a') }}
-- call: default__any_value('a')
{{ dbt.default__any_value('a') }}
-- call: bool_or('a')
{{ dbt.bool_or('a') }}
-- call: listagg('a')
{{ dbt.listagg('a') }}
-- call: listagg('a', "'-'", 'order by b')
{{ dbt.listagg('a', "'-'", 'order by b') }}
-- call: listagg('a', "'-'", 'order by b', 2)
{{ dbt.listagg('a', "'-'", 'order by b', 2) }}
-- call: listagg('a', "'-'", limit_num=2)
{{ dbt.listagg('a', "'-'", limit_num=2) }}
-- call: default__listagg('a', "'-'", 'order by b', none)
{{ dbt.default__listagg('a', "'-'", 'order by b', none) }}
-- call: default__listagg('a', "'-'", 'order by b', 2)
{{ dbt.default__listagg('a', "'-'", 'order by b', 2) }}
-- call: except()
{{ dbt.except() }}
-- call: intersect()
{{ dbt.intersect() }}
-- call: generate_series(5)
{{ dbt.generate_series(5) }}
-- call: default__generate_series(5)
{{ dbt.default__generate_series(5) }}
-- call: date_spine('day', "'2024-01-01'::date", "'2024-01-05'::date")
{{ dbt.date_spine('day', "'2024-01-01'::date", "'2024-01-05'::date") }}
-- call: get_powers_of_two(9)
{{ dbt.get_powers_of_two(9) }}
-- call: type_string()
{{ dbt.type_string() }}
-- call: type_timestamp()
{{ dbt.type_timestamp() }}
-- call: type_float()
{{ dbt.type_float() }}
-- call: type_numeric()
{{ dbt.type_numeric() }}
-- call: type_bigint()
{{ dbt.type_bigint() }}
-- call: type_int()
{{ dbt.type_int() }}
-- call: type_boolean()
{{ dbt.type_boolean() }}
-- call: current_timestamp()
{{ dbt.current_timestamp() }}
-- call: current_timestamp_backcompat()
{{ dbt.current_timestamp_backcompat() }}
-- call: current_timestamp_in_utc_backcompat()
{{ dbt.current_timestamp_in_utc_backcompat() }}
-- call: snapshot_get_time()
{{ dbt.snapshot_get_time() }}
-- call: snapshot_string_as_time('2024-01-01')
{{ dbt.snapshot_string_as_time('2024-01-01') }}
-- call: snapshot_hash_arguments(['a', 'b'])
{{ dbt.snapshot_hash_arguments(['a', 'b']) }}
-- call: get_true_sql()
{{ dbt.get_true_sql() }}
-- call: information_schema_name('x')
{{ dbt.information_schema_name('x') }}
-- call: information_schema_name(none)
{{ dbt.information_schema_name(none) }}
-- call: get_quoted_csv(['a', 'b'])
{{ dbt.get_quoted_csv(['a', 'b']) }}
-- call: partition_range('20240101,20240103')
{{ dbt.partition_range('20240101,20240103') }}
-- call: partition_range(20240101)
{{ dbt.partition_range(20240101) }}
-- call: dates_in_range('20240101', '20240102', out_fmt='%d/%m/%Y')
{{ dbt.dates_in_range('20240101', '20240102', out_fmt='%d/%m/%Y') }}
-- call: convert_datetime('2024-02-01', '%Y-%m-%d')
{{ dbt.convert_datetime('2024-02-01', '%Y-%m-%d') }}
-- call: get_limit_subquery_sql('select 1', 3)
{{ dbt.get_limit_subquery_sql('select 1', 3) }}
-- call: get_limit_subquery_sql('select 1', none)
{{ dbt.get_limit_subquery_sql('select 1', none) }}
-- call: get_show_sql('select 1', none, 5)
{{ dbt.get_show_sql('select 1', none, 5) }}
-- call: get_empty_subquery_sql('select 1 as a')
{{ dbt.get_empty_subquery_sql('select 1 as a') }}
-- call: get_columns_in_query('select 1 as a, 2 as b')
{{ dbt.get_columns_in_query('select 1 as a, 2 as b') }}
-- call: before_begin('select 1')
{{ dbt.before_begin('select 1') }}
-- call: in_transaction('select 1')
{{ dbt.in_transaction('select 1') }}
-- call: after_commit('select 1')
{{ dbt.after_commit('select 1') }}
-- call: generate_schema_name(none, model)
{{ dbt.generate_schema_name(none, model) }}
-- call: generate_schema_name(' x ', model)
{{ dbt.generate_schema_name(' x ', model) }}
-- call: generate_schema_name_for_env('x', model)
{{ dbt.generate_schema_name_for_env('x', model) }}
-- call: generate_database_name(none, model)
{{ dbt.generate_database_name(none, model) }}
-- call: generate_database_name('x', model)
{{ dbt.generate_database_name('x', model) }}
-- call: generate_alias_name(none, model)
{{ dbt.generate_alias_name(none, model) }}
-- call: generate_alias_name(' y ', model)
{{ dbt.generate_alias_name(' y ', model) }}
-- call: generate_alias_name(none, {'name': 'm', 'version': '1.2'})
{{ dbt.generate_alias_name(none, {'name': 'm', 'version': '1.2'}) }}
-- call: generate_latest_version_pointer_alias(none, {'name': 'm'})
{{ dbt.generate_latest_version_pointer_alias(none, {'name': 'm'}) }}
-- call: make_temp_relation(api.Relation.create(database='d', schema='s', identifier='i'), '_x').database
{{ dbt.make_temp_relation(api.Relation.create(database='d', schema='s', identifier='i'), '_x').database }}
-- call: make_intermediate_relation(api.Relation.create(database='d', schema='s', identifier='i'))
{{ dbt.make_intermediate_relation(api.Relation.create(database='d', schema='s', identifier='i')) }}
-- call: make_backup_relation(api.Relation.create(database='d', schema='s', identifier='i'), 'view')
{{ dbt.make_backup_relation(api.Relation.create(database='d', schema='s', identifier='i'), 'view') }}
-- call: resolve_model_name('a"b"')
{{ dbt.resolve_model_name('a"b"') }}
-- call: unique_key_fields('id')
{{ dbt.unique_key_fields('id') }}
-- call: unique_key_fields(['a', 'b'])
{{ dbt.unique_key_fields(['a', 'b']) }}
-- call: unique_key_join_on(['a', 'b'], 'x', 'y')
{{ dbt.unique_key_join_on(['a', 'b'], 'x', 'y') }}
-- call: unique_key_join_on('a', 'x', 'y')
{{ dbt.unique_key_join_on('a', 'x', 'y') }}
-- call: unique_key_is_null('a', 'x')
{{ dbt.unique_key_is_null('a', 'x') }}
-- call: unique_key_is_not_null(['a'], 'x')
{{ dbt.unique_key_is_not_null(['a'], 'x') }}
-- call: get_binding_char()
{{ dbt.get_binding_char() }}
-- call: get_batch_size()
{{ dbt.get_batch_size() }}
-- call: copy_grants()
{{ dbt.copy_grants() }}
-- call: can_clone_table()
{{ dbt.can_clone_table() }}
-- call: support_multiple_grantees_per_dcl_statement()
{{ dbt.support_multiple_grantees_per_dcl_statement() }}
-- call: get_grant_sql(api.Relation.create(database='d', schema='s', identifier='i'), 'select', ['a', 'b'])
{{ dbt.get_grant_sql(api.Relation.create(database='d', schema='s', identifier='i'), 'select', ['a', 'b']) }}
-- call: get_revoke_sql(api.Relation.create(database='d', schema='s', identifier='i'), 'select', ['a', 'b'])
{{ dbt.get_revoke_sql(api.Relation.create(database='d', schema='s', identifier='i'), 'select', ['a', 'b']) }}
-- call: get_show_grant_sql(api.Relation.create(database='d', schema='s', identifier='i'))
{{ dbt.get_show_grant_sql(api.Relation.create(database='d', schema='s', identifier='i')) }}
-- call: get_test_sql('select 1', 'count(*)', '!= 0', '> 5', none)
{{ dbt.get_test_sql('select 1', 'count(*)', '!= 0', '> 5', none) }}
-- call: get_test_sql('select 1', 'count(*)', '!= 0', '> 5', 7)
{{ dbt.get_test_sql('select 1', 'count(*)', '!= 0', '> 5', 7) }}
-- call: drop_table(api.Relation.create(database='d', schema='s', identifier='i', type='table'))
{{ dbt.drop_table(api.Relation.create(database='d', schema='s', identifier='i', type='table')) }}
-- call: drop_view(api.Relation.create(database='d', schema='s', identifier='i', type='view'))
{{ dbt.drop_view(api.Relation.create(database='d', schema='s', identifier='i', type='view')) }}
-- call: is_incremental()
{{ dbt.is_incremental() }}
-- call: should_full_refresh()
{{ dbt.should_full_refresh() }}
-- call: should_store_failures()
{{ dbt.should_store_failures() }}
-- call: incremental_validate_on_schema_change('what')
{{ dbt.incremental_validate_on_schema_change('what') }}
-- call: incremental_validate_on_schema_change('fail')
{{ dbt.incremental_validate_on_schema_change('fail') }}
-- call: get_merge_update_columns(['a'], none, [])
{{ dbt.get_merge_update_columns(['a'], none, []) }}
-- call: get_merge_update_columns(none, ['B'], [api.Column('a', 'int'), api.Column('b', 'int')])
{{ dbt.get_merge_update_columns(none, ['B'], [api.Column('a', 'int'), api.Column('b', 'int')]) }}
-- call: diff_columns([api.Column('a', 'int'), api.Column('b', 'int')], [api.Column('a', 'text')]) | map(attribute='name') | list
{{ dbt.diff_columns([api.Column('a', 'int'), api.Column('b', 'int')], [api.Column('a', 'text')]) | map(attribute='name') | list }}
-- call: diff_column_data_types([api.Column('a', 'int'), api.Column('b', 'int')], [api.Column('a', 'bigint')])
{{ dbt.diff_column_data_types([api.Column('a', 'int'), api.Column('b', 'int')], [api.Column('a', 'bigint')]) }}
-- call: get_snapshot_table_column_names() | dictsort
{{ dbt.get_snapshot_table_column_names() | dictsort }}
{% endif %}

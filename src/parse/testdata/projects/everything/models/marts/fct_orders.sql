{{ config(
    unique_key=['id', 'day'], incremental_strategy='merge', on_schema_change='append_new_columns', incremental_predicates=["x > 1"],
    merge_update_columns=['a'], merge_exclude_columns=['b'], full_refresh=false, indexes=[{'columns': ['id'], 'unique': true}],
    post_hook=["analyze {{ this }}", {'sql': 'vacuum', 'transaction': false}], sql_header="set z = 1;", packages=['x'],
    column_types={'id': 'int'}, on_configuration_change='continue', predicates=none, custom_list=[1, 2.5, none, true]
) }}
{% set rel = ref('stg_orders') %}
select f.* , {{ function('double_it') }}(f.id) as twice from {{ rel }} f
join {{ ref('dim_customer', v=1) }} c using (id) join {{ ref('dim_customer') }} d using (id)
{% if is_incremental() %} where day > (select max(day) from {{ this }}) {% endif %}

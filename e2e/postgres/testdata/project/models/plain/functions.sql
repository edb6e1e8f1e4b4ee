{{ config(materialized='table') }}
{% set at = "'2024-03-15 13:14:15.678901'::timestamp" %}
{% set later = "'2025-01-02 01:02:03.4'::timestamp" %}
select
  {% for part in ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second', 'millisecond', 'microsecond'] %}
  {{ dbt.datediff(at, later, part) }} as diff_{{ part }},
  {{ dbt.datediff(later, at, part) }} as back_{{ part }},
  {% endfor %}
  {% for part in ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'] %}
  {{ dbt.dateadd(part, 3, at) }} as add_{{ part }},
  {% endfor %}
  {{ dbt.date_trunc('quarter', at) }} as truncated,
  {{ dbt.last_day(at, 'month') }} as last_of_month,
  {{ dbt.last_day(at, 'quarter') }} as last_of_quarter,
  {{ dbt.last_day(at, 'year') }} as last_of_year,
  {{ dbt.date(2024, 2, 29) }} as a_date,
  {{ dbt.split_part("'a|b|c'", "'|'", 2) }} as second_part,
  {{ dbt.split_part("'a|b|c'", "'|'", -1) }} as last_part,
  {{ dbt.concat(["'a'", "'b'"]) }} as joined,
  {{ dbt.hash("'a'") }} as hashed,
  {{ dbt.length("'abc'") }} as len,
  {{ dbt.position("'b'", "'abc'") }} as pos,
  {{ dbt.replace("'abc'", "'b'", "'x'") }} as replaced,
  {{ dbt.right("'abc'", 2) }} as righted,
  {{ dbt.safe_cast("'12'", api.Column.translate_type('integer')) }} as safe,
  {{ dbt.cast("'12'", 'numeric(5,1)') }} as casted,
  {{ dbt.cast_bool_to_text('true') }} as bool_text,
  {{ dbt.string_literal(dbt.escape_single_quotes("it's")) }} as literal,
  {{ dbt.array_construct([1, 2]) }} as arr,
  {{ dbt.array_construct() }} as no_arr,
  {{ dbt.array_append(dbt.array_construct([1, 2]), 3) }} as appended,
  {{ dbt.array_concat(dbt.array_construct([1]), dbt.array_construct([2])) }} as concatenated,
  {{ dbt.any_value('id') }} as any_id,
  {{ dbt.bool_or('id > 2') }} as any_big,
  {{ dbt.listagg('name', "'; '", 'order by id desc') }} as names,
  {{ dbt.listagg('name', "'; '", 'order by id', 2) }} as two_names,
  {{ dbt.equals('1', '1') }} as same,
  {% for type in ['string', 'timestamp', 'float', 'numeric', 'bigint', 'int', 'boolean'] %}
  null::{{ context['type_' ~ type]() }} as type_{{ type }},
  {% endfor %}
  {{ dbt.current_timestamp() }} as now_ts,
  {{ dbt.snapshot_get_time() }} as now_snapshot,
  {{ dbt.current_timestamp_backcompat() }} as now_old,
  {{ dbt.current_timestamp_in_utc_backcompat() }} as now_utc
from {{ ref('people') }}

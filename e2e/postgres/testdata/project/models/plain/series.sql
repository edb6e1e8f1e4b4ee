{{ config(materialized='table') }}
select to_char(date_month, 'YYYY-MM') as shown, pg_typeof(date_month)::text as typed from (
{{ dbt.date_spine('month', "'2024-01-01'::date", "'2024-06-01'::date") }}
) spine
union all select generated_number::text, pg_typeof(generated_number)::text from ({{ dbt.generate_series(5) }}) s
union all select 'b', 'c' {{ dbt.except() }} select 'x', 'y' {{ dbt.intersect() }} select 'x', 'z'

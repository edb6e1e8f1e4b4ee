-- of a source with a column to ask
select (
  select max(loaded_at) from shop.raw.by_field
) as max_loaded_at, convert_timezone('UTC', current_timestamp()) as snapshotted_at;

-- of a source without
select
  table_schema as schema,
  table_name as identifier,
  last_altered as last_modified,
  convert_timezone('UTC', current_timestamp()) as snapshotted_at
from shop.INFORMATION_SCHEMA.tables
where (table_schema ilike 'raw' and upper(table_schema) = upper('raw') and table_name ilike 'by_catalog' and upper(table_name) = upper('by_catalog'));

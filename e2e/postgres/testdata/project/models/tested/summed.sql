select name, sum(id) as total, bool_or(id > 1) as big from {{ ref('people') }} group by name

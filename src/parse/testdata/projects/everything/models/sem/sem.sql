select 1 as id, current_date as ds, 2 as amount, 'x' as cat

select 1 as problem
where (select round(sum(amount), 2) from {{ ref('customers') }}) <> (select round(sum(amount), 2) from {{ ref('daily_orders') }})

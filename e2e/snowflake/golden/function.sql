-- a function in SQL
create or replace function shop.main.area (r float default 1)
returns float
language sql
immutable
as
$$
  pi() * r * r
$$;
grant usage on function shop.main.area(float) to role reporter;

-- the least
create dynamic table shop.main.dynamic_the_least
    target_lag = '60 seconds'
    warehouse = wh
    refresh_mode = AUTO
    initialize = ON_CREATE
  as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
  );

-- every clause
create transient dynamic table shop.main.dynamic_every_clause
    target_lag = downstream
    warehouse = "Small"
    initialization_warehouse = big
    refresh_mode = INCREMENTAL
    initialize = ON_SCHEDULE
    cluster by (id, name)
    with row access policy only_mine on (id)
    with tag (cost_center = 'sales')
    immutable where (id < 7)
  as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
  );
grant select on dynamic table shop.main.dynamic_every_clause to role reporter;

-- without a lag each run refreshes
create dynamic table shop.main.dynamic_without_a_lag_each_run_refreshes
    scheduler = 'DISABLE'
    warehouse = wh
    refresh_mode = AUTO
    initialize = ON_CREATE
  as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
  );
alter dynamic table shop.main.dynamic_without_a_lag_each_run_refreshes refresh;

-- iceberg
create dynamic iceberg table shop.main.dynamic_iceberg
    target_lag = '60 seconds'
    warehouse = wh
    refresh_mode = AUTO
    initialize = ON_CREATE
    external_volume = 'lake'
    catalog = 'SNOWFLAKE'
    base_location = '_dbt/main/dynamic_iceberg'
  as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
  );

-- nothing has changed
show dynamic tables like 'DYNAMIC_NOTHING_HAS_CHANGED' in schema "SHOP"."MAIN";

-- nothing has changed but the query
show dynamic tables like 'DYNAMIC_NOTHING_HAS_CHANGED_BUT_THE_QUER' in schema "SHOP"."MAIN";
-- The query of "SHOP"."MAIN"."DYNAMIC_NOTHING_HAS_CHANGED_BUT_THE_QUER" is not the one it was made with: build it anew with --full-refresh

-- other settings are altered
show dynamic tables like 'DYNAMIC_OTHER_SETTINGS_ARE_ALTERED' in schema "SHOP"."MAIN";
alter dynamic table "SHOP"."MAIN"."DYNAMIC_OTHER_SETTINGS_ARE_ALTERED" set target_lag = '5 minutes';
alter dynamic table "SHOP"."MAIN"."DYNAMIC_OTHER_SETTINGS_ARE_ALTERED" set warehouse = other;
alter dynamic table "SHOP"."MAIN"."DYNAMIC_OTHER_SETTINGS_ARE_ALTERED" set initialization_warehouse = big;
alter dynamic table "SHOP"."MAIN"."DYNAMIC_OTHER_SETTINGS_ARE_ALTERED" set immutable where (id < 8);
alter dynamic table "SHOP"."MAIN"."DYNAMIC_OTHER_SETTINGS_ARE_ALTERED" cluster by (id);

-- settings taken away
show dynamic tables like 'DYNAMIC_SETTINGS_TAKEN_AWAY' in schema "SHOP"."MAIN";
alter dynamic table "SHOP"."MAIN"."DYNAMIC_SETTINGS_TAKEN_AWAY" unset initialization_warehouse;
alter dynamic table "SHOP"."MAIN"."DYNAMIC_SETTINGS_TAKEN_AWAY" unset immutable where;
alter dynamic table "SHOP"."MAIN"."DYNAMIC_SETTINGS_TAKEN_AWAY" drop clustering key;

-- settings told in other words
show dynamic tables like 'DYNAMIC_SETTINGS_TOLD_IN_OTHER_WORDS' in schema "SHOP"."MAIN";

-- the scheduler goes
show dynamic tables like 'DYNAMIC_THE_SCHEDULER_GOES' in schema "SHOP"."MAIN";
alter dynamic table "SHOP"."MAIN"."DYNAMIC_THE_SCHEDULER_GOES" set scheduler = 'DISABLE';
alter dynamic table shop.main.dynamic_the_scheduler_goes refresh;

-- another refresh mode replaces
show dynamic tables like 'DYNAMIC_ANOTHER_REFRESH_MODE_REPLACES' in schema "SHOP"."MAIN";
create or replace dynamic table shop.main.dynamic_another_refresh_mode_replaces
    target_lag = '60 seconds'
    warehouse = wh
    refresh_mode = FULL
    initialize = ON_CREATE
    copy grants
  as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
  );

-- transient replaces
show dynamic tables like 'DYNAMIC_TRANSIENT_REPLACES' in schema "SHOP"."MAIN";
show tables like 'DYNAMIC_TRANSIENT_REPLACES' in schema "SHOP"."MAIN";
create or replace transient dynamic table shop.main.dynamic_transient_replaces
    target_lag = '60 seconds'
    warehouse = wh
    refresh_mode = AUTO
    initialize = ON_CREATE
  as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
  );

-- a change under on_configuration_change: fail
show dynamic tables like 'DYNAMIC_A_CHANGE_UNDER_ON_CONFIGURATION' in schema "SHOP"."MAIN";
-- The configuration of shop.main.dynamic_a_change_under_on_configuration has changed and on_configuration_change is continue

-- a change under on_configuration_change: continue
show dynamic tables like 'DYNAMIC_A_CHANGE_UNDER_ON_CONFIGURATION' in schema "SHOP"."MAIN";
-- The configuration of shop.main.dynamic_a_change_under_on_configuration has changed and on_configuration_change is continue

-- full refresh
create or replace dynamic table shop.main.dynamic_full_refresh
    target_lag = '60 seconds'
    warehouse = wh
    refresh_mode = AUTO
    initialize = ON_CREATE
  as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
  );

-- where a table stands
drop table if exists "SHOP"."MAIN"."DYNAMIC_WHERE_A_TABLE_STANDS" cascade;
create dynamic table shop.main.dynamic_where_a_table_stands
    target_lag = '60 seconds'
    warehouse = wh
    refresh_mode = AUTO
    initialize = ON_CREATE
  as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
  );

-- comments
create dynamic table shop.main.dynamic_comments
    target_lag = '60 seconds'
    warehouse = wh
    refresh_mode = AUTO
    initialize = ON_CREATE
  as (
select 1 as id, 'a' as name, current_timestamp() as updated_at
  );
comment on dynamic table shop.main.dynamic_comments is 'It''s what it is: 50% \\ more';
alter dynamic table shop.main.dynamic_comments alter "ID" comment 'The key', "NAME" comment '', "UPDATED_AT" comment '';
-- In relation shop.main.dynamic_comments: The following columns are specified in the schema but are not present in the database: Name

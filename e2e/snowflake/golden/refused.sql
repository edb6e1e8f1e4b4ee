-- a materialized view
-- error: Compilation Error in model refused_a_materialized_view (models/refused_a_materialized_view.sql)
--   Materialized views of Snowflake read one table only and are not built here. A dynamic table does more: set materialized to dynamic_table, with target_lag and snowflake_warehouse

-- a dynamic table whose scheduler and lag disagree
-- error: Compilation Error in model dynamic_a_dynamic_table_whose_scheduler (models/dynamic_a_dynamic_table_whose_scheduler.sql)
--   scheduler: ENABLE goes with target_lag, scheduler: DISABLE without it

-- a model in Python
-- error: Runtime Error in model refused_py (models/refused_py.py)
--   Materialization "materialization_table_snowflake" only supports languages ['sql']; got "python"

-- an unknown staging
-- error: Compilation Error in model incremental_an_unknown_staging (models/incremental_an_unknown_staging.sql)
--   tmp_relation_type is table, view or transient, not 'heap'

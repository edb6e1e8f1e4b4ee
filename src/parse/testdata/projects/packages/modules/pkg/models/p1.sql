select {{ var('px') }} as a, {{ pkg.pm() }} {{ config(tags=['sqlt'], materialized='incremental') }}

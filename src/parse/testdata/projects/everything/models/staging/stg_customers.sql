select * from {{ ref('customers_seed') }} union all select * from {{ ref('lib', 'lib_model') }} {{ lib.helper(ref('stg_orders')) }}

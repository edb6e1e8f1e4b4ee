{% set x = my_hook() %}
select * from {{ ref('m1') }} where {{ var('a') }} = 1 {% if is_incremental() %} and 1=1 {% endif %}

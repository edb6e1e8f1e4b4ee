select * from {{ ref('dim') }} join {{ ref('dim', v=1) }} using (id) join {{ ref('versions','dim', version='3') }} using (id)

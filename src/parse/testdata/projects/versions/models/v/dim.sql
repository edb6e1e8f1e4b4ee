select 1 as id -- {{ config(tags=['intag']) }}

{{ config(alias='same_model') }} select 1 as id -- {{ twos() }}

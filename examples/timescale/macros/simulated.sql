{# A day's curve with a little noise that is the same at every run: a hash of sensor and minute, between -0.5 and 0.5. #}
{% macro simulated_value(ts, sensor) -%}
  round((
    {{ sensor }}.base
    + {{ sensor }}.swing * sin(2 * pi() * extract(epoch from {{ ts }}) / 86400)
    + {{ sensor }}.noise * (('x' || left(md5({{ sensor }}.sensor_id || {{ ts }}::text), 8))::bit(32)::bigint / 4294967295.0 - 0.5)
  )::numeric, 2)::float8
{%- endmacro %}

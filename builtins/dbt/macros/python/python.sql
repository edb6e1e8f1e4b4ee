{#
  The Python text around a Python model: what `dbt` is in it. Adapters that run Python send it with the model.
#}
{% macro resolve_model_name(input_model_name) %}
  {{ return(adapter.dispatch('resolve_model_name', 'dbt')(input_model_name)) }}
{% endmacro %}

{%- macro default__resolve_model_name(input_model_name) -%}
  {{ input_model_name | string | replace('"', '\"') }}
{%- endmacro -%}


{% macro build_ref_function(model) %}
{%- set names = {} -%}
{%- for entry in model.refs -%}
  {%- set key = [entry.get('package'), entry['name']] if entry.get('package') else [entry['name']] -%}
  {%- set relation = ref(*key, v=entry.get('version')) -%}
  {#- A project's own ref may answer text; a relation must not bring its sample or limit along. -#}
  {%- set relation = relation.render() if relation.render is defined and relation.render is callable else relation -%}
  {%- set key = key + ['v' ~ entry['version']] if entry.get('version') else key -%}
  {%- do names.update({key | join('.'): resolve_model_name(relation)}) -%}
{%- endfor %}
def ref(*args, **kwargs):
    names = {{ names | tojson }}
    version = kwargs.get("v") or kwargs.get("version")
    key = ".".join(args) + (f".v{version}" if version else "")
    return kwargs["dbt_load_df_function"](names[key])
{% endmacro %}

{% macro build_source_function(model) %}
{%- set names = {} -%}
{%- for entry in model.sources -%}
  {%- do names.update({entry | join('.'): resolve_model_name(source(*entry))}) -%}
{%- endfor %}
def source(*args, dbt_load_df_function):
    names = {{ names | tojson }}
    return dbt_load_df_function(names[".".join(args)])
{% endmacro %}

{% macro build_config_dict(model) %}
{%- set values = {} -%}
{%- for key, fallback in zip(model.config.config_keys_used or [], model.config.config_keys_defaults or []) -%}
  {%- do values.update({key: model.config.get(key, fallback)}) -%}
{%- endfor -%}
{%- set meta = {} -%}
{%- for key, fallback in zip(model.config.meta_keys_used or [], model.config.meta_keys_defaults or []) -%}
  {%- do meta.update({key: (model.config.meta or {}).get(key, fallback)}) -%}
{%- endfor %}
config_dict = {{ values }}
meta_dict = {{ meta }}
{% endmacro %}


{% macro py_script_postfix(model) %}
# What follows was added to the model above: names it refers to, its config, and the object it gets as `dbt`.
{{ build_ref_function(model) }}
{{ build_source_function(model) }}
{{ build_config_dict(model) }}


class dbtObj:
    is_incremental = {{ is_incremental() }}

    class config:
        def __init__(self, *args, **kwargs):
            """Calls were read when the project was parsed."""

        @staticmethod
        def get(key, default=None):
            return config_dict.get(key, default)

        @staticmethod
        def meta_get(key, default=None):
            return meta_dict.get(key, default)

    class _Relation:
        database, schema, identifier = "{{ this.database }}", "{{ this.schema }}", "{{ this.identifier }}"

        def __repr__(self):
            return '{{ resolve_model_name(this) }}'

    this = _Relation()

    def __init__(self, load_df_function):
        self._load = load_df_function

    def ref(self, *args, **kwargs):
        return ref(*args, **kwargs, dbt_load_df_function=self._load)

    def source(self, *args):
        return source(*args, dbt_load_df_function=self._load)

{{ py_script_comment() }}
{% endmacro %}

{% macro py_script_comment() %}
{% endmacro %}

{# A zero-copy clone: storage is shared until either table changes. A transient table has transient clones only. #}
{% macro snowflake__can_clone_table() %}
  {{ return(True) }}
{% endmacro %}

{% macro snowflake__create_or_replace_clone(this_relation, defer_relation) %}
  create or replace {{ snowflake__table_kind() }} {{ this_relation.render() }}
  clone {{ defer_relation.render() }}
  {{ 'copy grants' if config.get('copy_grants') }}
  {{ 'copy tags' if config.get('copy_tags') }}
{% endmacro %}

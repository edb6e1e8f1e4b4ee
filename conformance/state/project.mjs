/** A small project before and after some sixty changes, each to a resource of its own, so that a wrong answer names its change. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What stands in both. */
const common = {
  'profiles.yml':
    'shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb, threads: 2}\n    prod: {type: duckdb, path: shop.duckdb, schema: prod}\n',
  'packages.yml': 'packages:\n  - local: helper\n',
  'models/same.sql': 'select 1 as id',
  'models/child_of_same.sql': "select * from {{ ref('same') }}",
  'models/of_changed_parent.sql': "select * from {{ ref('body') }}",
  'models/of_ephemeral.sql': "select * from {{ ref('passing') }}",
  'models/uses_macro.sql': 'select {{ one() }} as id',
  'models/uses_nested.sql': 'select {{ outer_of_one() }} as id',
  'models/uses_helper.sql': 'select {{ helper.of_package() }} as id',
  'models/uses_same_macro.sql': 'select {{ kept() }} as id',
  'models/uses_var.sql': "select {{ var('size') }} as id",
  'models/configured_by_var.sql': "{{ config(materialized=var('how')) }}select 1 as id",
  'models/configured_by_env.sql': "{{ config(materialized=env_var('SHOP_HOW', 'view')) }}select 1 as id",
  'models/folder/by_project.sql': 'select 1 as id',
  'models/folder/by_project_var.sql': 'select 1 as id',
  'models/hooked_by_project/hooked.sql': 'select 1 as id',
  'models/source_reader.sql': "select * from {{ source('raw', 'moved') }}",
  'models/in_other_schema.sql': 'select 1 as id',
  'models/versions/ver_v1.sql': 'select 1 as id',
  'models/versions/ver_v2.sql': 'select 1 as id',
  'models/versions/late_v1.sql': 'select 1 as id',
  'models/versions/late_v2.sql': 'select 1 as id',
  'models/versions/wide_v1.sql': 'select 1 as id',
  'models/doc_block.sql': 'select 1 as id',
  'models/time_spine.sql': 'select cast(null as date) as date_day',
  'models/metric_base.sql': 'select 1 as id, current_date as ordered_on, 2 as amount',
  'helper/dbt_project.yml': "name: helper\nversion: '1.0'\n",
  'snapshots/snap_sql.sql':
    "{% snapshot snap_sql %}{{ config(strategy='check', unique_key='id', check_cols='all', schema='s') }}select 1 as id{% endsnapshot %}",
  'seeds/cfg_seed.csv': 'id\n1\n',
  'tests/same_singular.sql': 'select 1 where false',
  'data_tests/x': '',
}

const yes = (now, after, before) => (now ? after : before)

/** `now`: after the changes. */
function files(now) {
  const at = (after, before) => yes(now, after, before)
  return {
    ...common,
    'dbt_project.yml': [
      "name: shop\nversion: '1.0'\nprofile: shop",
      'vars:',
      `  size: ${at(2, 1)}\n  how: ${at('table', 'view')}\n  folder_tag: ${at('b', 'a')}`,
      'models:\n  shop:\n    folder:',
      `      +meta: {level: ${at(2, 1)}}`,
      "      by_project_var:\n        +tags: \"{{ var('folder_tag', 'x') }}\"",
      '    hooked_by_project:',
      `      +post-hook: select ${at(2, 1)}`,
      'on-run-start:',
      `  - select ${at(2, 1)}`,
      `flags:\n  state_modified_compare_more_unrendered_values: MORE\n`,
    ].join('\n'),
    'macros/macros.sql': [
      `{% macro one() %}${at(2, 1)}{% endmacro %}`,
      '{% macro outer_of_one() %}{{ one() }}{% endmacro %}',
      '{% macro kept() %}3{% endmacro %}',
      `{% test generic_own(model) %}select * from {{ model }} where ${at('id is null', '1 = 0')}{% endtest %}`,
    ].join('\n'),
    'helper/macros/of_package.sql': `{% macro of_package() %}${at(2, 1)}{% endmacro %}`,
    'helper/models/helped.sql': `select ${at(2, 1)} as id`,
    'helper/models/helped_same.sql': 'select 1 as id',
    'models/body.sql': `select ${at(2, 1)} as id`,
    'models/blank_end.sql': `select 1 as id${at('\n\n', '\n')}`,
    'models/blank_within.sql': `select${at('  ', ' ')}1 as id`,
    'models/comment.sql': `select 1 as id${at(' -- why', '')}`,
    'models/jinja_comment.sql': `${at('{# why #}', '')}select 1 as id`,
    'models/line_ends.sql': at('select 1 as id,\r\n2 as b', 'select 1 as id,\n2 as b'),
    'models/call_config.sql': `{{ config(materialized='${at('table', 'view')}') }}select 1 as id`,
    'models/call_tags.sql': `{{ config(tags=['a'${at(", 'b'", '')}]) }}select 1 as id`,
    'models/call_alias.sql': `{{ config(alias='${at('second', 'first')}') }}select 1 as id`,
    'models/call_hook.sql': `{{ config(pre_hook="select ${at(2, 1)}") }}select 1 as id`,
    'models/call_unknown.sql': `{{ config(own_word=${at(2, 1)}) }}select 1 as id`,
    'models/passing.sql': `{{ config(materialized='ephemeral') }}select ${at(2, 1)} as id`,
    [at('models/moved_there/moved.sql', 'models/moved.sql')]: 'select 1 as id',
    [at('models/renamed_after.sql', 'models/renamed_before.sql')]: 'select 1 as id',
    'models/refs_differ.sql': `select * from {{ ref('${at('body', 'same')}') }}`,
    'models/ref_versioned.sql': `select * from {{ ref('ver'${at(', v=1', '')}) }}`,
    [at('models/added.sql', 'models/removed.sql')]: 'select 1 as id',
    [at('models/versions/wide_v3.sql', 'models/versions/wide_v2.sql')]: 'select 1 as id',
    'analyses/looked.sql': `select ${at(2, 1)}`,
    'seeds/seed_rows.csv': `id\n${at(2, 1)}\n`,
    'seeds/seed_same.csv': 'id\n1\n',
    'seeds/seed_big.csv': `id,text\n${Array.from({ length: 22000 }, (_, row) => `${row},${at('b', 'a').repeat(50)}\n`).join('')}`,
    'snapshots/snap_body.sql': `{% snapshot snap_body %}{{ config(strategy='check', unique_key='id', check_cols='all', schema='s') }}select ${at(2, 1)} as id{% endsnapshot %}`,
    'snapshots/all.yml': [
      'snapshots:',
      `  - {name: snap_yml, relation: "ref('same')", config: {strategy: check, unique_key: id, check_cols: ${at('[id]', 'all')}}}`,
      `  - {name: snap_yml_moved, relation: "ref('${at('body', 'same')}')", config: {strategy: check, unique_key: id, check_cols: all}}`,
    ].join('\n'),
    'tests/singular.sql': `select 1 where ${at('1 = 0', 'false')}`,
    'tests/singular_configured.sql': `{{ config(severity='${at('warn', 'error')}') }}select 1 where false`,
    'models/docs.md': `{% docs block %}${at('after', 'before')}{% enddocs %}`,
    'models/all.yml': properties(at),
    'models/more.yml': contracts(at),
    'models/semantic.yml': semantics(at),
    ...Object.fromEntries(plainModels.map((name) => [`models/plain/${name}.sql`, 'select 1 as id'])),
  }
}

const plainModels =
  `yml_config yml_tags yml_meta yml_config_meta described described_kept column_described column_described_kept column_meta
  column_added column_quoted accessed grouped deprecated disabled_now enabled_now granted node_color schema_set database_same contract_on
  contract_off contract_type contract_dropped contract_added contract_case contract_constraint contract_model_constraint uncontracted_type
  unrendered_same rendered_same tested tested_more unit_tested expr_alias latest on_change full_refresh persisted_on doc_described quoted_alias`.split(
    /\s+/,
  )

function properties(at) {
  return `
groups:
  - {name: first, owner: {name: ${at('b', 'a')}}}
  - {name: second, owner: {name: a}}
sources:
  - name: raw
    schema: ${at('raw_after', 'raw_before')}
    tables: [{name: moved}]
  - name: steady
    description: ${at('after', 'before')}
    loaded_at_field: at
    freshness: {warn_after: {count: ${at(2, 1)}, period: day}}
    tables:
      - {name: stays}
      - {name: described_source, description: ${at('after', 'before')}}
      - {name: identified, identifier: ${at('after', 'before')}}
      - {name: quoted, quoting: {identifier: ${at(true, false)}}}
      - {name: freshened, loaded_at_field: ${at('b', 'a')}}
      - {name: source_columns, columns: [{name: id, description: ${at('after', 'before')}}]}
      - {name: source_tested, columns: [{name: id, data_tests: [not_null]}]}
      - {name: source_meta, config: {meta: {a: ${at(2, 1)}}}}
      - {name: external, external: {location: ${at('b', 'a')}}}
      - {name: ${at('source_added', 'source_removed')}}
exposures:
  - {name: dash, type: dashboard, owner: {name: a, email: a@b.c}, url: "https://${at('b', 'a')}.example", depends_on: [ref('same')]}
  - {name: dash_same, type: dashboard, owner: {name: a, email: a@b.c}, depends_on: [ref('same')]}
  - {name: dash_owner, type: dashboard, owner: {name: ${at('b', 'a')}}, depends_on: [ref('same')]}
  - {name: dash_depends, type: notebook, owner: {name: a}, depends_on: [ref('${at('body', 'same')}')]}
  - {name: dash_described, type: ${at('ml', 'analysis')}, owner: {name: a}, depends_on: [ref('same')]}
  - {name: dash_text, type: ml, description: ${at('b', 'a')}, label: ${at('b', 'a')}, maturity: ${at('low', 'high')}, owner: {name: a}}
  - {name: dash_enabled, type: ml, owner: {name: a}, config: {enabled: ${at(true, false)}}}
seeds:
  - {name: cfg_seed, config: {column_types: {id: ${at('varchar', 'bigint')}}}}
  - {name: seed_same, description: ${at('after', 'before')}}
models:
  - {name: yml_config, config: {materialized: ${at('table', 'view')}}}
  - {name: yml_tags, config: {tags: [${at('b', 'a')}]}}
  - {name: yml_meta, meta: {a: ${at(2, 1)}}}
  - {name: yml_config_meta, config: {meta: {a: ${at(2, 1)}}}}
  - {name: described, description: ${at('after', 'before')}, config: {persist_docs: {relation: true}}}
  - {name: described_kept, description: ${at('after', 'before')}}
  - {name: doc_described, description: "{{ doc('block') }}", config: {persist_docs: {relation: true}}}
  - {name: column_described, config: {persist_docs: {columns: true}}, columns: [{name: id, description: ${at('after', 'before')}}]}
  - {name: column_described_kept, columns: [{name: id, description: ${at('after', 'before')}}]}
  - {name: column_meta, columns: [{name: id, meta: {a: ${at(2, 1)}}, tags: [${at('b', 'a')}]}]}
  - {name: column_added, columns: [{name: id}${at(', {name: b}', '')}]}
  - {name: column_quoted, columns: [{name: id, quote: ${at(true, false)}}]}
  - {name: persisted_on, description: text, config: {persist_docs: {relation: ${at(true, false)}}}}
  - {name: accessed, access: ${at('public', 'protected')}}
  - {name: grouped, config: {group: ${at('second', 'first')}}}
  - {name: deprecated, deprecation_date: 209${at(2, 1)}-01-01}
  - {name: disabled_now, config: {enabled: ${at(false, true)}}}
  - {name: enabled_now, config: {enabled: ${at(true, false)}}}
  - {name: granted, config: {grants: {select: [${at('b', 'a')}]}}}
  - {name: node_color, docs: {node_color: ${at('red', 'blue')}}}
  - {name: schema_set, config: {schema: ${at('b', 'a')}}}
  - {name: database_same, config: {database: shop}}
  - {name: in_other_schema, config: {schema: "{{ '${at('b', 'a')}' }}"}}
  - {name: unrendered_same, config: {materialized: "{{ 'table' if target.name == 'prod' else 'view' }}"}}
  - {name: rendered_same, config: {materialized: "${at("{{ 'view' }}", 'view')}"}}
  - {name: on_change, config: {on_schema_change: ${at('fail', 'ignore')}}}
  - {name: full_refresh, config: {full_refresh: ${at(true, false)}}}
  - {name: quoted_alias, config: {alias: "${at('B', 'b')}"}}
  - {name: expr_alias, config: {alias: "{{ var('how') }}_alias"}}
  - {name: doc_block, description: "{{ doc('block') }}"}
  - name: tested
    columns:
      - name: id
        data_tests:
          - not_null: {config: {severity: ${at('warn', 'error')}}}
          - accepted_values: {name: values_own, arguments: {values: [${at(2, 1)}]}}
          - unique: {config: {where: "id > ${at(2, 1)}"}}
  - name: tested_more
    data_tests: [generic_own${at(', {unique: {column_name: id}}', '')}]
  - name: ver
    latest_version: ${at(1, 2)}
    versions: [{v: 1}, {v: 2}]
  - name: late
    latest_version: 2
    versions: [{v: 1, deprecation_date: 209${at(2, 1)}-01-01}, {v: 2, config: {materialized: ${at('table', 'view')}}}]
  - name: wide
    versions: [{v: 1}, {v: ${at(3, 2)}}]
unit_tests:
  - {name: ut_same, model: unit_tested, given: [], expect: {rows: [{id: 1}]}}
  - {name: ut_changed, model: unit_tested, given: [], expect: {rows: [{id: ${at(2, 1)}}]}}
  - {name: ut_described, model: unit_tested, description: ${at('b', 'a')}, given: [], expect: {rows: [{id: 1}]}}
  - {name: ut_overrides, model: unit_tested, given: [], expect: {rows: [{id: 1}]}, overrides: {vars: {a: ${at(2, 1)}}}}
  - {name: ${at('ut_added', 'ut_removed')}, model: unit_tested, given: [], expect: {rows: [{id: 1}]}}
`
}

function contracts(at) {
  const model = (name, enforced, columns, more = '') =>
    `  - {name: ${name}, config: {materialized: table, contract: {enforced: ${enforced}}}, columns: [${columns}]${more}}`
  const id = '{name: id, data_type: integer}'
  const breaking = BREAKING ? at : (_after, before) => before
  return [
    'models:',
    model('contract_on', at(true, false), id),
    model('contract_off', breaking(false, true), id),
    model('contract_type', true, `{name: id, data_type: ${breaking('bigint', 'integer')}}`),
    model('contract_dropped', true, breaking(id, `${id}, {name: b, data_type: text}`)),
    model('contract_added', true, at(`${id}, {name: b, data_type: text}`, id)),
    model('contract_case', true, `{name: ${at('ID', 'id')}, data_type: ${at('INTEGER', 'integer')}}`),
    model('contract_constraint', true, `{name: id, data_type: integer, constraints: [${breaking('', '{type: not_null}')}]}`),
    model('contract_model_constraint', true, id, `, constraints: [${breaking('', '{type: check, expression: id > 0}')}]`),
    model('uncontracted_type', false, `{name: id, data_type: ${at('bigint', 'integer')}}`),
    '',
  ].join('\n')
}

let BREAKING = false

function semantics(at) {
  const measure = (name) => `{name: ${name}, agg: sum, expr: amount}`
  return `
models:
  - {name: time_spine, columns: [{name: date_day, granularity: day}], time_spine: {standard_granularity_column: date_day}}
semantic_models:
  - name: orders
    model: ref('metric_base')
    defaults: {agg_time_dimension: ordered_on}
    entities: [{name: id, type: primary}]
    dimensions: [{name: ordered_on, type: time, type_params: {time_granularity: day}}]
    measures: [${measure('total')}, ${measure('total_two')}]
    description: ${at('b', 'a')}
  - name: orders_dims
    model: ref('metric_base')
    defaults: {agg_time_dimension: ordered_on}
    entities: [{name: id_two, type: primary, expr: id}]
    dimensions: [{name: ordered_on, type: time, type_params: {time_granularity: ${at('month', 'day')}}}]
    measures: [{name: total_three, agg: ${at('max', 'sum')}, expr: amount}]
metrics:
  - {name: total, label: Total, type: simple, type_params: {measure: total}}
  - {name: total_two, label: ${at('B', 'A')}, type: simple, type_params: {measure: total_two}}
  - {name: total_three, label: Three, type: simple, type_params: {measure: total_three}, filter: "{{ Dimension('id_two__ordered_on') }} > '202${at(2, 1)}-01-01'"}
  - {name: total_described, label: D, description: ${at('b', 'a')}, type: simple, type_params: {measure: total}}
  - {name: ratio, label: Ratio, type: ratio, type_params: {numerator: total, denominator: ${at('total_two', 'total_three')}}}
saved_queries:
  - {name: saved, label: ${at('B', 'A')}, query_params: {metrics: [total]}}
  - {name: saved_metrics, query_params: {metrics: [total${at(', total_two', '')}]}}
  - {name: saved_same, query_params: {metrics: [total]}}
`
}

/**
 * Writes one state of the project. `more`: the behaviour flag about unrendered values. `breaking`: with changes that break contracts,
 * of which both tools tell.
 */
export function write(folder, { now, more = false, breaking = false }) {
  BREAKING = breaking
  const { 'data_tests/x': _unused, ...all } = files(now)
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text.replace('MORE', String(more)))
  }
}

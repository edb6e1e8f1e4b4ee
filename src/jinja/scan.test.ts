import { describe, expect, test } from 'vitest'
import { analyse, scanBlocks } from './index.js'

const scan = (text: string) => scanBlocks({ text, file: 'm.sql' })

describe('blocks of a file', () => {
  test('every kind, with names, places and texts', () => {
    const text = `{# {% macro hidden() %} #}
{% macro a(x) %}A{% endmacro %}
  {%- test unique_pair(model) -%}T{%- endtest -%}
{% data_test t2(model) %}{% enddata_test %}
{% materialization m, adapter = 'duckdb', supported_languages=['sql', 'python'] %}M{% endmaterialization %}
{% materialization m, default %}{% endmaterialization %}
{% snapshot s %}
  select 1
{% endsnapshot %}
{% docs d %}# Title {{ x }}{% enddocs %}`
    expect(
      scan(text).map(({ kind, name, macroName, line, column, adapter, supportedLanguages }) => ({
        kind,
        name,
        macroName,
        line,
        column,
        adapter,
        supportedLanguages,
      })),
    ).toEqual([
      { kind: 'macro', name: 'a', macroName: 'a', line: 2, column: 1, adapter: null, supportedLanguages: null },
      { kind: 'test', name: 'unique_pair', macroName: 'test_unique_pair', line: 3, column: 3, adapter: null, supportedLanguages: null },
      { kind: 'data_test', name: 't2', macroName: 'test_t2', line: 4, column: 1, adapter: null, supportedLanguages: null },
      {
        kind: 'materialization',
        name: 'm',
        macroName: 'materialization_m_duckdb',
        line: 5,
        column: 1,
        adapter: 'duckdb',
        supportedLanguages: ['sql', 'python'],
      },
      {
        kind: 'materialization',
        name: 'm',
        macroName: 'materialization_m_default',
        line: 6,
        column: 1,
        adapter: 'default',
        supportedLanguages: ['sql'],
      },
      { kind: 'snapshot', name: 's', macroName: 's', line: 7, column: 1, adapter: null, supportedLanguages: null },
      { kind: 'docs', name: 'd', macroName: 'd', line: 10, column: 1, adapter: null, supportedLanguages: null },
    ])
    expect(scan(text).map((block) => block.body)).toEqual(['A', 'T', '', 'M', '', '\n  select 1\n', '# Title {{ x }}'])
    expect(scan(text)[1]?.text).toBe('{%- test unique_pair(model) -%}T{%- endtest -%}')
  })

  test.each([
    ["{% macro a() %}{{ '{% endmacro %}' }}{% endmacro %}", 1],
    ['{% macro a() %}{# {% endmacro %} #}{% endmacro %}', 1],
    ['{% macro a() %}{% raw %}{% endmacro %}{% endraw %}{% endmacro %}', 1],
    ["{% macro a() %}{% set x = '%}' %}{% endmacro %}{% macro b() %}{% endmacro %}", 2],
    ['{{ "{% macro x() %}" }}', 0],
    ['{% raw %}{% macro x() %}{% endraw %}', 0],
    ['{% set macro = 1 %}{% if x %}y{% endif %}', 0],
    ['{% macro a() %}{{ {"a": {"b": 1}} }}{% endmacro %}', 1],
    ['no tags', 0],
  ])('%s', (text, count) => {
    expect(scan(text)).toHaveLength(count)
  })

  test.each([
    ['x\n  {% macro a() %}', '`{% macro %}` is never closed', 2, 3],
    ['{% macro a() %}\n{% macro b() %}{% endmacro %}', 'a block starts inside the `{% macro %}` of line 1', 2, 1],
    ['{# x', 'this comment is never closed', 1, 1],
    ['{{ x', 'this `{{` is never closed', 1, 1],
    ['\n{% set x', 'this `{%` is never closed', 2, 1],
    ['{% raw %} x', '`{% raw %}` is never closed', 1, 1],
    ['{% macro %}{% endmacro %}', 'this `{% macro %}` has no name', 1, 1],
  ])('%j fails', (text, message, line, column) => {
    expect(() => scan(text)).toThrow(
      expect.objectContaining({ message, fields: expect.objectContaining({ location: { file: 'm.sql', line, column } }) }),
    )
  })
})

describe('analyse', () => {
  test('only text and literal calls', () => {
    const text = `{{ config(materialized='table', tags=['a', "b"], meta={'n': -1}) }}\nselect * from {{ ref('x') }} join {{ source('s', 't') }}`
    const found = analyse({ text, file: 'm.sql' })
    expect(found.complete).toBe(true)
    expect(found.names).toEqual(['config', 'ref', 'source'])
    expect(found.calls.map(({ name, args, line, column }) => ({ name, args, line, column }))).toEqual([
      { name: 'config', args: [], line: 1, column: 4 },
      { name: 'ref', args: ['x'], line: 2, column: 18 },
      { name: 'source', args: ['s', 't'], line: 2, column: 38 },
    ])
    expect(found.calls[0]?.kwargs).toMatchObject({ materialized: 'table', tags: ['a', 'b'] })
  })

  test.each([
    ["{% if x %}{{ ref('a') }}{% endif %}", false, ['x', 'ref'], ['ref']],
    ["{{ ref(var('a')) }}", false, ['ref', 'var'], ['var']],
    ["{{ ref('a') ~ 'x' }}", false, ['ref'], ['ref']],
    ["{{ ref('a').include(database=false) }}", false, ['ref'], ['ref']],
    ['{{ this }}', false, ['this'], []],
    ['select 1', true, [], []],
    ['{# note #} select 1', true, [], []],
    ['{{ f(*x) }}', false, ['f', 'x'], []],
  ])('%s', (text, complete, names, calls) => {
    const found = analyse({ text, file: 'm.sql' })
    expect([found.complete, found.names, found.calls.map((one) => one.name)]).toEqual([complete, names, calls])
  })
})

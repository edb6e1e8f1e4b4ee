/** What is wrong with a project, and what the user is told: code, place, words, hint. */
import { expect, test } from 'vitest'
import { errorsOf, parsed } from './testdata/projects.js'

const cases: readonly (readonly [what: string, files: Record<string, string>, told: readonly string[]])[] = [
  [
    'a ref to nothing',
    { 'models/a.sql': 'select 1\n\n  from {{ ref("ordrs") }}\n', 'models/orders.sql': 'select 1' },
    ['REF_NOT_FOUND models/a.sql:3:11 model a refers to "ordrs", which does not exist | did you mean orders (models/orders.sql)?'],
  ],
  [
    'blank lines before the code do not shift the place',
    { 'models/a.sql': "\n\n\nselect * from {{ ref('x') }}\n" },
    ['REF_NOT_FOUND models/a.sql:4:18 model a refers to "x", which does not exist'],
  ],
  [
    'a ref to a version that does not exist',
    { 'models/a.sql': "select * from {{ ref('b', v=3) }}", 'models/b.sql': 'select 1' },
    [
      'REF_NOT_FOUND models/a.sql:1:18 model a refers to "b, v=3", which does not exist | b itself exists (models/b.sql), but not with this version or in this package',
    ],
  ],
  [
    'a ref to a disabled model',
    { 'models/a.sql': "select * from {{ ref('b') }}", 'models/b.sql': '{{ config(enabled=false) }} select 1' },
    ['REF_DISABLED models/a.sql:1:18 model a refers to "b", which is disabled | enable it in models/b.sql, or disable what refers to it'],
  ],
  [
    'a source that is not declared',
    { 'models/a.sql': "select * from {{ source('raw', 'fed') }}", 'models/s.yml': 'sources: [{name: raw, tables: [{name: feed}]}]' },
    ['SOURCE_NOT_FOUND models/a.sql:1:18 model a reads the source "raw.fed", which does not exist | did you mean raw.feed (models/s.yml)?'],
  ],
  [
    'a private model of another group',
    {
      'models/a.sql': "select * from {{ ref('b') }}",
      'models/b.sql': "{{ config(access='private', group='g') }} select 1",
      'models/s.yml': 'groups: [{name: g, owner: {name: me}}]',
    },
    [
      'REF_NOT_ALLOWED models/a.sql:1:18 model a refers to model.shop.b, which is private | ask its owner to widen `access`, or build on a public model',
    ],
  ],
  [
    'an exposure of nothing',
    { 'models/s.yml': 'exposures: [{name: e, type: ml, owner: {name: me}, depends_on: ["ref(\'x\')"]}]' },
    ['REF_NOT_FOUND models/s.yml:1:13 exposure e refers to "x", which does not exist'],
  ],
  [
    'two models of one name',
    { 'models/a.sql': 'select 1', 'models/x/a.sql': 'select 2' },
    ['DUPLICATE_RESOURCE models/x/a.sql:1:1 two models are named "a": models/a.sql and models/x/a.sql | rename or delete one of the files'],
  ],
  [
    'a name with a space',
    { 'models/my model.sql': 'select 1' },
    [
      'RESOURCE_NAME_SPACE models/my model.sql:1:1 resource names cannot contain spaces: "my model" (model.shop.my model) | rename it, for example to "my_model"; the flag require_resource_names_without_spaces: false lets it pass',
    ],
  ],
  [
    'two nodes of one relation',
    { 'models/a.sql': "{{ config(alias='b') }} select 1", 'models/b.sql': 'select 2' },
    [
      'DUPLICATE_RELATION models/b.sql:1:1 model.shop.a and model.shop.b would both build "shop"."main"."b" | give one of them another `alias` or `schema`',
    ],
  ],
  [
    'two macros of one name',
    { 'macros/a.sql': '{% macro m() %}1{% endmacro %}', 'macros/b.sql': '\n{% macro m() %}2{% endmacro %}' },
    [
      'DUPLICATE_MACRO macros/b.sql:2:1 package "shop" has two macros named "m": macros/a.sql and macros/b.sql | rename or delete one of them',
    ],
  ],
  [
    'one model described twice',
    { 'models/a.sql': 'select 1', 'models/s.yml': 'models:\n  - name: a\n  - name: a\n' },
    [
      'DUPLICATE_PROPERTIES models/s.yml:3:5 "a" is described twice under `models`: in models/s.yml and models/s.yml | merge the two entries',
    ],
  ],
  [
    'one test twice',
    {
      'models/a.sql': 'select 1',
      'models/s.yml': 'models:\n  - name: a\n    columns:\n      - name: id\n        data_tests:\n          - unique\n          - unique\n',
    },
    [
      'DUPLICATE_RESOURCE models/s.yml:7:13 the test "unique_a_id" is declared twice with the same arguments | remove one, or give each a `name:` of its own',
    ],
  ],
  [
    'a test that does not exist',
    { 'models/a.sql': 'select 1', 'models/s.yml': 'models:\n  - name: a\n    data_tests:\n      - uniqe: {column_name: id}\n' },
    ['TEST_NOT_FOUND models/s.yml:4:9 there is no generic test named "uniqe" | did you mean "unique"?'],
  ],
  [
    'a test with an argument it does not take',
    {
      'models/a.sql': 'select 1',
      'macros/t.sql': '{% test even(model, column_name) %}select 1{% endtest %}',
      'models/s.yml':
        'models:\n  - name: a\n    columns:\n      - name: id\n        data_tests:\n          - even: {arguments: {colum: x}}\n',
    },
    ["TEMPLATE_ARGUMENTS models/s.yml:6:13 macro 'even' takes no keyword argument 'colum'"],
  ],
  [
    'a docs block that does not exist',
    {
      'models/a.sql': 'select 1',
      'models/d.md': '{% docs rows %}x{% enddocs %}',
      'models/s.yml': 'models: [{name: a, description: "{{ doc(\'row\') }}"}]',
    },
    ['DOC_NOT_FOUND models/s.yml:1:20 there is no docs block named "row" | did you mean "rows"?'],
  ],
  [
    'YAML that does not parse, and the next file all the same',
    {
      'models/s.yml': 'models:\n  - name: a\n   description: x\n',
      'models/t.yml': 'models: {name: a}\n',
      'models/u.yml': 'models:\n  - {nme: a}\n',
    },
    [
      'YAML_SYNTAX models/s.yml:3:1 models/s.yml is not valid YAML: Sequence item without - indicator',
      'PROPERTY_INVALID models/t.yml:1:1 `models` in models/t.yml is not a list',
      'PROPERTY_INVALID models/u.yml:2:5 an entry of `models` in models/u.yml has no name',
    ],
  ],
  [
    'configs of the wrong type',
    { 'models/a.sql': "{{ config(enabled='x', materialized=3) }} select 1" },
    [
      'CONFIG_INVALID models/a.sql:1:1 config `enabled` of model.shop.a cannot be "x"',
      'CONFIG_INVALID models/a.sql:1:1 config `materialized` of model.shop.a cannot be 3',
    ],
  ],
  [
    'a group that does not exist',
    { 'models/a.sql': "{{ config(group='mony') }} select 1", 'models/s.yml': 'groups: [{name: money, owner: {name: me}}]' },
    ['GROUP_NOT_FOUND models/a.sql:1:1 model a is in the group "mony", which does not exist | did you mean "money"?'],
  ],
  [
    'a snapshot without what its strategy needs',
    { 'snapshots/s.sql': "{% snapshot s %}{{ config(strategy='timestamp') }}select 1 as id{% endsnapshot %}" },
    [
      'CONFIG_INVALID snapshots/s.sql:1:1 config `unique_key` of snapshot.shop.s cannot be null',
      'CONFIG_INVALID snapshots/s.sql:1:1 config `updated_at` of snapshot.shop.s cannot be null',
    ],
  ],
  [
    'a contract without columns',
    { 'models/a.sql': 'select 1', 'models/s.yml': 'models: [{name: a, config: {contract: {enforced: true}}}]' },
    ['PROPERTY_INVALID models/s.yml:1:10 model a has a contract and no columns'],
  ],
  [
    'a latest version that is none',
    { 'models/a_v1.sql': 'select 1', 'models/s.yml': 'models:\n  - name: a\n    latest_version: 2\n    versions: [{v: 1}]\n' },
    ['PROPERTY_INVALID models/s.yml:3:5 latest_version 2 of "a" is none of its versions'],
  ],
  [
    'a unit test of an incremental model that does not say how it runs',
    {
      'models/a.sql': "{{ config(materialized='incremental') }} select 1 {% if is_incremental() %} {% endif %}",
      'models/s.yml': 'unit_tests:\n  - {name: u, model: a, given: [], expect: {rows: []}}\n',
    },
    ['PROPERTY_INVALID models/s.yml:2:5 unit test "u" does not say whether the incremental model a runs incrementally'],
  ],
  [
    'a fixture that does not exist',
    { 'models/a.sql': 'select 1', 'models/s.yml': 'unit_tests:\n  - {name: u, model: a, given: [], expect: {format: csv, fixture: f}}\n' },
    ['PROPERTY_INVALID models/s.yml:2:58 unit test "u" uses the fixture "f", which does not exist'],
  ],
  [
    'a broken template, and all of them',
    {
      'models/a.sql': '{% if true %}\n',
      'models/b.sql': 'select {{ 1 + }}',
      'macros/m.sql': '{% macro m(a) %}{% endmacro %}',
      'models/c.sql': '\n{{ m(b=1) }}',
    },
    [
      'TEMPLATE_SYNTAX models/a.sql:1:4 `{% if %}` is never closed',
      "TEMPLATE_SYNTAX models/b.sql:1:15 unexpected '}}'",
      "TEMPLATE_ARGUMENTS models/c.sql:2:4 macro 'm' takes no keyword argument 'b'",
    ],
  ],
  [
    'a variable without value in a properties file',
    { 'models/s.yml': 'sources:\n  - name: raw\n    schema: "{{ var(\'nope\') }}"\n    tables: []\n' },
    ["VAR_NOT_FOUND models/s.yml:3:5 required var 'nope' is not set"],
  ],
]

test.each(cases)('%s', async (_what, files, told) => {
  expect(await errorsOf(files)).toEqual(told)
})

const warned: typeof cases = [
  [
    'misspelt keys, with the nearest ones',
    {
      'models/a.sql': 'select 1',
      'models/s.yml': 'vesion: 2\nmodels:\n  - name: a\n    colums: []\n    columns:\n      - name: id\n        data_test: [unique]\n',
    },
    [
      'YAML_UNKNOWN_KEY models/s.yml:1:1 "vesion" is not a key of properties files; it is ignored | did you mean "version"?',
      'YAML_UNKNOWN_KEY models/s.yml:4:5 "colums" is not a key of models; it is ignored | did you mean "columns"?',
      'YAML_UNKNOWN_KEY models/s.yml:7:9 "data_test" is not a key of a column; it is ignored | did you mean "data_tests"?',
    ],
  ],
  [
    'properties of nothing',
    { 'models/a.sql': 'select 1', 'models/s.yml': 'models: [{name: b}]\nmacros: [{name: m}]\nseeds:\n  - name: a\n' },
    [
      'PROPERTIES_UNUSED models/s.yml:1:11 "b" under `models` describes nothing: there is no such model',
      'PROPERTIES_UNUSED models/s.yml:4:5 "a" is not one of the seeds | move the entry to `models:`',
      'PROPERTIES_UNUSED models/s.yml:2:11 "m" under `macros` describes nothing: there is no such macro',
    ],
  ],
  [
    'a test of something that does not exist',
    { 'tests/t.sql': "select * from {{ ref('x') }}" },
    ['REF_NOT_FOUND tests/t.sql:1:18 test t refers to "x", which does not exist'],
  ],
  [
    'configs that are nearly ones that are known, and of no others',
    {
      'dbt_project.yml':
        'name: shop\nprofile: shop\nmodels:\n  shop:\n    +materialised: table\n    +owned_by: me\n    +post_hooks: [select 1]\n',
      'models/a.sql': "{{ config(unique_keys='id', reviewed=true) }} select 1",
      'models/s.yml': 'models:\n  - name: a\n    config:\n      cluster_by: [id]\n      shema: x\n',
    },
    [
      'CONFIG_UNKNOWN_KEY dbt_project.yml:5:5 "materialised" is not a config that means anything here; it is kept for macros to read | did you mean "materialized"? Values of your own go under `meta:`',
      'CONFIG_UNKNOWN_KEY dbt_project.yml:7:5 "post_hooks" is not a config that means anything here; it is kept for macros to read | did you mean "post_hook"? Values of your own go under `meta:`',
      'CONFIG_UNKNOWN_KEY models/a.sql:1:1 "unique_keys" is not a config that means anything here; it is kept for macros to read | did you mean "unique_key"? Values of your own go under `meta:`',
      'CONFIG_UNKNOWN_KEY models/s.yml:5:7 "shema" is not a config that means anything here; it is kept for macros to read | did you mean "schema"? Values of your own go under `meta:`',
    ],
  ],
  [
    'a folder configured that holds nothing',
    {
      'models/mart/a.sql': 'select 1',
      'dbt_project.yml': 'name: shop\nprofile: shop\nmodels:\n  shop:\n    marts: {+materialized: table}\n',
    },
    [
      'CONFIG_PATH_UNUSED dbt_project.yml:5:5 the configuration of models.shop.marts in dbt_project.yml applies to no resource | compare it with the folders below the resource path',
    ],
  ],
  [
    'a key given twice',
    { 'models/a.sql': 'select 1', 'models/s.yml': 'models:\n  - name: a\n    description: x\n    description: y\n' },
    ["YAML_DUPLICATE_KEY models/s.yml:4:5 Duplicate key 'description' at line 4, column 5 in file `models/s.yml`: the last one counts"],
  ],
  [
    'a model past its date, and who refers to it',
    {
      'models/a.sql': 'select 1',
      'models/b.sql': "select * from {{ ref('a') }}",
      'models/s.yml': 'models: [{name: a, deprecation_date: 2020-01-01}]',
    },
    [
      'MODEL_DEPRECATED models/a.sql:1:1 a is past its deprecation date, 2020-01-01T00:00:00+00:00 | disable or remove it',
      'MODEL_DEPRECATED models/b.sql:1:1 b refers to a, which was deprecated on 2020-01-01T00:00:00+00:00 | ask its owner what replaces it',
    ],
  ],
]

test('a name with a space is a warning where the project says so', async () => {
  const files = { 'models/my model.sql': 'select 1', 'models/b c.sql': 'select 1' }
  const { warnings } = await parsed(files, { requireResourceNamesWithoutSpaces: false })
  expect(warnings).toEqual([
    'RESOURCE_NAME_SPACE models/b c.sql:1:1 Spaces found in 2 resource name(s), the first of them "b c". This is deprecated, and may lead to errors.',
  ])
})

test.each(warned)('warns of %s', async (_what, files, told) => {
  expect((await parsed(files)).warnings).toEqual(told)
})

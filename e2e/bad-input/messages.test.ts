import { afterEach, describe, expect, it } from 'vitest'
import { type Project, project } from '../harness/project.js'
import { expectIntact, filesBelow, relations } from './intact.js'

/** Each case: what is wrong, the files that are, the command, what the tool says from the error's code on. */
const base = { 'models/a.sql': 'select 1 as id\n' }

let made: Project | undefined
afterEach(() => made?.remove())

async function said(files: Readonly<Record<string, string>>, args: readonly string[] = ['build'], env = {}): Promise<string> {
  made = project({ ...base, ...files })
  const outcome = await made.sluice([...args, '--threads', '1'], env)
  const { code, text } = outcome
  expectIntact(made, outcome)
  // What is wrong with the project is told before anything is written or sent.
  if (code === 2 && args[0] !== 'show') expect([filesBelow(made, 'target'), made.exists('shop.duckdb')]).toEqual([[], false])
  else if (made.exists('shop.duckdb')) expect(relations(made).filter((name) => !['a', 'c'].includes(String(name)))).toEqual([])
  const from = text.search(/^ *(?:[✗!]|\[WARNING\]:) /m)
  const shown = text.slice(Math.max(0, from)).replace(/Done\. PASS[\s\S]*$/, '')
  return `\nexit ${code}\n${shown.trim()}\n`
}

describe('what is wrong with a reference', () => {
  it('to nothing', async () => {
    expect(await said({ 'models/b.sql': "select *\nfrom {{ ref('aa') }}\n" })).toMatchInlineSnapshot(`
      "
      exit 2
      ✗ REF_NOT_FOUND  models/b.sql:2:9
        1 │ select *
        2 │ from {{ ref('aa') }}
          │         ^^^^^^^^^ model b refers to "aa", which does not exist
        expected  a model, seed or snapshot of this project or an installed package
        hint      did you mean a (models/a.sql)?
        next      sluice list --select a · sluice explain REF_NOT_FOUND
      "
    `)
  })

  it('in a circle', async () => {
    const files = { 'models/a.sql': "select * from {{ ref('b') }}\n", 'models/b.sql': "select * from {{ ref('a') }}\n" }
    expect(await said(files)).toMatchInlineSnapshot(`
      "
      exit 2
      ✗ GRAPH_CYCLE  models/a.sql:1:22
        1 │ select * from {{ ref('b') }}
          │                      ^ these resources depend on each other: a → b → a
        expected  dependencies that run one way only
        at        models/b.sql:1:22  b refers to a
        hint      remove one of these references, or move the shared logic into a model that both read
        next      sluice explain GRAPH_CYCLE
      "
    `)
  })

  it('in a circle of three, and to itself', async () => {
    const files = {
      'models/a.sql': "select * from {{ ref('c') }}\n",
      'models/b.sql': "-- b\nselect *\nfrom {{ ref('a') }}\n",
      'models/c.sql': "select *\nfrom {{ ref('b') }}\njoin {{ ref('c') }} using (id)\n",
    }
    expect(await said(files)).toMatchInlineSnapshot(`
      "
      exit 2
      ✗ GRAPH_CYCLE  models/c.sql:3:13
        1 │ select *
        2 │ from {{ ref('b') }}
        3 │ join {{ ref('c') }} using (id)
          │             ^ these resources depend on each other: c → c
        expected  dependencies that run one way only
        hint      remove one of these references, or move the shared logic into a model that both read
        next      sluice explain GRAPH_CYCLE
      "
    `)
  })

  it('to a source that is not declared', async () => {
    expect(await said({ 'models/b.sql': "select * from {{ source('raw', 'feed') }}\n" })).toMatchInlineSnapshot(`
      "
      exit 2
      ✗ SOURCE_NOT_FOUND  models/b.sql:1:18
        1 │ select * from {{ source('raw', 'feed') }}
          │                  ^^^^^^^^^^^^^^^^^^^^^ model b reads the source "raw.feed", which does not exist
        expected  a table of a source declared in a properties file
        hint      declare it under \`sources:\` with its \`tables:\`
        next      sluice list --resource-type source · sluice explain SOURCE_NOT_FOUND
      "
    `)
  })
})

describe('what is wrong with a template', () => {
  it('a tag that is not closed', async () => {
    expect(await said({ 'models/b.sql': 'select 1\n{% if true %}\nwhere 1 = 1\n' })).toMatchInlineSnapshot(`
      "
      exit 2
      ✗ TEMPLATE_SYNTAX  models/b.sql:2:4
        1 │ select 1
        2 │ {% if true %}
          │    ^^ \`{% if %}\` is never closed
        3 │ where 1 = 1
        expected  \`{% elif %}\` or \`{% else %}\` or \`{% endif %}\`
        next      sluice explain TEMPLATE_SYNTAX
      "
    `)
  })

  it.each([
    ["select {{ ref('a') from x\n", '1:20'],
    ["select {{ ref('a' }} from x\n", '1:19'],
    ['select 1\n  {# for later\n', '2:3'],
    ['select 1\n  {% raw %}\n', '2:6'],
    ['{% for x in [1] %}\n{% if x %}a{% endfor %}\n', '2:15'],
    ['select 1\n {% set x = 1', '2:2'],
    ["select '{{ 'abc }}'\n", '1:9'],
  ])('a tag that is not closed: %j', async (text, place) => {
    expect(await said({ 'models/b.sql': text })).toMatch(new RegExp(`^\\nexit 2\\n✗ TEMPLATE_SYNTAX {2}models/b\\.sql:${place}\\n`))
  })

  it('a tag that is not closed in a macro that nothing calls', async () => {
    expect(await said({ 'macros/m.sql': '{% macro m(x) %}\n  {% if x %}\n{% endmacro %}\n' })).toMatchInlineSnapshot(`
      "
      exit 2
      ✗ TEMPLATE_SYNTAX  macros/m.sql:3:4
        1 │ {% macro m(x) %}
        2 │   {% if x %}
        3 │ {% endmacro %}
          │    ^^^^^^^^ \`{% endmacro %}\` does not close \`{% if %}\`
        expected  \`{% elif %}\` or \`{% else %}\` or \`{% endif %}\`
        hint      \`{% if %}\` was opened on line 2.
        next      sluice explain TEMPLATE_SYNTAX
      "
    `)
  })

  it('a macro called with a wrong argument by another macro', async () => {
    const files = {
      'macros/money.sql':
        '{% macro cents(column) %}{{ column }}{% endmacro %}\n\n{% macro money(column) %}\n  {{ cents(column, 2) }}\n{% endmacro %}\n',
      'models/b.sql': "select\n  {{ money('id') }} as x\nfrom {{ ref('a') }}\n",
    }
    expect(await said(files)).toMatchInlineSnapshot(`
      "
      exit 2
      ✗ TEMPLATE_ARGUMENTS  macros/money.sql:4:6
        2 │
        3 │ {% macro money(column) %}
        4 │   {{ cents(column, 2) }}
          │      ^^^^^ macro 'cents' takes not more than 1 argument(s), 2 given
        5 │ {% endmacro %}
        expected  cents(column)
        at        macros/money.sql:4:6  in macro 'money'
        at        models/b.sql:2:6  in the template
        next      sluice explain TEMPLATE_ARGUMENTS
      "
    `)
  })

  it('a macro called with a wrong argument', async () => {
    const files = {
      'macros/money.sql': '{% macro cents(column, scale=2) %}({{ column }} / 100)::decimal(16, {{ scale }}){% endmacro %}\n',
      'models/b.sql': "select\n  {{ cents('id', digits=2) }} as x\nfrom {{ ref('a') }}\n",
    }
    expect(await said(files)).toMatchInlineSnapshot(`
      "
      exit 2
      ✗ TEMPLATE_ARGUMENTS  models/b.sql:2:6
        1 │ select
        2 │   {{ cents('id', digits=2) }} as x
          │      ^^^^^ macro 'cents' takes no keyword argument 'digits'
        3 │ from {{ ref('a') }}
        expected  cents(column, scale=…)
        next      sluice explain TEMPLATE_ARGUMENTS
      "
    `)
  })

  it('an environment variable that is missing', async () => {
    expect(await said({ 'models/b.sql': "select '{{ env_var('SHOP_REGION') }}' as region\n" })).toMatchInlineSnapshot(`
      "
      exit 2
      ✗ ENV_VAR_NOT_FOUND  models/b.sql:1:12
        1 │ select '{{ env_var('SHOP_REGION') }}' as region
          │            ^^^^^^^ environment variable SHOP_REGION is required but not set
        hint      set it, or give a default: env_var('SHOP_REGION', '…')
        next      sluice explain ENV_VAR_NOT_FOUND
      "
    `)
  })

  it('an environment variable that is missing, in a macro and in YAML', async () => {
    const files = {
      'macros/region.sql': "{% macro region() %}\n  {{ env_var('SHOP_REGION') }}\n{% endmacro %}\n",
      'models/b.sql': "select '{{ region() }}' as region\n",
      'models/schema.yml': 'models:\n  - name: a\n    config:\n      schema: "{{ env_var(\'SHOP_SCHEMA\') }}"\n',
    }
    expect(await said(files)).toMatchInlineSnapshot(`
      "
      exit 2
      ✗ ENV_VAR_NOT_FOUND  models/schema.yml:4:7
        2 │   - name: a
        3 │     config:
        4 │       schema: "{{ env_var('SHOP_SCHEMA') }}"
          │       ^^^^^^ environment variable SHOP_SCHEMA is required but not set
        hint      set it, or give a default: env_var('SHOP_SCHEMA', '…')
        next      sluice explain ENV_VAR_NOT_FOUND
      Encountered an error:
      Parsing Error in model b (models/b.sql)
      ✗ ENV_VAR_NOT_FOUND  macros/region.sql:2:6
        1 │ {% macro region() %}
        2 │   {{ env_var('SHOP_REGION') }}
          │      ^^^^^^^ environment variable SHOP_REGION is required but not set
        3 │ {% endmacro %}
        at        macros/region.sql:2:6  in macro 'region'
        at        models/b.sql:1:12  in the template
        hint      set it, or give a default: env_var('SHOP_REGION', '…')
        next      sluice explain ENV_VAR_NOT_FOUND
      "
    `)
  })

  it('a variable that is missing', async () => {
    expect(await said({ 'models/b.sql': "select {{ var('shop_rate') }} as rate\n" })).toMatchInlineSnapshot(`
      "
      exit 1
      ✗ VAR_NOT_FOUND  models/b.sql:1:11
          1 │ select {{ var('shop_rate') }} as rate
            │           ^^^ required var 'shop_rate' is not set
          expected  a value in vars: of dbt_project.yml or in --vars, or a default as the second argument
          next      sluice build --vars '{shop_rate: …}' · sluice explain VAR_NOT_FOUND
      "
    `)
  })

  it('an undefined macro', async () => {
    expect(await said({ 'models/b.sql': 'select {{ cents(1) }} as x\n' })).toMatchInlineSnapshot(`
      "
      exit 1
      ✗ TEMPLATE_UNDEFINED  models/b.sql:1:11
          1 │ select {{ cents(1) }} as x
            │           ^^^^^ 'cents' is undefined
          next      sluice explain TEMPLATE_UNDEFINED
      "
    `)
  })
})

describe('what is wrong with SQL', () => {
  it('an unknown column in a macro of a package', async () => {
    const files = {
      'dbt_packages/tools/dbt_project.yml': "name: tools\nversion: '1.0'\n",
      'dbt_packages/tools/macros/sums.sql':
        '{% macro total(table) %}\n{{ tools.sums(table) }}\n{% endmacro %}\n\n{% macro sums(table) %}\nselect\n    sum(amont) as total\nfrom {{ table }}\n{% endmacro %}\n',
      'models/b.sql': "with x as (select 1 as amount)\n{{ tools.total('x') }}\n",
    }
    expect(await said(files, ['run'])).toMatchInlineSnapshot(`
      "
      exit 1
      ✗ SQL_UNKNOWN_COLUMN  models/b.sql:2:10
          1 │ with x as (select 1 as amount)
          2 │ {{ tools.total('x') }}
            │          ^^^^^ Binder Error: Referenced column "amont" not found in FROM clause!
          at        dbt_packages/tools/macros/sums.sql:7:9  in macro 'sums'
          at        target/compiled/shop/models/b.sql:5:9  in the compiled SQL
          hint      known here: "amount"
          next      sluice explain SQL_UNKNOWN_COLUMN

        compiled code at target/compiled/shop/models/b.sql
      "
    `)
  })

  it('a wrong call of a built-in macro', async () => {
    const files = { 'models/b.sql': "select\n  {{ dbt.safe_cast('id', 'int', 'x') }} as id\nfrom {{ ref('a') }}\n" }
    expect(await said(files, ['run'])).toMatchInlineSnapshot(`
      "
      exit 2
      ✗ TEMPLATE_ARGUMENTS  models/b.sql:2:10
        1 │ select
        2 │   {{ dbt.safe_cast('id', 'int', 'x') }} as id
          │          ^^^^^^^^^ macro 'safe_cast' takes not more than 2 argument(s), 3 given
        3 │ from {{ ref('a') }}
        expected  safe_cast(field, type)
        next      sluice explain TEMPLATE_ARGUMENTS
      "
    `)
  })

  it('a relation that no model makes, shown', async () => {
    expect(await said({ 'models/b.sql': 'select *\nfrom elsewhere.feed\n' }, ['show', '--select', 'b'])).toMatchInlineSnapshot(`
      "
      exit 2
      ✗ SQL_UNKNOWN_TABLE  models/b.sql:2:6
        1 │ select *
        2 │ from elsewhere.feed
          │      ^^^^^^^^^ Catalog Error: Table with name "elsewhere.feed" does not exist because schema "elsewhere" does not exist.
        next      sluice explain SQL_UNKNOWN_TABLE
      "
    `)
  })

  it('bad syntax', async () => {
    expect(await said({ 'models/b.sql': 'select 1 as id,\nfrom from x\n' }, ['run'])).toMatchInlineSnapshot(`
      "
      exit 1
      ✗ SQL_SYNTAX  models/b.sql:2:6
          1 │ select 1 as id,
          2 │ from from x
            │      ^^^^ Parser Error: syntax error at or near "from"
          at        target/compiled/shop/models/b.sql:2:6  in the compiled SQL
          next      sluice explain SQL_SYNTAX

        compiled code at target/compiled/shop/models/b.sql
      "
    `)
  })
})

describe('what is wrong with a hook', () => {
  it('is shown where the hook is written', async () => {
    const settings = `name: shop
version: '1.0'
profile: shop
on-run-start:
  - select 1
  - |
    select 1,
    nope from x
on-run-end: "select * from {{ nomacro('x') }}"
models:
  shop:
    sub:
      +post-hook: select id from missing
`
    const files = {
      'dbt_project.yml': settings,
      'models/pre.sql': '-- first\n{{ config(pre_hook="select 1 from missing") }}\nselect 1 as id\n',
      'models/post.sql': "{{ config(post_hook=['select 1',\n  'select 2 from {{ this }} where x = 1']) }}\nselect 1 as id\n",
      'models/raised.sql': "{{ config(post_hook=['select 1',\n  'select {{ thus.x() }}']) }}\nselect 1 as id\n",
      'models/sub/s.sql': 'select 1 as id\n',
    }
    made = project({ ...base, ...files })
    const { text } = await made.sluice(['run', '--threads', '1'])
    const places = [...text.matchAll(/Failure in (.*) \(.*\n {2}\S+ Error in .*\n {2}✗ (\S+ {2}\S+)/g)].map(
      ([, node, place]) => `${node}: ${place}`,
    )
    expect(places).toMatchInlineSnapshot(`
      [
        "operation shop-on-run-start-1: SQL_UNKNOWN_TABLE  dbt_project.yml:8:11",
        "model post: SQL_UNKNOWN_COLUMN  models/post.sql:2:4",
        "model pre: SQL_UNKNOWN_TABLE  models/pre.sql:2:35",
        "model raised: TEMPLATE_UNDEFINED  models/raised.sql:2:19",
        "model s: SQL_UNKNOWN_TABLE  dbt_project.yml:13:34",
        "operation shop-on-run-end-0: TEMPLATE_UNDEFINED  dbt_project.yml:9:31",
      ]
    `)
    expect(text).toContain('at        models/post.sql:2:4  in post-hook 2')
  })
})

describe('what is wrong with files', () => {
  it('a misspelt key in a properties file', async () => {
    const schema = 'models:\n  - name: a\n    descripton: what it is\n    columns:\n      - name: id\n        data_test: [unique]\n'
    expect(await said({ 'models/schema.yml': schema }, ['parse'])).toMatchInlineSnapshot(`
      "
      exit 0
      [WARNING]: YAML_UNKNOWN_KEY  models/schema.yml:3:5
        1 │ models:
        2 │   - name: a
        3 │     descripton: what it is
          │     ^^^^^^^^^^ "descripton" is not a key of models; it is ignored
        4 │     columns:
        hint      did you mean "description"?
        next      sluice explain YAML_UNKNOWN_KEY
      [WARNING]: YAML_UNKNOWN_KEY  models/schema.yml:6:9
        4 │     columns:
        5 │       - name: id
        6 │         data_test: [unique]
          │         ^^^^^^^^^ "data_test" is not a key of a column; it is ignored
        hint      did you mean "data_tests"?
        next      sluice explain YAML_UNKNOWN_KEY
      Found 1 model, <n> macros
      "
    `)
  })

  it('a misspelt key, with warnings as errors', async () => {
    const schema = 'models:\n  - name: a\n    descripton: what it is\n'
    expect(await said({ 'models/schema.yml': schema }, ['build', '--warn-error'])).toMatchInlineSnapshot(`
      "
      exit 2
      [WARNING]: YAML_UNKNOWN_KEY  models/schema.yml:3:5
        1 │ models:
        2 │   - name: a
        3 │     descripton: what it is
          │     ^^^^^^^^^^ "descripton" is not a key of models; it is ignored
        hint      did you mean "description"?
        next      sluice explain YAML_UNKNOWN_KEY
      Encountered an error:
      Compilation Error
      ✗ WARNINGS_AS_ERRORS
        1 warning counts as an error
        hint      see above; --warn-error-options can let single ones pass
        next      sluice explain WARNINGS_AS_ERRORS
      "
    `)
  })

  it('an unknown key in dbt_project.yml', async () => {
    expect(await said({ 'dbt_project.yml': "name: shop\nversion: '1.0'\nprofile: shop\nmodel-path: [models]\n" })).toMatchInlineSnapshot(`
      "
      exit 2
      ✗ PROJECT_UNKNOWN_KEY  dbt_project.yml:4:1
        2 │ version: '1.0'
        3 │ profile: shop
        4 │ model-path: [models]
          │ ^^^^^ "model-path" is not a key of dbt_project.yml
        expected  one of the top-level keys of dbt_project.yml
        hint      did you mean "model-paths"?
        next      sluice explain PROJECT_UNKNOWN_KEY
      "
    `)
  })

  it('YAML that does not parse', async () => {
    expect(await said({ 'models/schema.yml': 'models:\n  - name: a\n   description: x\n' })).toMatchInlineSnapshot(`
      "
      exit 2
      ✗ YAML_SYNTAX  models/schema.yml:3:1
        1 │ models:
        2 │   - name: a
        3 │    description: x
          │ ^ models/schema.yml is not valid YAML: Sequence item without - indicator
        expected  indentation by spaces, and quotes around text that contains ": " or starts with { [ * & ! % @ \`
        next      sluice explain YAML_SYNTAX
      "
    `)
  })

  it('two models of one name', async () => {
    expect(await said({ 'models/other/a.sql': 'select 2 as id\n' })).toMatchInlineSnapshot(`
      "
      exit 2
      ✗ DUPLICATE_RESOURCE  models/other/a.sql:1:1
        1 │ select 2 as id
          │ ^^^^^^ two models are named "a": models/a.sql and models/other/a.sql
        expected  names to be unique within a package
        at        models/a.sql:1:1  the other one
        hint      rename or delete one of the files
        next      sluice explain DUPLICATE_RESOURCE
      "
    `)
  })

  it('a seed with a ragged row', async () => {
    expect(await said({ 'seeds/raw.csv': 'id,name\n1,ada\n2,grace,extra\n' }, ['seed'])).toMatchInlineSnapshot(`
      "
      exit 1
      ✗ SEED_RAGGED  seeds/raw.csv:3:1
          1 │ id,name
          2 │ 1,ada
          3 │ 2,grace,extra
            │ ^ row has 3 cells, the header has 2
          expected  2 cells
          hint      quote a cell that contains the delimiter: "a,b"
          next      sluice explain SEED_RAGGED
      "
    `)
  })

  it('a seed with a row that is too short', async () => {
    expect(await said({ 'seeds/raw.csv': 'id,name\n1,ada\n2\n' }, ['seed'])).toMatchInlineSnapshot(`
      "
      exit 1
      ✗ SEED_RAGGED  seeds/raw.csv:3:1
          1 │ id,name
          2 │ 1,ada
          3 │ 2
            │ ^ row has 1 cell, the header has 2
          expected  2 cells
          hint      an empty cell still needs its delimiter
          next      sluice explain SEED_RAGGED
      "
    `)
  })

  it('a seed with a value that does not fit', async () => {
    const files = {
      'seeds/raw.csv': 'id,name\n1,ada\nx,grace\n',
      'seeds/schema.yml': 'seeds:\n  - name: raw\n    config: {column_types: {id: integer}}\n',
    }
    expect(await said(files, ['seed'])).toMatchInlineSnapshot(`
      "
      exit 1
      ✗ SEED_MISMATCH  seeds/raw.csv:3:1
          1 │ id,name
          2 │ 1,ada
          3 │ x,grace
            │ ^ column id: Could not convert string "x" to 'INTEGER'
          hint      give the column another type with column_types, or mend the row
          next      sluice explain SEED_MISMATCH
      "
    `)
  })

  it.each([
    ['broken', `PAR1${'x'.repeat(100)}`],
    ['short', 'x'],
  ])('a %s Parquet file behind a source', async (_what, content) => {
    const files = {
      'data/feed.parquet': content,
      'models/raw.yml': 'sources:\n  - name: raw\n    config: {external_location: "data/{name}.parquet"}\n    tables: [{name: feed}]\n',
      'models/b.sql': "select *\nfrom {{ source('raw', 'feed') }}\n",
    }
    const shown = await said(files, ['run'])
    expect(shown).toContain('\n✗ DB_FILE_UNREADABLE  models/b.sql:2:9\n')
    expect(shown).toContain('at        target/compiled/shop/models/b.sql:2:6  in the compiled SQL')
    expect(shown).toContain('hint      is the file whole, and of the kind its name says?')
  })

  it('a Parquet file that is not there', async () => {
    const files = {
      'models/raw.yml': 'sources:\n  - name: raw\n    config: {external_location: "data/{name}.parquet"}\n    tables: [{name: feed}]\n',
      'models/b.sql': "select *\nfrom {{ source('raw', 'feed') }}\n",
    }
    expect(await said(files, ['run'])).toMatchInlineSnapshot(`
      "
      exit 1
      ✗ DB_FILE_UNREADABLE  models/b.sql:2:9
          1 │ select *
          2 │ from {{ source('raw', 'feed') }}
            │         ^^^^^^ IO Error: No files found that match the pattern "data/feed.parquet"
          at        target/compiled/shop/models/b.sql:2:6  in the compiled SQL
          hint      paths are relative to the project folder; does the file exist?
          next      sluice explain DB_FILE_UNREADABLE

        compiled code at target/compiled/shop/models/b.sql
      "
    `)
  })

  it('a Parquet file that cannot be read', async () => {
    expect(
      await said({ 'data.parquet': 'not parquet', 'models/b.sql': "select * from read_parquet('data.parquet')\n" }, ['run']),
    ).toMatchInlineSnapshot(`
      "
      exit 1
      ✗ DB_FILE_UNREADABLE  models/b.sql:1:15
          1 │ select * from read_parquet('data.parquet')
            │               ^^^^^^^^^^^^ Invalid Input Error: File 'data.parquet' too small to be a Parquet file
          at        target/compiled/shop/models/b.sql:1:15  in the compiled SQL
          hint      is the file whole, and of the kind its name says?
          next      sluice explain DB_FILE_UNREADABLE

        compiled code at target/compiled/shop/models/b.sql
      "
    `)
  })
})

describe('what is wrong with the profile', () => {
  it('no such target', async () => {
    expect(await said({}, ['build', '--target', 'prd'])).toMatchInlineSnapshot(`
      "
      exit 2
      ✗ TARGET_NOT_FOUND  profiles.yml:3:3
        1 │ shop:
        2 │   target: dev
        3 │   outputs:
          │   ^^^^^^^ The profile 'shop' does not have a target named 'prd'.
        4 │     dev: {type: duckdb, path: shop.duckdb, threads: 2}
        expected  one of: dev
        next      sluice build --target dev --threads 1 · sluice explain TARGET_NOT_FOUND
      "
    `)
  })

  it('no such target, as the profile says', async () => {
    const profiles = 'shop:\n  target: prod\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb}\n'
    expect(await said({ 'profiles.yml': profiles })).toMatchInlineSnapshot(`
      "
      exit 2
      ✗ TARGET_NOT_FOUND  profiles.yml:2:3
        1 │ shop:
        2 │   target: prod
          │   ^^^^^^ The profile 'shop' does not have a target named 'prod'.
        3 │   outputs:
        expected  one of: dev
        next      sluice build --threads 1 --target dev · sluice explain TARGET_NOT_FOUND
      "
    `)
  })

  it('no such profile', async () => {
    expect(await said({}, ['build', '--profile', 'shp'])).toMatchInlineSnapshot(`
      "
      exit 2
      ✗ PROFILE_NOT_FOUND
        Could not find profile named 'shp'
        expected  one of: shop
        hint      did you mean "shop"?
        next      sluice explain PROFILE_NOT_FOUND
      "
    `)
  })

  it('an environment variable that is missing', async () => {
    const profiles = 'shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: "{{ env_var(\'SHOP_DB\') }}"}\n'
    expect(await said({ 'profiles.yml': profiles })).toMatchInlineSnapshot(`
      "
      exit 2
      ✗ ENV_VAR_NOT_FOUND  profiles.yml:4:25
        2 │   target: dev
        3 │   outputs:
        4 │     dev: {type: duckdb, path: "{{ env_var('SHOP_DB') }}"}
          │                         ^^^^ environment variable SHOP_DB is required but not set
        hint      set it, or give a default: env_var('SHOP_DB', '…')
        next      sluice explain ENV_VAR_NOT_FOUND
      "
    `)
  })

  it('an unknown warehouse', async () => {
    expect(
      await said({ 'profiles.yml': 'shop:\n  target: dev\n  outputs:\n    dev: {type: duckbd, path: x.duckdb}\n' }),
    ).toMatchInlineSnapshot(`
      "
      exit 2
      ✗ ADAPTER_UNKNOWN  profiles.yml:4:11
        2 │   target: dev
        3 │   outputs:
        4 │     dev: {type: duckbd, path: x.duckdb}
          │           ^^^^ there is no adapter for warehouse type "duckbd"
        expected  one of duckdb, postgres, snowflake, or the package sluice-adapter-duckbd
        hint      did you mean type: duckdb?
        next      sluice explain ADAPTER_UNKNOWN
      "
    `)
  })

  it('a database that another process has open', async () => {
    made = project(base)
    const { DuckDBInstance } = await import('@duckdb/node-api')
    const instance = await DuckDBInstance.create(`${made.folder}/shop.duckdb`)
    const { code, text } = await made.sluice(['build'])
    instance.closeSync()
    expect(code).toBe(2)
    expect(
      text
        .slice(text.indexOf('✗'))
        .replace(/(process|kill) \d+/g, '$1 <n>')
        .replace(process.execPath, '<node>'),
    ).toMatchInlineSnapshot(`
      "✗ DB_LOCKED  profiles.yml:4:5
        2 │   target: dev
        3 │   outputs:
        4 │     dev: {type: duckdb, path: shop.duckdb, threads: 2}
          │     ^^^ <project>/shop.duckdb is locked by process <n> (<node>)
        hint      wait for it, or end it: kill <n>
        next      sluice explain DB_LOCKED
      "
    `)
  })
})

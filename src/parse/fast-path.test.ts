/** The shortcuts hold to the answers of the engine: text, syntax and rendering ask for the same. */
import { expect, test } from 'vitest'
import { adapterModule } from '../adapters/index.js'
import type { Captured } from '../context/index.js'
import { compileTemplate } from '../jinja/index.js'
import { loadProject } from '../load/index.js'
import { scopeOf } from './code-files.js'
import { linkMacros, parseMacros } from './macros.js'
import { builtinAlias, createNamer } from './naming.js'
import { openSession } from './open-session.js'
import type { Session } from './session.js'
import { inProject, invocationIn } from './testdata/projects.js'

const macros = `
{% macro plain(x, y=1) %}{{ x }} {{ var('v', 2) }}{% endmacro %}
{% macro outer() %}{{ plain(1) }}{{ return(adapter.dispatch('outer')()) }}{% endmacro %}
{% macro default__outer() %}{{ is_incremental() }}{% endmacro %}
{% macro asks(n) %}{{ ref(n) }}{% endmacro %}
{% macro deep() %}{{ asks('b') }}{% endmacro %}
{% macro sets() %}{{ config(tags=['t']) }}{% endmacro %}
{% macro raises() %}{% if not execute %}{{ exceptions.warn('x') }}{% endif %}{% endmacro %}
{% macro wraps() %}{{ caller() }}{% endmacro %}
`

async function session(): Promise<Session> {
  return await inProject({ 'macros/m.sql': macros }, async (folder) => {
    const invocation = invocationIn(folder, {}, { SET: '1' })
    const project = await loadProject(invocation)
    const module = await adapterModule('duckdb')
    const opened = openSession({ project, invocation, module, macros: {}, locations: new Map() })
    const parsed = parseMacros(project, invocation, opened.problems)
    const made = openSession({ project, invocation, module, ...parsed })
    linkMacros(parsed.macros, made.macros)
    return made
  })
}

const ready = session()

/** `text`: read from the text alone; `syntax`: from the syntax; `engine`: only by rendering. */
const templates: readonly (readonly [way: 'text' | 'syntax' | 'engine', template: string])[] = [
  ['text', 'select 1'],
  ['text', "select * from {{ ref('a') }} join {{ ref('p', 'a') }} join {{ref(\"a\", v=2)}} join {{ ref('a', version='x') }}"],
  ['text', "{{ config(materialized='table', tags=['a', 'b'], meta={'k': [1, 2.0, none, true]}, pre_hook='x') }} {{ source('s', 't') }}"],
  ['text', "{{ config(a=1) }}{{ config(a=2, post_hook=['x', \"y\"]) }}{{ this }} {# {{ ref('no') }} #}"],
  ['text', "{{ var('x') }} {{ var('y', 3) }} {{ env_var('SET') }} {{ env_var('NO', 'd') }} {{ plain('a', y=2) }}"],
  ['text', "{{- ref('a') -}} {{ metric('m') }} {{ function('f') }} {{ plain(1) }}"],
  ['engine', '{{ outer() }}'],
  ['syntax', "{% set x = ['a', 'b'] %}{% for i in x %}{{ i }}{% if not loop.last %},{% endif %}{% endfor %}{{ ref('a') }}"],
  ['syntax', "{% if is_incremental() %}where {{ this }}{% elif var('x') %}1{% else %}2{% endif %}{{ source('s', 't') }}"],
  ['syntax', "{{ ref('a') ~ 'x' }} {{ plain(ref('b')) }} {{ 'a,b'.split(',') | join('-') }} {{ ref('c').schema }}"],
  ['syntax', "{% set r = ref('a') %}{% do [].append(1) %}{{ config(tags=('a', 'b')) }}{{ modules.datetime.datetime.now() }}"],
  ['syntax', "{{ adapter.quote('x') }}{{ target.name }}{{ shop.plain(1) }}{% raw %}{{ ref('no') }}{% endraw %}"],
  ['syntax', "{% set x %}{{ ref('a') }}{% endset %}{% call wraps() %}{{ target.name }}{% endcall %}{{ config.get('x') }}"],
  ['engine', "{% if var('x', 1) == 1 %}{{ ref('a') }}{% else %}{{ ref('b') }}{% endif %}"],
  ['engine', "{% for n in ['a', 'b'] %}{{ ref(n) }}{% endfor %}"],
  ['engine', "{{ ref('a') if var('x', 1) else ref('b') }}"],
  ['engine', "{{ asks('z') }} {{ deep() }}"],
  ['engine', '{{ sets() }}'],
  ['engine', '{{ raises() }}'],
  ['engine', "{{ config(materialized='table' if target.name == 'dev' else 'view') }}"],
  ['engine', "{% set f = ref %}{{ f('a') }}"],
  ['engine', "{{ builtins.ref('a') }}{{ context['ref']('b') }}"],
  ['engine', "{% macro own() %}{{ ref('a') }}{% endmacro %}{{ own() }}"],
  ['engine', '{% if true %}{{ plain(1) }}{% endif %}'],
  ['engine', "{{ config(**{'tags': 'x'}) }}"],
  ['engine', "{% set ref = 1 %}{{ source('s', 't') }}"],
  ['engine', "{{ adapter.dispatch('outer')() }}"],
]

test.each(templates)('%s: %s', async (way, template) => {
  const made = await ready
  const compiled = compileTemplate({ text: template, file: 'm.sql' })
  const identity = {
    unique_id: 'model.shop.m',
    name: 'm',
    package_name: 'shop',
    resource_type: 'model',
    fqn: ['shop', 'm'],
    original_file_path: 'm.sql',
  }
  const scope = scopeOf(made, identity, template)
  compiled.renderSync(scope.scope)
  const engine = scope.captured()
  const text = made.fastPath.fromText(template, 'shop')
  const syntax = made.fastPath.fromOutline(compiled.outline(), 'shop')
  expect(text !== undefined ? 'text' : syntax !== undefined ? 'syntax' : 'engine').toBe(way)
  if (text) expect(asked(text)).toEqual(asked(engine))
  if (syntax) expect(asked(syntax)).toEqual(asked(engine))
})

function asked({ reads: _reads, ...rest }: Captured): unknown {
  return JSON.parse(JSON.stringify(rest))
}

test('the alias said for speed is the one the built-in macros answer', async () => {
  const made = await ready
  const macro = made.macros.naming('generate_alias_name', 'shop')
  expect(macro && made.facts.isBuiltin(macro)).toBe(true)
  const nodes = [{ name: 'a' }, { name: 'a', version: 2 }, { name: 'a', version: '1.5' }, { name: 'a', version: null }]
  for (const custom of [null, 'x', ' y ', '']) {
    for (const node of nodes) {
      const scope = scopeOf(
        made,
        { unique_id: 'x', package_name: 'shop', resource_type: 'model', fqn: [], original_file_path: '', ...node },
        '',
      )
      const answer = String(macro && scope.callMacro(macro, [custom, node])).trim()
      expect(builtinAlias(custom, { package_name: 'shop', resource_type: 'model', ...node })).toBe(answer)
    }
  }
  expect(createNamer(made).relationName({ database: 'd', schema: 's', alias: 'a' })).toBe('"d"."s"."a"')
})

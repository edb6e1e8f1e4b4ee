/** The parse phase: what a template asks for is recorded, in order; nothing is resolved; the warehouse is never needed. */
import { describe, expect, test } from 'vitest'
import { duckdbModule, type ParsedProject, withParsed } from '../../e2e/harness/in-process.js'
import { compileTemplate } from '../jinja/index.js'
import { createMacroRegistry, createNamingScope, parseScope } from './index.js'

const files = {
  'macros/m.sql': `{% macro one() %}{{ two() }}{{ ref('inside') }}{% endmacro %}
{% macro two() %}2{% endmacro %}
{% macro default__three() %}3{% endmacro %}
{% macro ret() %}{% for x in [1, 2] %}{% if x == 2 %}{{ return({'a': [x]}) }}{% endif %}{% endfor %}{% endmacro %}`,
}

interface Asked {
  readonly text: string
  readonly captured: ReturnType<ReturnType<typeof parseScope>['captured']>
}

function ask({ project, manifest, invocation }: ParsedProject, text: string): Asked {
  const macros = createMacroRegistry(Object.values(manifest.macros), project, manifest.locations)
  const node = {
    unique_id: 'model.p.m',
    name: 'm',
    package_name: 'p',
    resource_type: 'model',
    fqn: ['p', 'm'],
    original_file_path: 'models/m.sql',
  }
  const scope = parseScope({ project, module: duckdbModule, invocation, macros, node })
  return { text: compileTemplate({ text, file: 'models/m.sql' }).renderSync(scope.scope), captured: scope.captured() }
}

describe('what templates ask for while parsing', () => {
  test('references and configs are recorded', async () => {
    await withParsed(files, {}, (parsed) => {
      const { captured } = ask(
        parsed,
        `{{ config(materialized='table', tags=('a', 1.0), pre_hook=['x']) }}{{ config({'meta': {'k': none}}) }}{% do config.set('alias', 'z') %}
{{ ref('a') }} {{ ref('pkg', 'b') }} {{ ref('c', v=2) }} {{ ref('d', version='x') }} {{ source('s', 't') }} {{ metric('m') }} {{ metric('p', 'm') }} {{ function('f') }}
{% if execute %}{{ ref('never') }}{% endif %}{{ one() }}`,
      )
      expect(captured.refs).toEqual([
        { name: 'a', package: null, version: null },
        { name: 'b', package: 'pkg', version: null },
        { name: 'c', package: null, version: 2 },
        { name: 'd', package: null, version: 'x' },
        { name: 'inside', package: null, version: null },
      ])
      expect(captured.sources).toEqual([['s', 't']])
      expect(captured.metrics).toEqual([['m'], ['p', 'm']])
      expect(captured.functions).toEqual([['f']])
      expect(JSON.stringify(captured.configCalls)).toBe(
        '[{"materialized":"table","tags":["a",1],"pre-hook":["x"]},{"meta":{"k":null}},{"alias":"z"}]',
      )
    })
  })

  test('macros called by the template itself are recorded, not those behind them', async () => {
    await withParsed(files, {}, (parsed) => {
      const { captured, text } = ask(
        parsed,
        "{{ one() }}{{ p.two() }}{{ adapter.dispatch('three')() }}{{ dbt.type_string() }}{{ ret()['a'] }}",
      )
      expect(captured.macros).toEqual(['macro.p.one', 'macro.p.two', 'macro.p.default__three', 'macro.dbt.type_string', 'macro.p.ret'])
      expect(text).toMatch(/^2"memory"."main"."m"23.*\[2\]$/s)
    })
  })

  test('what was read is told', async () => {
    await withParsed(files, { env: { E: 'e' } }, (parsed) => {
      const { captured, text } = ask(
        parsed,
        "{{ var('v', 1) }}|{{ var('w') }}|{{ env_var('E') }}|{{ flags.FULL_REFRESH }}|{{ target.name }}",
      )
      expect(text).toBe('1|None|e|False|dev')
      expect(captured.reads).toMatchObject({ vars: ['v', 'w'], env: ['E'] })
    })
  })
})

describe('what templates get while parsing', () => {
  test('the warehouse answers nothing', async () => {
    await withParsed(files, {}, (parsed) => {
      const cases: [expression: string, text: string][] = [
        ["run_query('select 1')", ''],
        ["adapter.get_relation('a', 'b', 'c')", 'None'],
        ['adapter.get_columns_in_relation(this)', '[]'],
        ["adapter.execute('x')[1].rows | length", '0'],
        ["adapter.quote('x')", '"x"'],
        ['adapter.type()', 'duckdb'],
        ['adapter.external_root()', 'None'],
        ["load_result('x')", 'None'],
        ["config.get('x', 'd')", ''],
        ['config.persist_column_docs()', 'False'],
        ['this', '"memory"."main"."m"'],
        ['execute', 'False'],
        ['graph.nodes.values()', ''],
        ['undefined_thing.attribute[1]()', ''],
      ]
      for (const [expression, text] of cases) expect(ask(parsed, `{{ ${expression} }}`).text, expression).toBe(text)
    })
  })

  test('wrong arguments are refused with the place', async () => {
    await withParsed(files, {}, (parsed) => {
      const cases: [text: string, code: string, column: number][] = [
        ['{{ ref() }}', 'REF_ARGUMENTS', 4],
        ["a {{ ref('a', 'b', 'c') }}", 'REF_ARGUMENTS', 6],
        ['{{ ref(1) }}', 'REF_ARGUMENTS', 4],
        ["{{ source('a') }}", 'REF_ARGUMENTS', 4],
        ['{{ config(1) }}', 'CONFIG_ARGUMENTS', 4],
        ["{{ config(pre_hook='a', **{'pre-hook': 'b'}) }}", 'CONFIG_ARGUMENTS', 4],
        ["{{ adapter.dispatch('nope')() }}", 'DISPATCH_NOT_FOUND', 12],
        ["{{ adapter.dispatch('a.b') }}", 'TEMPLATE_ARGUMENTS', 12],
        ["{{ env_var('UNSET') }}", 'ENV_VAR_NOT_FOUND', 4],
        ["{{ env_var('DBT_ENV_SECRET_A') }}", 'ENV_SECRET_REFUSED', 4],
        ["{{ exceptions.raise_compiler_error('no') }}", 'RAISED_BY_TEMPLATE', 15],
      ]
      for (const [text, code, column] of cases) {
        let thrown: unknown
        try {
          ask(parsed, text)
        } catch (error) {
          thrown = error
        }
        expect(thrown, text).toMatchObject({ code, fields: { location: { file: 'models/m.sql', line: 1, column } } })
      }
    })
  })
})

test('a template may put names into its context, and the macros it calls see them', async () => {
  const shows = { 'macros/s.sql': '{% macro shows() %}{{ graph }} {{ mine }}{% endmacro %}' }
  await withParsed(shows, {}, (parsed) => {
    const { text } = ask(parsed, "{{ graph }}{% do context.update({'graph': {'a': 1}}, mine=2) %} {{ shows() }} {{ context.mine }}")
    expect(text).toBe("{} {'a': 1} 2 2")
  })
})

test('naming macros see the node, vars and target; a missing var is an error', async () => {
  const macro = `{% macro generate_schema_name(custom, node) %}{{ target.schema }}_{{ custom }}_{{ node.name }}_{{ var('v') }}{% endmacro %}`
  await withParsed({ 'macros/n.sql': macro }, { flags: { vars: { v: 1 } } }, ({ project, manifest, invocation }) => {
    const macros = createMacroRegistry(Object.values(manifest.macros), project)
    const naming = createNamingScope({ project, module: duckdbModule, invocation, macros })
    const found = macros.naming('generate_schema_name', 'p')
    expect(found && naming.call(found, ['x', { name: 'n' }])).toBe('main_x_n_1')
  })
})

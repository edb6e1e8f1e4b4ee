/** Macros as the project calls them: compiled alone, found through the scope, with `return`, callers and hidden arguments. */
import { describe, expect, test } from 'vitest'
import { call, define, TemplateFunction } from '../core/template-object.js'
import { callValue, compileMacro, compileTemplate, type Scope, toPlain } from './index.js'
import { testScope } from './testdata/scope.js'

const later = define('later', ['value', 'ms?'], async (value, ms = 1) => {
  await new Promise((done) => setTimeout(done, Number(ms)))
  return value
})

async function both(macros: string, text: string, values: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const template = compileTemplate({ text, file: 'model.sql' })
  const sync = template.renderSync(testScope({ macros, values, variant: 'sync' }))
  expect(await template.render(testScope({ macros, values, variant: 'async' }))).toBe(sync)
  return sync
}

test('packages ask a macro for its parameters', async () => {
  const macros = '{% macro m(a, predicates=none) %}{% endmacro %}'
  expect(await both(macros, '{{ m.get_macro().arguments }} {{ "predicates" in m.get_macro().arguments }} {{ m.get_name() }}')).toBe(
    "('a', 'predicates') True m",
  )
})

const cases: readonly (readonly [name: string, macros: string, text: string, expected: string])[] = [
  ['return ends the macro with a value', '{% macro m() %}a{{ return([1, 2]) }}b{% endmacro %}', '{{ m()[1] }}', '2'],
  [
    'return in a loop and a branch',
    '{% macro m(x) %}{% for i in x %}{% if i > 1 %}{{ return(i) }}{% endif %}{% endfor %}none{% endmacro %}',
    '{{ m([1, 2, 3]) + 1 }} {{ m([]) }}',
    '3 none',
  ],
  [
    'return in do and in an expression',
    '{% macro m() %}{% do return("a") %}{% endmacro %}{% macro n() %}{% set x = [return("b")] %}{% endmacro %}',
    '{{ m() ~ n() }}',
    'ab',
  ],
  ['return in a set block', '{% macro m() %}{% set x %}a{{ return(1) }}{% endset %}{{ x }}{% endmacro %}', '{{ m() }}', '1'],
  [
    'return inside a call block unwinds to the macro called',
    '{% macro wrap() %}<{{ caller() }}>{% endmacro %}{% macro m() %}{% call wrap() %}{{ return(7) }}{% endcall %}!{% endmacro %}',
    '{{ m() }}',
    '7!',
  ],
  [
    'return inside a macro of a macro goes to the outer one',
    '',
    '{% macro m() %}{% macro n() %}{{ return(1) }}{% endmacro %}a{{ n() }}b{% endmacro %}{{ m() + 1 }}',
    '2',
  ],
  ['return without a value', '{% macro m() %}{{ return() }}{% endmacro %}', '{{ m() is none }}', 'True'],
  ['siblings are found through the scope', '{% macro a() %}[{{ b() }}]{% endmacro %}{% macro b() %}b{% endmacro %}', '{{ a() }}', '[b]'],
  ['a macro of the template itself', '', '{% macro x(n) %}{{ n }}{% if n > 1 %}{{ x(n - 1) }}{% endif %}{% endmacro %}{{ x(3) }}', '321'],
  ['a macro of the template may return', '', '{% macro x() %}{{ return({"a": 5}) }}{% endmacro %}{{ x().a }}', '5'],
  [
    'a test and a materialization are macros',
    '{% test positive(model, column_name) %}{{ model }}.{{ column_name }}{% endtest %}',
    '{{ test_positive("m", "c") }}',
    'm.c',
  ],
  [
    'a hidden argument of materializations',
    '{% materialization x, adapter="duckdb" %}{{ supported_languages }}{% endmaterialization %}',
    '{{ materialization_x_duckdb() }}',
    "['sql']",
  ],
  ['typed parameters', '{% macro m(a: string, b: list[string] = ["x"]) %}{{ a }}{{ b }}{% endmacro %}', '{{ m("q") }}', "q['x']"],
  ['varargs and kwargs', '{% macro m(a) %}{{ a }} {{ varargs }} {{ kwargs }}{% endmacro %}', '{{ m(1, 2, 3, k=4) }}', "1 (2, 3) {'k': 4}"],
  [
    'defaults see the parameters before them and are new each time',
    '{% macro m(a, b=[a]) %}{% do b.append(0) %}{{ b }}{% endmacro %}',
    '{{ m(1) }}{{ m(2) }}',
    '[1, 0][2, 0]',
  ],
  ['a missing parameter is undefined', '{% macro m(a) %}{{ a is defined }}|{{ a }}{% endmacro %}', '{{ m() }}', 'False|'],
  [
    'a call block with parameters',
    '{% macro each(xs) %}{% for x in xs %}{{ caller(x, i=loop.index) }};{% endfor %}{% endmacro %}',
    '{% call(v, i) each("ab") %}{{ i }}{{ v }}{% endcall %}',
    '1a;2b;',
  ],
  [
    'a caller sees the variables around its text',
    '{% macro w() %}{% set x = 2 %}{{ caller() }}{% endmacro %}',
    '{% set x = 1 %}{% call w() %}{{ x }}{% endcall %}',
    '1',
  ],
  [
    'a caller handed on',
    '{% macro a() %}{{ caller() }}{% endmacro %}{% macro b() %}{% set mine = caller %}{% call a() %}{{ mine() }}{% endcall %}{% endmacro %}',
    '{% call b() %}in{% endcall %}',
    'in',
  ],
  [
    'a macro as a value',
    '{% macro m(x) %}<{{ x }}>{% endmacro %}',
    '{% set f = m %}{{ f(1) }}{{ [m][0](2) }}{{ m is callable }}',
    '<1><2>True',
  ],
]

describe('macros', () => {
  test.each(cases)('%s', async (_name, macros, text, expected) => {
    expect(await both(macros, text)).toBe(expected)
  })

  test('in the async variant every call may wait', async () => {
    const macros =
      '{% macro m(x) %}{% for i in later(x) if later(i) %}{{ later(i) + later(1) }},{% endfor %}{{ return(later("r") ~ caller()) }}{% endmacro %}'
    const text =
      '{% set y %}{{ later("s") }}{% endset %}{% call m([1, 0, 2]) %}{{ later("c") }}{% endcall %} {{ y }} {{ later({"a": later(1)}).a if later(true) else 0 }}'
    const scope = testScope({ macros, values: { later }, variant: 'async' })
    expect(await compileTemplate({ text, file: 'm.sql' }).render(scope)).toBe('rc s 1')
  })

  test('many renderings at once keep their own scope and depth', async () => {
    const macros = '{% macro m(n) %}{{ later(who, n) }}{% if n > 1 %}{{ m(n - 1) }}{% endif %}{% endmacro %}'
    const template = compileTemplate({ text: '{{ m(3) }}', file: 'm.sql' })
    const scopes = ['a', 'b', 'c'].map((who) => testScope({ macros, values: { later, who }, variant: 'async' }))
    expect(await Promise.all(scopes.map((scope) => template.render(scope)))).toEqual(['aaa', 'bbb', 'ccc'])
    expect(scopes.map((scope) => scope.depth)).toEqual([0, 0, 0])
  })

  test('depth is restored after an error', () => {
    const scope = testScope({ macros: '{% macro m() %}{{ nope.x }}{% endmacro %}' })
    expect(() => compileTemplate({ text: '{{ m() }}', file: 'm.sql' }).renderSync(scope)).toThrow("'nope' is undefined")
    expect(scope.depth).toBe(0)
  })

  test('the host calls a macro with values', async () => {
    const macro = compileMacro({ text: '{% macro m(a, b=2) %}{{ return({"sum": a + b}) }}{% endmacro %}', file: 'm.sql', line: 4 })
    expect([macro.name, macro.parameters]).toEqual(['m', ['a', 'b']])
    expect(toPlain(macro.bind(testScope(), 'sync')[call]([1], { b: 5 }))).toEqual({ sum: 6 })
    expect(toPlain(await callValue(macro.bind(testScope(), 'async'), [1], {}))).toEqual({ sum: 3 })
  })

  test('compiled once for a text and place', () => {
    const source = { text: '{% macro once() %}x{% endmacro %}', file: 'm.sql' }
    expect(compileMacro(source)).toBe(compileMacro({ ...source }))
    expect(compileMacro(source)).not.toBe(compileMacro({ ...source, file: 'n.sql' }))
  })

  test('a line offset reaches the errors', () => {
    const macro = compileMacro({ text: '{% macro m() %}\n{{ a.b }}{% endmacro %}', file: 'macros/x.sql', line: 10 })
    try {
      macro.bind(testScope(), 'sync')[call]([], {})
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({ fields: { location: { file: 'macros/x.sql', line: 11, column: 6 } } })
    }
  })
})

describe('lenient mode, for parsing', () => {
  const render = (text: string) => compileTemplate({ text, file: 'm.sql' }).renderSync(testScope({ lenient: true }))

  test.each([
    ['{{ a.b.c }}|{{ a() }}|{{ a["x"]().y(1) }}|{{ a[1:] }}', '|||'],
    ['{% for x in a.b() %}{{ x }}{% endfor %}{% if a.b %}1{% else %}2{% endif %}', '2'],
    ['{{ {"k": 1}.x.y }}|{{ none.x.y }}|{{ (a.b | default("d")) }}', '||d'],
    ['{{ a.columns | map(attribute="name") | list }}', '[]'],
  ])('%s', (text, expected) => {
    expect(render(text)).toBe(expected)
  })

  test('arithmetic on what is not there still fails', () => {
    expect(() => render('{{ a + 1 }}')).toThrow("'a' is undefined")
  })
})

test('a name bound to undefined or null is none', () => {
  const scope: Scope = { lookup: () => undefined, undefinedMode: 'strict', depth: 0 }
  expect(compileTemplate({ text: '{{ x is none }}{{ x() if false }}', file: 'm.sql' }).renderSync(scope)).toBe('True')
})

test('a function that answers nothing answers none', async () => {
  expect(await both('', '{{ f() is none }}', { f: new TemplateFunction('f', () => undefined) })).toBe('True')
})

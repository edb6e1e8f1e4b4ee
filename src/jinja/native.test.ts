/** Values of YAML files, with the answers dbt 1.11's native rendering gives for the same text and vars. */
import { expect, test } from 'vitest'
import { Float } from '../core/float.js'
import { define } from '../core/template-object.js'
import { isUndefined, literalEval, renderNative, repr, Tuple } from './index.js'
import { testScope } from './testdata/scope.js'

const vars: Readonly<Record<string, unknown>> = {
  i: 5,
  f: 1.5,
  w: new Float(2),
  num: '42',
  l: [1, 'a'],
  d: { a: 1 },
  b: true,
  n: null,
  t: 'True',
  tl: 'true',
  q: "'quoted'",
  neg: '-3',
  tup: Tuple.of<unknown>(1, 2),
}
const scope = () =>
  testScope({ values: { x: 3, var: define('var', ['name', 'default?'], (name, fallback = null) => vars[String(name)] ?? fallback) } })

const cases: readonly (readonly [text: string, python: string])[] = [
  ['plain', "'plain'"],
  ['', "''"],
  ['42', "'42'"],
  ['x\n', "'x'"],
  ["{{ var('i') }}", '5'],
  ["{{ var('w') }}", '2.0'],
  ["{{ var('l') }}", "[1, 'a']"],
  ["{{ var('d') }}", "{'a': 1}"],
  ["{{ var('tup') }}", '(1, 2)'],
  ["{{ var('b') }}", 'True'],
  ["{{ var('n') }}", 'None'],
  ["{{ var('num') }}", "'42'"],
  ["{{ var('zz', '1') }}", "'1'"],
  ["{{ var('num') | as_number }}", '42'],
  ["{{ var('neg') | as_number }}", '-3'],
  ["{{ var('num') | as_native }}", '42'],
  ["{{ var('num') | as_text }}", "'42'"],
  ["{{ var('i') | as_text }}", "'5'"],
  ["{{ var('t') | as_bool }}", 'True'],
  ["{{ var('b') | as_bool }}", 'True'],
  ["{{ var('l') | as_native }}", "[1, 'a']"],
  ["{{ '[1, 2]' | as_native }}", '[1, 2]'],
  ["{{ 'x' | as_native }}", "'x'"],
  ["{{ 'None' | as_native }}", 'None'],
  ['{{ \'{"a": True}\' | as_native }}', "{'a': True}"],
  ["{{ var('q') | as_native }}", "'quoted'"],
  ["{{ '3' | as_number }}", '3'],
  ['{{ true | as_bool }}', 'True'],
  // Before the end, a marked value is a text.
  ["{{ [var('num') | as_number] }}", "['42']"],
  ["{{ var('l') | as_native | length }}", '8'],
  ["{{ (var('num') | as_number) ~ '' }}", "'42'"],
  ["{{ (var('num') | as_number).replace('4', '5') }}", "'52'"],
  ["{{ (var('num') | as_number) == '42' }}", 'True'],
  ["{{ (var('num') | as_number) + '0' }}", "'420'"],
  ["{{ '1' + (var('num') | as_number) }}", "'142'"],
  ["{{ (var('num') | as_text)[0] }}", "'4'"],
  ["{% set y = var('num') | as_number %}{{ y }}", '42'],
  ["{{ var('i') | as_number if (var('num') | as_number) is string else 0 }}", '5'],
  // One expression keeps its type, anything beside it makes text.
  ["a {{ var('i') }}", "'a 5'"],
  ["{{ var('i') }} ", "'5 '"],
  ["{{ var('i') }}{{ var('i') }}", "'55'"],
  ["{# c #}{{ var('i') }}", '5'],
  ['{{ x }}\n', '3'],
  ["{% if x == 3 %}{{ var('i') }}{% endif %}", '5'],
  ['{% if x == 3 %}a{% endif %}', "'a'"],
  ['{% set y = 3 %}{{ y }}', '3'],
  ['{% for i in [1] %}{{ i }}{% endfor %}', '1'],
  ['{% for i in [1, 2] %}{{ i }}{% endfor %}', "'12'"],
  ['{% raw %}{{ x }}{% endraw %}', "'{{ x }}'"],
  ['{{ x + 1 }}', '4'],
  ['{{ x == 3 }}', 'True'],
  ["{{ x and 'y' }}", "'y'"],
  ["{{ {'a': x} }}", "{'a': 3}"],
  ['{{ [1, x] }}', '[1, 3]'],
  ["{{ 'a' ~ x }}", "'a3'"],
  ["{{ 'a' if x else 'b' }}", "'a'"],
  // What Jinja2 computes when it compiles comes out as text.
  ['{{ 1 }}', "'1'"],
  ['{{ true }}', "'True'"],
  ['{{ none }}', "'None'"],
  ['{{ 1.0 }}', "'1.0'"],
  ['{{ [1, 2] }}', "'[1, 2]'"],
  ['{{ (1, 2) }}', "'(1, 2)'"],
  ['{{ 1 + 1 }}', "'2'"],
  ["{{ 'a' | upper }}", "'A'"],
  ['{{ [1] | first }}', "'1'"],
  ['{{ [3, 1] | sort }}', "'[1, 3]'"],
  ['{{ 1 if true else 2 }}', "'1'"],
  ["{{ '1' ~ '2' }}", "'12'"],
]

test.each(cases)('%j', (text, python) => {
  expect(repr(renderNative(text, scope()))).toBe(python)
})

test('an undefined name stays undefined', () => {
  expect(isUndefined(renderNative('{{ nope }}', scope()))).toBe(true)
})

test.each([
  ["{{ 'x' | as_number }}", "Could not convert value 'x' into type 'number'"],
  ["{{ var('tl') | as_bool }}", "Could not convert value 'true' into type 'bool'"],
  ['{{ nope.x }}', "'nope' is undefined"],
])('%s fails', (text, message) => {
  expect(() => renderNative(text, scope(), 'dbt_project.yml', 3, 9)).toThrow(message)
  try {
    renderNative(text, scope(), 'dbt_project.yml', 3, 9)
  } catch (error) {
    expect(error).toMatchObject({ fields: { location: { file: 'dbt_project.yml', line: 3 } } })
  }
})

test.each([
  ['1', 1],
  ["'a'", 'a'],
  ['[1, -2.5, None]', [1, -2.5, null]],
  ['True', true],
  ['true', undefined],
  ['1 # one', 1],
  ["'#' # hash", '#'],
  ['{[1]}', undefined],
  ["['true']", ['true']],
  ['a', undefined],
  ['f(1)', undefined],
  ['1 +', undefined],
  ['1}}{{2', undefined],
])('literal_eval(%s)', (text, value) => {
  expect(literalEval(text)).toEqual(value)
})

test('literal_eval of a set', () => {
  expect(repr(literalEval('{1, 2, 1}'))).toBe('{1, 2}')
})

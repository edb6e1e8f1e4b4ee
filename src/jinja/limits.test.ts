/** Templates that would never end, or end the process: each is told what is wrong and where, none leaks an error of JavaScript. */
import { describe, expect, test } from 'vitest'
import { SluiceError } from '../core/error.js'
import { analyse, compileTemplate } from './index.js'
import { testScope } from './testdata/scope.js'

const macros = `{% macro again(x) %}{{ again(x) }}{% endmacro %}
{% macro ping(x) %}{{ pong(x) }}{% endmacro %}
{% macro pong(x) %}{% if x %}{{ ping([x]) }}{% endif %}{% endmacro %}
{% macro calls() %}{% call calls() %}{{ caller() }}{% endcall %}{% endmacro %}
{% macro defaults(x=defaults()) %}{{ x }}{% endmacro %}`

async function failure(text: string, variant: 'sync' | 'async'): Promise<string> {
  try {
    const template = compileTemplate({ text, file: 'm.sql' })
    const scope = testScope({ macros, variant })
    return `rendered: ${(variant === 'sync' ? template.renderSync(scope) : await template.render(scope)).slice(0, 200)}`
  } catch (error) {
    if (!(error instanceof SluiceError)) return `leaked: ${String(error)}`
    const { message, location } = error.fields
    return `${error.code} ${location?.file}:${location?.line} ${message}`
  }
}

const endless: readonly (readonly [name: string, text: string, expected: string | RegExp])[] = [
  ['a macro that calls itself', '{{ again(1) }}', /^TEMPLATE_RECURSION macros\.sql:1 macros call each other (?:more than 1000|too) deep$/],
  ['two macros', '{{ ping(1) }}', /^TEMPLATE_RECURSION macros\.sql:[23] macros call each other (?:more than 1000|too) deep$/],
  ['a call block', '{{ calls() }}', /^TEMPLATE_RECURSION macros\.sql:4 /],
  ['a default', '{{ defaults() }}', /^TEMPLATE_RECURSION macros\.sql:5 /],
  ['a macro of the template', '{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}', /^TEMPLATE_RECURSION m\.sql:1 /],
  ['a recursive loop', '{% for x in [1] recursive %}{{ loop([x]) }}{% endfor %}', /^TEMPLATE_RECURSION m\.sql:1 /],
  [
    'a list that a loop over it makes longer',
    '{% set l = [1] %}{% for x in l %}{% do l.append(x) %}{% endfor %}',
    'TEMPLATE_VALUE m.sql:1 this would make a list of more than 1,048,576 items',
  ],
  [
    'a list of itself, compared',
    '{% set l = [] %}{% set m = [] %}{% do l.append(l) %}{% do m.append(m) %}{{ l == m }}',
    /^TEMPLATE_RECURSION m\.sql:1 /,
  ],
  ['a list of itself, as JSON', '{% set l = [] %}{% do l.append(l) %}{{ l|tojson }}', /^TEMPLATE_(?:VALUE|RECURSION) m\.sql:1 /],
]

const text = 'TEMPLATE_VALUE m.sql:1 this would make a text of more than 268,435,456 characters'
const list = 'TEMPLATE_VALUE m.sql:1 this would make a list of more than 1,048,576 items'

const huge: readonly (readonly [string, string | RegExp])[] = [
  ['range(10 ** 12)', 'TEMPLATE_VALUE m.sql:1 Range too big. The sandbox blocks ranges larger than MAX_RANGE (100000).'],
  ['range(-(10 ** 30), 10 ** 30)', 'TEMPLATE_VALUE m.sql:1 Range too big. The sandbox blocks ranges larger than MAX_RANGE (100000).'],
  ['range(100000)|length', 'rendered: 100000'],
  ['range(10 ** 12, 5)|list', 'rendered: []'],
  ["'x' * 10 ** 12", text],
  ["10 ** 12 * 'x'", text],
  ["'x' * 2 ** 200", text],
  ["'' * 10 ** 12", 'rendered: '],
  ["'x' * -(10 ** 12)", 'rendered: '],
  ['[0] * 10 ** 12', list],
  ['(1, 2) * 10 ** 9', list],
  ["'x'.ljust(10 ** 12)", text],
  ["'x'.center(10 ** 12)", text],
  ["'7'.zfill(10 ** 12)", text],
  ["'x'|center(10 ** 12)", text],
  ["'x'|indent(10 ** 12)", text],
  ["'%999999999999d' % 1", text],
  ["'{:>999999999999}'.format(1)", text],
  ["'abc'|wordwrap(0)", 'TEMPLATE_VALUE m.sql:1 invalid width 0 (must be > 0)'],
  ["'abc'|wordwrap(-1)", 'TEMPLATE_VALUE m.sql:1 invalid width -1 (must be > 0)'],
  ["''|wordwrap(0)", 'rendered: '],
  ["'a\\tb'.expandtabs(10 ** 12)", 'TEMPLATE_VALUE m.sql:1 this would make a value too large to hold'],
  ["('a' * 100000).replace('a', 'b' * 100000)", text],
  ["('a' * 100000)|replace('a', 'b' * 100000)", text],
  ["('a' * 1000000).join(range(1000)|map('string')|list)", 'TEMPLATE_VALUE m.sql:1 this would make a value too large to hold'],
  ['10 ** (10 ** 10)', 'TEMPLATE_VALUE m.sql:1 this would make a number of more than 4,194,304 bits'],
  ['10 ** 5000', 'TEMPLATE_VALUE m.sql:1 Exceeds the limit (4300 digits) for integer string conversion'],
  ['(10 ** 4299)|string|length', 'rendered: 4300'],
  ["'{:.999999999f}'.format(1.5)", /^(?:TEMPLATE_VALUE m\.sql:1 |rendered: )/],
]

describe.each(['sync', 'async'] as const)('%s', (variant) => {
  test.each(endless)('without end: %s', async (_name, template, expected) => {
    const told = await failure(template, variant)
    if (typeof expected === 'string') expect(told).toBe(expected)
    else expect(told).toMatch(expected)
  })

  test.each(huge)('too large: %s', async (expression, expected) => {
    // In an `if` for generated code; the plain form runs from the tree.
    for (const template of [`{{ ${expression} }}`, `{% if true %}{{ ${expression} }}{% endif %}`]) {
      const told = await failure(template, variant)
      if (typeof expected === 'string') expect(told).toBe(expected)
      else expect(told).toMatch(expected)
    }
  })
})

test('what contains itself prints as in Python', () => {
  const template = '{% set l = [1] %}{% do l.append(l) %}{% set d = {} %}{% do d.update(a=d, l=(l, l)) %}{{ l }} {{ d }} {{ [l, l] }}'
  expect(compileTemplate({ text: template, file: 'm.sql' }).renderSync(testScope())).toBe(
    "[1, [...]] {'a': {...}, 'l': ([1, [...]], [1, [...]])} [[1, [...]], [1, [...]]]",
  )
})

const nested: readonly (readonly [string, string])[] = [
  ['parentheses', `{{ ${'('.repeat(15_000)}1${')'.repeat(15_000)} }}`],
  ['lists', `{{ ${'['.repeat(15_000)}${']'.repeat(15_000)} }}`],
  ['a sum', `{{ ${'1 + '.repeat(15_000)}1 }}`],
  ['attributes', `{{ a${'.b'.repeat(15_000)} }}`],
  ['not', `{{ ${'not '.repeat(15_000)}1 }}`],
  ['filters', `{{ 1${'|string'.repeat(15_000)} }}`],
  ['tags', `${'{% if 1 %}'.repeat(8_000)}${'{% endif %}'.repeat(8_000)}`],
  ['loops', `${'{% for x in [1] %}'.repeat(8_000)}${'{% endfor %}'.repeat(8_000)}`],
]

test.each(nested)('nested too deep: %s', async (_name, template) => {
  const told = await failure(template, 'sync')
  expect(told).toMatch(/^(?:TEMPLATE_\w+ m\.sql:1 |rendered: )/)
  try {
    analyse({ text: template, file: 'm.sql' })
  } catch (error) {
    expect(error).toBeInstanceOf(SluiceError)
  }
})

test('a long chain of elif is no nesting', async () => {
  const branches = Array.from({ length: 1500 }, (_, index) => `{% elif n == ${index} %}b${index}`).join('')
  expect(await failure(`{% set n = 1400 %}{% if n is none %}a${branches}{% endif %}`, 'sync')).toBe('rendered: b1400')
})

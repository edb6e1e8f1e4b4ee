/** What a user reads when a template fails: code, place, what was expected, and the macros on the way there. */
import { describe, expect, test } from 'vitest'
import { SluiceError } from '../core/error.js'
import { define } from '../core/template-object.js'
import { compileTemplate } from './index.js'
import { testScope } from './testdata/scope.js'

const macros = `-- macros
{% macro inner(x) %}
  {{ x.nope.deep }}
{% endmacro %}

{% macro outer(a, b=1) %}
  {% if a %}
    {{ inner(a) }}
  {% endif %}
{% endmacro %}
{% macro forever(n) %}{{ forever(n + 1) }}{% endmacro %}
{% macro wrap() %}{{ caller() }}{% endmacro %}
{% macro raises() %}{{ raise('no good') }}{% endmacro %}
`
const values = {
  ref: define('ref', ['name', 'version?'], (name) => name),
  raise: define('raise', ['message'], (message) => {
    throw new SluiceError('RAISED_BY_TEMPLATE', { message: String(message) })
  }),
  slow: define('slow', [], () => Promise.reject(new SluiceError('USAGE', { message: 'the server said no' }))),
  fault: define('fault', [], () => (undefined as unknown as { x: number }).x),
  settings: { schema: 'a', database: 'b' },
}

/** Code, place and message; then expected, hint and stack where there are any. */
function describeError(error: unknown): string {
  if (!(error instanceof SluiceError)) throw error
  const { location, expected, hint, related = [] } = error.fields
  const place = (at: typeof location) => (at ? `${at.file}:${at.line}:${at.column}` : 'nowhere')
  const stack = related.map((frame) => `  ${frame.message} ${place(frame.location)}`)
  const advice = [expected && `expected ${expected}`, hint && `hint ${hint}`].filter(Boolean)
  return [`${error.code} ${place(location)} ${error.message}`, ...advice, ...stack].join('\n')
}

async function failure(text: string, variant: 'sync' | 'async'): Promise<string> {
  try {
    const template = compileTemplate({ text, file: 'model.sql' })
    const scope = testScope({ values, macros, variant })
    return variant === 'sync' ? template.renderSync(scope) : await template.render(scope)
  } catch (error) {
    return describeError(error)
  }
}

const rendering: readonly (readonly [string, string])[] = [
  [
    'select 1\nfrom {{ outer({"k": 1}) }}',
    `TEMPLATE_UNDEFINED macros.sql:3:13 'dict object' has no attribute 'nope'
  in macro 'inner' macros.sql:3:13
  in macro 'outer' macros.sql:8:8
  in the template model.sql:2:9`,
  ],
  ['{{ outr(1) }}', "TEMPLATE_UNDEFINED model.sql:1:4 'outr' is undefined\nhint Did you mean 'outer'?"],
  ['{{ settings.schemma.x }}', "TEMPLATE_UNDEFINED model.sql:1:21 'dict object' has no attribute 'schemma'\nhint Did you mean 'schema'?"],
  [
    '\n  {{ outer(1, 2, 3) }}',
    "TEMPLATE_ARGUMENTS model.sql:2:6 macro 'outer' takes not more than 2 argument(s), 3 given\nexpected outer(a, b=…)",
  ],
  [
    '{{ outer(1, bb=3) }}',
    "TEMPLATE_ARGUMENTS model.sql:1:4 macro 'outer' takes no keyword argument 'bb'\nexpected outer(a, b=…)\nhint Did you mean 'b'?",
  ],
  ['{{ outer(1, a=3) }}', "TEMPLATE_ARGUMENTS model.sql:1:4 macro 'outer' got multiple values for argument 'a'\nexpected outer(a, b=…)"],
  [
    '{% call outer(1) %}{% endcall %}',
    "TEMPLATE_ARGUMENTS model.sql:1:9 macro 'outer' does not use its caller, so it cannot be used with {% call %}\nexpected outer(a, b=…)",
  ],
  ['{{ ref() }}', "TEMPLATE_ARGUMENTS model.sql:1:4 ref() missing required argument: 'name'"],
  [
    '{% call wrap() %}\n  {{ 1 + "a" }}{% endcall %}',
    `TEMPLATE_TYPE model.sql:2:8 unsupported operand type(s) for +: 'int' and 'str'
  in macro 'wrap' macros.sql:12:22
  in the template model.sql:1:9`,
  ],
  ['{{ raises() }}', "RAISED_BY_TEMPLATE macros.sql:13:24 no good\n  in macro 'raises' macros.sql:13:24\n  in the template model.sql:1:4"],
  ['{{ 1 }}{{ raise("here") }}', 'RAISED_BY_TEMPLATE model.sql:1:11 here'],
  ['{{ fault() }}', "INTERNAL model.sql:1:4 Cannot read properties of undefined (reading 'x')"],
  [
    'a {{ return(1) }}',
    'TEMPLATE_VALUE model.sql:1:6 `return(…)` is called outside a macro\nhint Only a macro has something to return to.',
  ],
  [
    '{% set x = "a" %}{% set x.y = 1 %}',
    'TEMPLATE_TYPE model.sql:1:25 cannot assign attribute on non-namespace object\nhint Only a `namespace(…)` can be changed with `{% set x.y = … %}`; this is a str.',
  ],
  [
    '{{ "a" + 1 }}',
    'TEMPLATE_TYPE model.sql:1:8 can only concatenate str (not "int") to str\nhint Use `~`, which turns both sides into text first.',
  ],
  ['{% for a, b in [1] %}{% endfor %}', 'TEMPLATE_TYPE model.sql:1:8 cannot unpack non-iterable int object'],
  ['{% for a in 5 %}{% endfor %}', "TEMPLATE_TYPE model.sql:1:13 'int' object is not iterable"],
  ["{{ ['a']|map('uper')|list }}", "TEMPLATE_VALUE model.sql:1:22 No filter named 'uper'.\nhint Did you mean 'upper'?"],
  ["{{ ''.__class__.x }}", "TEMPLATE_SANDBOX model.sql:1:17 access to attribute '__class__' of 'str' object is unsafe."],
  ["{{ 'abc'.replace('a') }}", "TEMPLATE_ARGUMENTS model.sql:1:10 str.replace() missing required argument: 'new'"],
]

const syntax: readonly (readonly [string, string])[] = [
  ['{{ ref("a")', 'model.sql:1:1 this `{{` is never closed\nexpected `}}`'],
  ['x\n{{ ref("a"\n', 'model.sql:2:1 this `{{` is never closed\nexpected `}}`'],
  ['select {{ ref("a") }\nfrom x', "model.sql:1:20 unexpected '}'\nexpected `}}`\nhint The tag that starts with `{{` must end with `}}`."],
  ['{{ ref("a" }}', "model.sql:1:12 unexpected '}'\nexpected ')'"],
  ['{{ ref(a b) }}', "model.sql:1:10 unexpected 'b'\nexpected ',' or ')'"],
  ['{{ [1 2] }}', "model.sql:1:7 unexpected '2'\nexpected ',' or ']'"],
  ['{{ a\nfrom b where {{ c }}', "model.sql:2:1 unexpected 'from'\nexpected `}}`\nhint The tag opened on line 1 is still open."],
  ['{% if a %}\n  x', 'model.sql:1:4 `{% if %}` is never closed\nexpected `{% elif %}` or `{% else %}` or `{% endif %}`'],
  [
    '{% if a %}\n{% for b in c %}\n{% endif %}',
    'model.sql:3:4 `{% endif %}` does not close `{% for %}`\nexpected `{% endfor %}` or `{% else %}`\nhint `{% for %}` was opened on line 2.',
  ],
  ['{% endif %}', 'model.sql:1:4 `{% endif %}` closes nothing\nhint Remove it, or open `{% if %}` before it.'],
  ['{% else %}', 'model.sql:1:4 `{% else %}` outside `{% if %}`'],
  ['{% fro x in y %}', "model.sql:1:4 unknown tag 'fro'\nhint Did you mean 'for'?"],
  ['{{ x|uper }}', "model.sql:1:6 No filter named 'uper'.\nhint Did you mean 'upper'?"],
  ['{{ x is defned }}', "model.sql:1:9 No test named 'defned'.\nhint Did you mean 'defined'?"],
  ['{%- set x = [1, 2 -%}', "model.sql:1:20 the tag ends inside brackets\nexpected ']'"],
  ['{% set x = 1 % }', "model.sql:1:16 unexpected '}'\nexpected `%}`\nhint The tag that starts with `{%` must end with `%}`."],
  ['{{ "abc }}', 'model.sql:1:4 this string is never closed\nexpected a closing "'],
  ['a {# b', 'model.sql:1:3 this comment is never closed\nexpected `#}`'],
  ['{% raw %} b', 'model.sql:1:4 `{% raw %}` is never closed\nexpected `{% endraw %}`'],
  [
    '{{ f(x=1, 2) }}',
    'model.sql:1:11 this argument comes too late\nexpected positional arguments, then *list, then name=value, then **dict',
  ],
  ['{% macro m(a=1, b) %}{% endmacro %}', "model.sql:1:17 parameter 'b' needs a default\nexpected a default, as 'a' before it has one"],
  [
    '{% for loop in x %}{% endfor %}',
    "model.sql:1:8 `loop` cannot be a loop's own variable\nhint Inside a loop, `loop` tells where the loop is.",
  ],
  [
    '{% macro m(a, caller) %}{{ caller() }}{% endmacro %}',
    'model.sql:1:15 the "caller" argument must be omitted or be given a default\nhint `caller` is what {% call %} passes; leave it out, or write `caller=none`.',
  ],
  ['{% set 1 = 2 %}', 'model.sql:1:8 this cannot be assigned to\nexpected a name, or names separated by commas'],
  ['{% break %}', 'model.sql:1:4 `{% break %}` outside a loop'],
  [
    '{% include "x" %}',
    'model.sql:1:4 `{% include %}` is not available: templates here do not load one another\nhint Put what is shared into a macro; macros of the project and its packages are in scope everywhere.',
  ],
  ['{{ x ? 1 : 2 }}', 'model.sql:1:6 unexpected character "?"'],
]

describe.each(['sync', 'async'] as const)('while rendering, %s', (variant) => {
  test.each(rendering)('%s', async (text, expected) => {
    expect(await failure(text, variant)).toBe(expected)
  })

  test('endless recursion', async () => {
    const told = await failure('{{ forever(1) }}', variant)
    expect(told).toMatch(/^TEMPLATE_RECURSION macros\.sql:11:26 macros call each other more than 1000 deep/)
    expect(told.split('\n').at(-1)).toBe('  in the template model.sql:1:4')
    expect(told.split('\n').length).toBeLessThan(30)
  })
})

test.each(syntax)('syntax: %s', async (text, expected) => {
  expect(await failure(text, 'sync')).toBe(`TEMPLATE_SYNTAX ${expected}`)
})

test('an error that comes through a promise', async () => {
  expect(await failure('{{ slow() }}', 'async')).toBe('USAGE model.sql:1:4 the server said no')
  expect(await failure('{% if 1 %}{{ slow() }}{% endif %}', 'async')).toBe('USAGE model.sql:1:14 the server said no')
})

test('a promise while parsing is a fault', async () => {
  expect(await failure('{{ slow() }}', 'sync')).toMatch(/^INTERNAL model\.sql:1:4 /)
})

test('a template that starts in the middle of a file', () => {
  const source = { text: '{{ a.b.c }}', file: 'schema.yml', line: 7, column: 12 }
  expect(() => compileTemplate(source).renderSync(testScope())).toThrow(
    expect.objectContaining({ fields: expect.objectContaining({ location: { file: 'schema.yml', line: 7, column: 17 } }) }),
  )
})

test('a place the host gives stays, the template is told beside it', async () => {
  const location = { file: 'other.yml', line: 1, column: 2 }
  const scope = testScope({
    values: {
      f: define('f', [], () => {
        throw new SluiceError('USAGE', { message: 'no', location })
      }),
    },
  })
  try {
    compileTemplate({ text: '\n{{ f() }}', file: 'm.sql' }).renderSync(scope)
    expect.unreachable()
  } catch (error) {
    expect(describeError(error)).toBe('USAGE other.yml:1:2 no\n  in the template m.sql:2:4')
  }
})

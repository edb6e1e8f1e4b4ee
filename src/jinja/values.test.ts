/** Values of the host in templates, and values of templates in the host. */
import { describe, expect, test } from 'vitest'
import { Float } from '../core/float.js'
import {
  attribute,
  call,
  compare,
  define,
  equals,
  identity,
  item,
  iterate,
  kind,
  missing,
  operate,
  repr as ownRepr,
  truth as ownTruth,
  size,
  type TemplateObject,
  text,
} from '../core/template-object.js'
import {
  callValue,
  compileTemplate,
  getAttribute,
  iterateValue,
  Namespace,
  PyDict,
  PySet,
  repr,
  Tuple,
  textOfJson,
  toPlain,
  toText,
  Undefined,
} from './index.js'
import { testScope } from './testdata/scope.js'

function render(template: string, values: Readonly<Record<string, unknown>> = {}): string {
  return compileTemplate({ text: template, file: 't.sql' }).renderSync(testScope({ values }))
}

/** A day with everything a host object can show. */
class Day implements TemplateObject {
  readonly day: number
  readonly secret = 'no'

  constructor(day: number) {
    this.day = day
  }

  [attribute](name: string): unknown {
    if (name === 'day') return this.day
    return name === 'plus' ? define('plus', ['by', 'times?'], (by, times = 1) => new Day(this.day + Number(by) * Number(times))) : missing
  }

  [item](key: unknown): unknown {
    return key === 'd' ? this.day : missing
  }

  [text](): string {
    return `day ${this.day}`
  }

  [ownRepr](): string {
    return `Day(${this.day})`
  }

  [ownTruth](): boolean {
    return this.day > 0
  }

  [equals](other: unknown): boolean {
    return other instanceof Day && other.day === this.day
  }

  [identity](): string {
    return `day:${this.day}`
  }

  [compare](other: unknown): number | typeof missing {
    return other instanceof Day ? this.day - other.day : missing
  }

  [operate](operator: string, other: unknown, reversed: boolean): unknown {
    if (typeof other === 'number' && operator === '+') return new Day(this.day + other)
    if (other instanceof Day && operator === '-' && !reversed) return this.day - other.day
    return missing
  }

  [iterate](): number[] {
    return [1, this.day]
  }

  [size](): number {
    return 2
  }

  [call](args: readonly unknown[]): unknown {
    return new Day(Number(args[0]))
  }

  get [kind](): { typeName: string; is: readonly ['mapping'] } {
    return { typeName: 'day', is: ['mapping'] }
  }
}

describe('host objects', () => {
  const values = { a: new Day(3), b: new Day(5), zero: new Day(0) }

  test.each([
    ['{{ a }} {{ [a] }} {{ a ~ "!" }} {{ a|string|upper }}', 'day 3 [Day(3)] day 3! DAY 3'],
    ['{{ a.day }} {{ a["d"] }} {{ a.d }} {{ a["day"] }} {{ a.nope }}|{{ a.nope is defined }}', '3 3 3 3 |False'],
    ['{{ a.plus(2) }} {{ a.plus(by=2, times=3) }}', 'day 5 day 9'],
    ['{{ a(9) }} {{ a is callable }} {{ a is mapping }} {{ a is string }} {{ a is iterable }}', 'day 9 True True False True'],
    ['{{ a|length }} {{ a|list }} {% for x in a %}{{ x }},{% endfor %} {{ 3 in a }}', '2 [1, 3] 1,3, True'],
    ['{{ a == a.plus(0) }} {{ a == b }} {{ a != b }} {{ a == 3 }} {{ a in [b, a.plus(0)] }}', 'True False True False True'],
    ['{{ a < b }} {{ [b, a]|sort }} {{ [a, b]|max }} {{ a > a }}', 'True [Day(3), Day(5)] day 5 False'],
    ['{{ a + 1 }} {{ 1 + a }} {{ b - a }}', 'day 4 day 4 2'],
    ['{{ "yes" if a else "no" }} {{ "yes" if zero else "no" }} {{ not zero }}', 'yes no True'],
    ['{{ [a, b, a.plus(0)]|unique|list }} {{ {a: 1}[a.plus(0)] }}', '[Day(3), Day(5)] 1'],
    ['{{ [{"d": a}]|map(attribute="d.day")|list }} {{ [a, b]|selectattr("day", "gt", 3)|list }}', '[3] [Day(5)]'],
  ])('%s', (template, expected) => {
    expect(render(template, values)).toBe(expected)
  })

  test.each([
    ['{{ a - 1 }}', "unsupported operand type(s) for -: 'day' and 'int'"],
    ['{{ a < 1 }}', "'<' not supported between instances of 'day' and 'int'"],
    ['{{ a.plus() }}', "plus() missing required argument: 'by'"],
    ['{{ a|tojson }}', 'Object of type day is not JSON serializable'],
  ])('%s fails', (template, message) => {
    expect(() => render(template, values)).toThrow(message)
  })
})

describe('nothing of JavaScript can be reached', () => {
  const values = {
    o: { a: 1 },
    l: [1],
    s: 'x',
    day: new Day(1),
    f: define('f', [], () => 1),
    js: () => 1,
    map: new Map([['k', 1]]),
    bare: new (class Bare {
      x = 1
    })(),
  }

  test.each([
    'o.constructor',
    'o.__proto__',
    'o.hasOwnProperty',
    'o["toString"]',
    'l.constructor',
    'l.length',
    'l["length"]',
    'l.map',
    's.length',
    's.constructor',
    's["constructor"]',
    'day.secret',
    'day.constructor',
    'day._x',
    'day["secret"]',
    'f.name',
    'f.constructor',
    'f.call',
    'js.name',
    'map.size',
    'bare.x',
    'bare["x"]',
    'namespace(a=1).constructor',
    '(1).toFixed',
    'none.x',
  ])('%s is undefined', (expression) => {
    expect(render(`{{ (${expression}) is defined }}`, values)).toBe('False')
  })

  test.each(['js()', 'bare()', 'o.constructor.constructor("x")()', "''.__class__.__mro__", 's.format.__globals__.x'])(
    '%s fails',
    (expression) => {
      expect(() => render(`{{ ${expression} }}`, values)).toThrow()
    },
  )

  test('names that mean something to JavaScript are keys like any other', () => {
    expect(render('{% set d = {"__proto__": 1, "constructor": 2} %}{{ d.__proto__ }}{{ d.constructor }}{{ d }}')).toBe(
      "12{'__proto__': 1, 'constructor': 2}",
    )
    expect(
      render('{% do o.update({"__proto__": {"polluted": 1}}) %}{{ o.polluted is defined }}{{ ({}).polluted is defined }}', { o: { a: 1 } }),
    ).toBe('FalseFalse')
    expect(
      render(
        '{% set constructor = 1 %}{% set arguments = 2 %}{% set eval = 3 %}{% set S = 4 %}{% set at = 5 %}{{ constructor }}{{ arguments }}{{ eval }}{{ S }}{{ at }}',
      ),
    ).toBe('12345')
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })
})

describe('plain JavaScript as Python values', () => {
  test.each<[string, string, Record<string, unknown>]>([
    [
      '{{ o.a }} {{ o["b c"] }} {{ o }} {{ o|length }} {{ o.items()|list }}',
      "1 2 {'a': 1, 'b c': 2} 2 [('a', 1), ('b c', 2)]",
      { o: { a: 1, 'b c': 2 } },
    ],
    [
      '{{ m.k }} {{ m[1] }} {{ m }} {{ "k" in m }} {{ m.get("z", 0) }}',
      "v x {'k': 'v', 1: 'x'} True 0",
      {
        m: new Map<unknown, unknown>([
          ['k', 'v'],
          [1, 'x'],
        ]),
      },
    ],
    ['{{ o.get("a") }} {{ o.keys()|list }} {% do o.update(b=2) %}{{ o }}', "None ['a'] {'a': None, 'b': 2}", { o: { a: undefined } }],
    [
      '{{ x }} {{ y }} {{ z }} {{ x + y }} {{ y * 2 }} {{ y == 2 }} {{ y is float }}',
      '1.5 2.0 3 3.5 4.0 True True',
      { x: 1.5, y: new Float(2), z: 3 },
    ],
    ['{{ big }} {{ big + 1 }} {{ big is integer }}', '9007199254740993 9007199254740994 True', { big: 9007199254740993n }],
    ['{{ n is none }} {{ u is none }} {{ n }} {{ [n, u] }}', 'True True None [None, None]', { n: null, u: undefined }],
    [
      '{{ s|length }} {{ 2 in s }} {{ s|sort }} {{ s.union([9])|length }} {{ s - t }}',
      '2 True [1, 2] 3 {1}',
      { s: new PySet([1, 2, 1.0]), t: new PySet([2]) },
    ],
    ['{{ nan }} {{ inf }} {{ -inf }}', 'nan inf -inf', { nan: Number.NaN, inf: Number.POSITIVE_INFINITY }],
  ])('%s', (template, expected, values) => {
    expect(render(template, values)).toBe(expected)
  })
})

describe('out of templates', () => {
  test('toPlain', () => {
    const value = new PyDict([
      ['a', Tuple.of<unknown>(1, 'x')],
      [1, new PySet([2])],
      ['day', new Day(2)],
      ['none', new Undefined('q', null)],
      ['map', new Map([['k', [new PyDict()]]])],
      ['ns', new Namespace(new PyDict([['z', true]]))],
    ])
    expect(toPlain(value)).toEqual({ a: [1, 'x'], 1: [2], day: 'day 2', none: null, map: { k: [{}] }, ns: { z: true } })
    expect(toPlain(new Float(1))).toEqual(new Float(1))
    expect(JSON.stringify(toPlain([new Float(1)]))).toBe('[1]')
  })

  test('text, JSON and the rest of the front door', () => {
    expect(toText(new PyDict([['a', null]]))).toBe("{'a': None}")
    expect(repr("it's")).toBe('"it\'s"')
    expect(textOfJson({ b: [1, new Float(2)], a: 'é' }, { sortKeys: true, indent: null })).toBe('{"a": "\\u00e9", "b": [1, 2.0]}')
    expect(textOfJson({ a: [1], b: {} }, { sortKeys: false, indent: 2 })).toBe('{\n  "a": [\n    1\n  ],\n  "b": {}\n}')
    expect(getAttribute({ a: 1 }, 'a')).toBe(1)
    expect(callValue(getAttribute('abc', 'upper'), [])).toBe('ABC')
    expect(iterateValue(new PyDict([['k', 1]]))).toEqual(['k'])
  })
})

describe('source map', () => {
  const macros = '{% macro cents(c) %}({{ c }} / 100){% endmacro %}'

  async function mapped(template: string) {
    const scope = testScope({
      macros,
      values: { ref: define('ref', ['n'], (n) => `"db"."${n}"`), pkg: { cents: testScope({ macros, variant: 'async' }).lookup('cents') } },
      variant: 'async',
    })
    const { text: output, segments } = await compileTemplate({ text: template, file: 'm.sql' }).renderMapped(scope)
    expect(output).toBe(await compileTemplate({ text: template, file: 'm.sql' }).render(scope))
    return segments.map(({ start, end, line, column, kind: what, macro }) => [
      output.slice(start, end),
      `${line}:${column}`,
      macro ? `${what} ${macro}` : what,
    ])
  }

  test('text and expressions', async () => {
    expect(await mapped("select {{ cents('a') }},\n  {{ pkg.cents('b') }}\nfrom {{ ref('x') }}{{ '' }} t")).toEqual([
      ['select ', '1:1', 'text'],
      ['(a / 100)', '1:11', 'expression cents'],
      [',\n  ', '1:24', 'text'],
      ['(b / 100)', '2:10', 'expression cents'],
      ['\nfrom ', '2:23', 'text'],
      ['"db"."x"', '3:9', 'expression'],
      [' t', '3:28', 'text'],
    ])
  })

  test('trimmed text, loops, set blocks and call blocks', async () => {
    expect(
      await mapped(
        "a\n  {%- for c in ['x', 'y'] %}\n{{ cents(c) }}\n{%- endfor %}{% set s %}hidden{% endset %}{% if true %}{{ s }}{% endif %}",
      ),
    ).toEqual([
      ['a', '1:1', 'text'],
      ['\n', '2:29', 'text'],
      ['(x / 100)', '3:4', 'expression cents'],
      ['\n', '2:29', 'text'],
      ['(y / 100)', '3:4', 'expression cents'],
      ['hidden', '4:59', 'expression'],
    ])
  })

  test('leading white space that was trimmed moves the start', async () => {
    expect(await mapped('{% if true -%}\n\n  b {{ 1 }}{% endif %}')).toEqual([
      ['b ', '3:3', 'text'],
      ['1', '3:8', 'expression'],
    ])
  })
})

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Float } from '../core/float.js'
import { locateYaml, readFullYaml, readYaml } from './yaml.js'
import { readPlainYaml } from './yaml-plain.js'

const shapes = [
  "a: 1\nb: two\nc: [1, two, \"three, four\", 'it''s']\n",
  'a:\n- 1\n- 2\nb:\n  - x: 1\n    y: 2\n  -\n    z: 3\n',
  'a: >\n  folded text\n  goes on\n\n  new paragraph\n    kept\n  end\nb: |\n  line one\n\n  line two\n',
  'a: |-\n  x\nb: >-\n  y\n  z\nc: |+\n  k\n\nd: 1\n',
  'a: "double \\"quoted\\" text" # note\n# comment\nb: \'single\'\n',
  'description: words that\n  go on\n\n  and on\nnext: yes\n',
  'a: {b: 1, c: [x, y], "d e": null}\nf: {}\ng: []\n',
  '- a\n- - b\n  - c\n- d: 1\n  e:\n  - f\n',
  'a:\nb:\n\n\nc: ~\n',
  '---\na: 1\n',
  'on-run-start:\n  - "{{ log(\'x: y\') }}"\n  - grant select on {{ this }} to x\n',
  'a: foo # bar\nb: foo#bar\nc: http://x.y/z\nd: a:b\n',
  'a: 2024-01-02\nb: 2024-01-02 03:04:05\nc: 1_000\nd: 0x1f\ne: 012\nf: 1.0\ng: 1.5\nh: 1e3\ni: 12:30\nj: .inf\nk: -1\nl: "1"\nm: -x\nn: .5\n',
  'models:\n  my_project:\n    +materialized: table\n    staging:\n      +schema: stg\n      tags: ["a", b]\n',
  "columns:\n  - name: id\n    data_tests:\n      - unique\n      - accepted_values:\n          arguments:\n            values: ['a', 'b']\n      - dbt_utils.expression_is_true:\n          expression: '>= 0'\n",
  '"quoted key": 1\n\'other\': 2\n',
  'a: >\n\n  starts late\nb: 1',
  'a: |\n  ends without break',
  '',
  '# only a comment\n',
]

describe('both readers agree', () => {
  test.each(shapes.map((text) => [text]))('%j', (text) => {
    const plain = readPlainYaml(text)
    expect(plain, 'the plain reader takes it').toBeDefined()
    expect(plain?.value).toEqual(readFullYaml(text, 'x.yml').value)
  })

  test('on rarer shapes the plain reader stands aside', () => {
    const rare = [
      'a: &x 1\nb: *x\n',
      'a: !!str 1\n',
      'a: "line\n  folded"\n',
      'a: [1,\n 2]\n',
      '<<: {a: 1}\n',
      'a: 1\na: 2\n',
      '? a\n: b\n',
      'a: 1\n---\nb: 2\n',
      'a:\tb\n',
    ]
    expect(rare.map((text) => readPlainYaml(text))).toEqual(rare.map(() => undefined))
  })
})

test('words mean what YAML 1.1 says', () => {
  const value = readYaml('a: yes\nb: Off\nc: 1.0\nd: 1e3\ne: 010\nf: 1:30\ng: "yes"\nh: 2024-01-01\ni: null\nj: y\n', 'x.yml').value
  expect(value).toEqual({ a: true, b: false, c: new Float(1), d: '1e3', e: 8, f: 90, g: 'yes', h: '2024-01-01', i: null, j: 'y' })
})

test('anchors and merge keys expand, own keys win', () => {
  expect(readYaml('base: &b {x: 1, y: 2}\nuse:\n  <<: *b\n  y: 3\n', 'x.yml').value).toEqual({ base: { x: 1, y: 2 }, use: { x: 1, y: 3 } })
})

test('duplicate keys are told with their place, the last one counts', () => {
  const { value, duplicates } = readYaml('a: 1\nb:\n  c: 1\n  c: 2\n', 'm.yml')
  expect(value).toEqual({ a: 1, b: { c: 2 } })
  expect(duplicates).toEqual([{ key: 'c', location: { file: 'm.yml', line: 4, column: 3 } }])
})

test('a syntax error has a place', () => {
  const broken = (): unknown => readYaml('models:\n  - name: a\n   description: b\n', 'm.yml')
  expect(broken).toThrowError(/m\.yml is not valid YAML/)
  try {
    broken()
  } catch (error) {
    expect((error as { fields: { location: unknown } }).fields.location).toMatchObject({ file: 'm.yml', line: 3 })
  }
})

test('a key is found by its path', () => {
  const text = 'models:\n  - name: a\n    colums:\n      - name: x\n'
  expect(locateYaml(text, 'm.yml', ['models', 0, 'colums'])).toEqual({ file: 'm.yml', line: 3, column: 5 })
  expect(locateYaml(text, 'm.yml', ['models', 0, 'colums', 0, 'name'])).toEqual({ file: 'm.yml', line: 4, column: 9 })
  expect(locateYaml(text, 'm.yml', ['models', 7])).toEqual({ file: 'm.yml', line: 1, column: 1 })
})

test('every YAML file of the repository reads the same both ways', () => {
  const files = readdirSync('.', { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.ya?ml$/.test(file) && !/(^|[\\/])(node_modules|target|dbt_packages)[\\/]/.test(file),
  )
  for (const file of files) {
    const text = readFileSync(file, 'utf8')
    const plain = readPlainYaml(text)
    if (plain) expect(plain.value, file).toEqual(readFullYaml(text, file).value)
  }
})

test('text at the end of a file without a line break keeps none', () => {
  for (const [text, value] of [
    ['a: >\n  x\n  y', 'x y'],
    ['a: |\n  x', 'x'],
    ['a: |\n  x\n', 'x\n'],
    ['a: |+\n  x', 'x'],
  ] as const) {
    expect(readFullYaml(text, 'x.yml').value).toEqual({ a: value })
    expect(readPlainYaml(text)?.value).toEqual({ a: value })
  }
})

test('on random soup the plain reader agrees with the complete one or stands aside', () => {
  const pieces = [
    'a:',
    'b: ',
    '- ',
    '-',
    '  ',
    '    ',
    'x',
    '"q"',
    "'s'",
    '[1, 2]',
    '{k: v}',
    '|',
    '>',
    '>-',
    '|+',
    '# c',
    ' #',
    ': ',
    'y: 1',
    '\n',
    '\n',
    '\n',
    '\n\n',
    '1.0',
    'yes',
    '~',
    '"a\\nb"',
    '[a, ',
    ']',
    '&x',
    'k: "v" ',
    'http://x',
  ]
  let seed = 7
  const next = (limit: number): number => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff
    return (seed >> 8) % limit
  }
  let read = 0
  for (let round = 0; round < 6000; round++) {
    const text = Array.from({ length: 3 + next(14) }, () => pieces[next(pieces.length)]).join('')
    const plain = readPlainYaml(text)
    if (!plain) continue
    read++
    expect(plain.value, JSON.stringify(text)).toEqual(readFullYaml(text, 'soup.yml').value)
  }
  expect(read).toBeGreaterThan(500)
})

/** Tests by folder, by pattern and by set; rules on tables; and what is told of those that are wrong. */
import { expect, test } from 'vitest'
import { withParsed } from '../../../e2e/harness/in-process.js'
import { SluiceError } from '../../core/error.js'
import type { TestNode } from '../../core/node.js'

const files = {
  'models/marts/a.sql': 'select 1 as ticket_id, 2 as paid_amount',
  'models/b.sql': 'select 1 as ticket_id',
  'seeds/c.csv': 'port_id\n1\n',
  'models/s.yml': `models:
  - name: a
    columns:
      - {name: ticket_id, data_tests: [not_null]}
      - {name: paid_amount, data_type: "numeric(10,2)", data_tests: [{set: amounts}]}
  - {name: b, columns: [{name: ticket_id}]}
sources:
  - name: raw
    tables:
      - name: t
        columns: [{name: vessel_id}]
        config: {meta: {data_quality_rules: [{type: completeness, column: vessel_id}]}}
`,
}
const settings = `models:
  p:
    +data_tests: [{column: "*_id", tests: [not_null]}]
    marts:
      +data_tests: [{column: ticket_id, tests: [unique]}]
`
const sluice = `test_sets:
  amounts: [{accepted_values: {arguments: {values: [2]}}}, {set: filled}]
  filled: [not_null]
test_patterns:
  - {columns: "/_amount$/", types: [numeric], tests: [not_null], select: [marts]}
  - {columns: "vessel*", tests: [not_null]}
`

test('are added to what stands there, each once', async () => {
  await withParsed({ ...files, 'sluice.yml': sluice }, { settings }, ({ manifest, events }) => {
    const tests = Object.values(manifest.nodes).filter((node): node is TestNode => node.resource_type === 'test')
    expect(tests.map(({ name }) => name).sort()).toEqual([
      'accepted_values_a_paid_amount__2',
      'not_null_a_paid_amount',
      'not_null_a_ticket_id',
      'not_null_b_ticket_id',
      'raw_t_vessel_id_completeness',
      'source_not_null_raw_t_vessel_id',
      'unique_a_ticket_id',
    ])
    expect(events.filter(({ name }) => name === 'Warning')).toEqual([])
  })
})

async function problem(more: Readonly<Record<string, string>>, project = ''): Promise<string> {
  try {
    await withParsed({ ...files, 'sluice.yml': sluice, ...more }, { settings: project }, () => undefined)
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error
    const { message, location, hint } = error.fields
    return `${error.code} ${location?.file}:${location?.line} ${message}${hint ? ` | ${hint}` : ''}`
  }
  return 'none'
}

const onA = (rule: string) => ({
  'models/s.yml': `models:\n  - name: a\n    config:\n      meta:\n        data_quality_rules:\n          - ${rule}\n`,
  'sluice.yml': 'version: 1\n',
})

test.each([
  [
    'sluice.yml',
    { 'sluice.yml': 'test_patterns:\n  - {columns: "/(/", tests: [not_null]}\n' },
    'SETTINGS_INVALID sluice.yml:2 /(/ is no regular',
  ],
  ['sluice.yml', { 'sluice.yml': 'test_patterns:\n  - {column: a}\n' }, 'SETTINGS_INVALID sluice.yml:2 a pattern has no tests'],
  [
    'sluice.yml',
    { 'sluice.yml': 'test_sets:\n  amounts: [{set: amounts}]\n' },
    'SETTINGS_INVALID sluice.yml:2 the set amounts holds itself',
  ],
  [
    'a set that is not there',
    { 'sluice.yml': 'test_sets:\n  amount: [not_null]\n' },
    'SETTINGS_INVALID models/s.yml:5 there is no set of tests named amounts | did you mean amount?',
  ],
  ['a rule', onA('{type: regexp, column: x}'), 'SETTINGS_INVALID models/s.yml:6 type is "regexp" | did you mean regex?'],
  ['a rule', onA('{type: uniqueness, colums: [x]}'), 'SETTINGS_INVALID models/s.yml:6 "colums" is not a key of a rule'],
  [
    'a rule',
    onA('{type: referential_integrity, column: x, check_table: ab}'),
    'SETTINGS_INVALID models/s.yml:5 the rule x_referential_integrity compares with ab',
  ],
])('%s: %#', async (_what, more, expected) => {
  expect(await problem(more)).toContain(expected)
})

test('+data_tests is told of at its line in dbt_project.yml', async () => {
  const text = await problem({}, 'models:\n  p:\n    +data_tests: [{column: "*_id"}]\n')
  expect(text).toContain('SETTINGS_INVALID dbt_project.yml:6 a pattern has no tests')
})

test('values are replaced in models alone', async () => {
  const seeds =
    'seeds:\n  - name: c\n    config:\n      meta:\n        data_quality_rules:\n          - {type: replace, column: x, old_value: 1, new_value: 2}\n'
  const told = await problem({ 'seeds/s.yml': seeds, 'sluice.yml': '', 'models/s.yml': '' })
  expect(told).toMatch(/SETTINGS_INVALID seeds\/s.yml:\d the rule x_replace of c replaces values, and a seed is taken as it is \| move it/)
})

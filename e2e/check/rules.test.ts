// Rules of a project, driven through the built command line: each kind broken once, reports for tools, baselines, comments.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from 'sarif'
import { afterAll, expect, test } from 'vitest'
import { project, root } from '../harness/project.js'
import { expected, files } from './planted.js'

interface Answer {
  readonly counts: Readonly<Record<string, number>>
  readonly findings: readonly {
    readonly code: string
    readonly severity: string
    readonly message: string
    readonly rule: string | null
    readonly known: boolean
    readonly location: { readonly file: string; readonly line: number; readonly column: number }
  }[]
  readonly gone: readonly { readonly code: string }[]
}

const shop = project(files)
afterAll(() => shop.remove())

function lines({ findings }: Answer): string[] {
  return findings.map(({ severity, code, location: { file, line, column }, message }) => {
    return `${severity} ${code.replace('RULE_', '')} ${file.replace(/^models\//, '')}:${line}:${column} ${message}`
  })
}

test('every kind of rule finds what breaks it, and nothing else', async () => {
  const { stdout, code } = await shop.sluice(['check', '--output', 'json'])
  const answer = JSON.parse(stdout) as Answer
  expect(lines(answer)).toEqual(expected)
  expect(answer.counts).toEqual({ error: 30, warning: 3, info: 1, allowed: 2, known: 0, gone: 0 })
  expect(code).toBe(1)
  const codes = new Set(answer.findings.map((finding) => finding.code))
  const kinds = [...readFileSync(join(root, 'docs', 'rules.md'), 'utf8').matchAll(/\| `(RULE_\w+)` \|$/gm)].map((match) => match[1] ?? '')
  expect(kinds.length).toBeGreaterThan(20)
  expect(kinds.filter((kind) => !codes.has(kind as never))).toEqual([])
})

test('SARIF has what readers of it need', async () => {
  const { stdout } = await shop.sluice(['check', '--output', 'sarif'])
  const log = JSON.parse(stdout) as Log
  const [run] = log.runs
  expect([log.version, log.$schema, log.runs.length]).toEqual(['2.1.0', 'https://json.schemastore.org/sarif-2.1.0.json', 1])
  const rules = run?.tool.driver.rules ?? []
  for (const { id, help, shortDescription } of rules) {
    expect(id).toMatch(/^[A-Z_]+$/)
    expect([help?.text, shortDescription?.text].every((text) => (text ?? '').length > 10)).toBe(true)
  }
  const results = run?.results ?? []
  expect(results).toHaveLength(expected.length)
  const prints = results.map(({ partialFingerprints }) => partialFingerprints?.['sluice/v1'])
  expect(new Set(prints).size).toBe(prints.length)
  for (const { ruleId, ruleIndex = -1, level, message, locations } of results) {
    const place = locations?.[0]?.physicalLocation
    expect(rules[ruleIndex]?.id).toBe(ruleId)
    expect(['error', 'warning', 'note']).toContain(level)
    expect((message.text ?? '').length).toBeGreaterThan(10)
    expect(place?.artifactLocation?.uri).toMatch(/^[\w/.-]+$/)
    expect(shop.exists(place?.artifactLocation?.uri ?? '?')).toBe(true)
    expect(place?.region?.startLine).toBeGreaterThan(0)
  }
  const personal = results.find(({ ruleId }) => ruleId === 'RULE_PII')
  expect(personal?.relatedLocations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe('seeds/seeds.yml')
})

test('a baseline: written, kept to while code moves, and told what is gone; frames and annotations of the rest', async () => {
  const written = await shop.sluice(['check', '--write-baseline', '--baseline', 'known.json'])
  expect([written.code, written.stdout.split('\n')[0]]).toEqual([0, `34 findings written to ${shop.folder}/known.json`])
  const orders = shop.read('models/marts/fct_orders.sql')
  shop.write({
    'models/marts/fct_orders.sql': `-- moved\n\n${orders.replace('lake.extra', 'lake.other')}`,
    'models/marts/numbers.sql': "-- sluice: allow nmaed\nselect 1 as n, no_such from {{ ref('stg_orders') }}\n",
  })
  const text = await shop.sluice(['check', '--baseline', 'known.json'])
  expect(text.code).toBe(1)
  expect(text.stdout.split('\n').filter((line) => /^[✗!⚠]/.test(line) || /baseline|known/.test(line))).toEqual([
    '✗ RULE_NO_HARD_CODED_RELATIONS  models/marts/fct_orders.sql:15:11',
    '✗ RULE_NAMING  models/marts/numbers.sql:1:1',
    '✗ SQL_UNKNOWN_COLUMN  models/marts/numbers.sql:2:16',
    '! ALLOW_UNKNOWN  models/marts/numbers.sql:1:1',
    '3 errors, 1 warning in 14 nodes (2 not in full; --output json says why), 26 rules; 1 allowed by comments, 32 in the baseline',
    '2 findings of known.json are gone: sluice check --write-baseline takes them out',
  ])
  const github = await shop.sluice(['check', '--baseline', 'known.json', '--output', 'github', '--select', 'numbers', '--no-rules'])
  expect(github.stdout.split('\n')[0]).toMatch(
    /^::error file=models\/marts\/numbers\.sql,line=2,col=16,endLine=2,endColumn=22,title=SQL_UNKNOWN_COLUMN::.*no_such/,
  )
  shop.write({ 'models/marts/numbers.sql': files['models/marts/numbers.sql'] ?? '', 'models/marts/fct_orders.sql': orders })
})

test('a mistake in the file of rules is an error with its place', async () => {
  shop.write({ 'other.yml': 'rules:\n  - {rule: no-selct-star}\n' })
  const { code, stderr } = await shop.sluice(['check', '--rules-file', 'other.yml'])
  expect(code).toBe(2)
  expect(stderr).toContain('RULES_INVALID  other.yml:2:6')
  expect(stderr).toContain('did you mean no-select-star?')
})

test('a build that checks first builds nothing where errors are found', async () => {
  const { code, stdout, stderr } = await shop.sluice(['build', '--check', '--select', 'numbers'])
  expect([code, stdout + stderr]).toEqual([1, expect.stringContaining('✗ RULE_REQUIRE_OWNER  models/marts/numbers.sql:1:1')])
  expect(shop.exists('target/run_results.json')).toBe(false)
})

test('coverage counts what is described, tested and owned, and fails below what is wanted', async () => {
  const { code, stdout } = await shop.sluice(['docs', 'coverage', '--output', 'json', '--fail-under', '90', '--select', 'path:models'])
  const { total, byFolder, missing, failures } = JSON.parse(stdout)
  expect(total.described).toEqual({ covered: 9, of: 11 })
  expect(total.tested).toEqual({ covered: 1, of: 11 })
  expect(byFolder['models/staging'].columnsDescribed).toEqual({ covered: 7, of: 9, inherited: 7 })
  expect(byFolder['models/staging'].columnsTested).toEqual({ covered: 1, of: 9 })
  expect(missing.owners).toContain('model.shop.numbers')
  expect([code, failures]).toEqual([1, ['81.8 % of nodes are described, 90 % wanted', '79.1 % of columns are described, 90 % wanted']])
})

// Models that are too deep, too long, broken or no text at all, in one project: each is said to be read as far as it can be.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { project } from '../harness/project.js'

const shop = project({
  'models/t.sql': "{{ config(materialized='table') }} select 1 as a, 2 as b",
  'models/long_sum.sql': `select ${Array(10_000).fill('a').join(' + ')} as s from {{ ref('t') }}`,
  'models/long_difference.sql': `select ${Array(10_000).fill('a').join(' - ')} as s from {{ ref('t') }}`,
  'models/long_union.sql': Array(1_000).fill("select a from {{ ref('t') }}").join(' union all '),
  'models/many_ctes.sql': `with c0 as (select a from {{ ref('t') }})${Array.from({ length: 1_000 }, (_, i) => `, c${i + 1} as (select a from c${i})`).join('')} select * from c1000`,
  'models/deep.sql': `${'select * from ('.repeat(200)}select a from {{ ref('t') }}${') q'.repeat(200)}`,
  'models/brackets.sql': `select ${'('.repeat(5_000)}a${')'.repeat(5_000)} as s from {{ ref('t') }}`,
  'models/open.sql': `select a from {{ ref('t') }} where ${'('.repeat(5_000)}`,
  'models/vendor.sql': "select a from {{ ref('t') }} frobnicate (pattern (x+) define x as a > 1) wibble",
  'models/unterminated.sql': "select a from {{ ref('t') }} where b = 'x",
  'models/nul.sql': "select a\0 from {{ ref('t') }}",
  'models/several.sql': "select a from {{ ref('t') }}; select b from {{ ref('t') }}",
  'models/empty.sql': '',
  'models/comments.sql': "-- select a from {{ ref('t') }}\n/* nothing */",
  'models/large.sql': `select a${', b'.repeat(700_000)} from {{ ref('t') }}`,
  'models/last.sql': "select s, {{ 'nope' }} from {{ ref('long_sum') }}",
})
afterAll(() => shop.remove())

interface Finding {
  readonly code: string
  readonly node?: string
  readonly message: string
  readonly location: { readonly file: string; readonly line: number; readonly column: number }
}

it('checks them all, in bounded time, and still finds what is wrong elsewhere', async () => {
  const before = performance.now()
  const { stdout, stderr, code } = await shop.sluice(['check', '--output', 'json'])
  const { findings } = JSON.parse(stdout) as { readonly findings: readonly Finding[] }
  expect(stderr).not.toMatch(/INTERNAL|RangeError|\bat .*\.js:\d+/)
  expect(findings.map(({ code: what, location: { file, line } }) => `${what} ${file}:${line}`)).toEqual([
    'SQL_UNKNOWN_COLUMN models/last.sql:1',
    'SQL_SYNTAX models/open.sql:1',
    'SQL_SYNTAX models/vendor.sql:1',
  ])
  expect(code).toBe(1)
  // A machine that does much else at the same time.
  expect(performance.now() - before).toBeLessThan(60_000)
})

it('says which file is no text', async () => {
  writeFileSync(join(shop.folder, 'models/bytes.sql'), Buffer.from("select '\u00ff' a", 'latin1'))
  const { stdout, stderr, code } = await shop.sluice(['check'])
  expect(stdout + stderr).toMatch(/FILE_UNREADABLE\s+models\/bytes\.sql:1:9/)
  expect(code).toBe(2)
})

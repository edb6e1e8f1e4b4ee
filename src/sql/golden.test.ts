// What the parsers make of a few hundred texts, kept as text: a new version of a parser shows here what it reads otherwise.
import { readFileSync } from 'node:fs'
import { beforeAll, expect, it } from 'vitest'
import type { Dialect } from './dialect.js'
import { type LibpgParser, loadLibpg } from './libpg/parse.js'
import { loadPolyglot, type PolyglotParser } from './polyglot/parse.js'
import { both, libpgAlone } from './testdata/postgres-queries.js'
import { queryText } from './testdata/tree-text.js'

interface Case {
  readonly dialect: Dialect
  readonly sql: string
}

const casesOf = (file: string) =>
  (JSON.parse(readFileSync(new URL(`testdata/${file}`, import.meta.url), 'utf8')) as { readonly cases: readonly Case[] }).cases
const cases = [...casesOf('lineage.json'), ...casesOf('lineage-dialects.json')]

let libpg: LibpgParser
let polyglot: PolyglotParser
beforeAll(async () => {
  libpg = await loadLibpg()
  polyglot = await loadPolyglot()
})

function told(texts: readonly string[], parse: LibpgParser): string {
  const one = (sql: string) => {
    const parsed = parse(sql)
    return 'queries' in parsed ? parsed.queries.map(queryText).join('\n') : `! ${parsed.failure.message}`
  }
  return texts.map((sql) => `-- ${sql.replaceAll(/\s+/g, ' ')}\n${one(sql)}\n`).join('\n')
}

it.each(['duckdb', 'snowflake', 'bigquery', 'redshift', 'databricks', 'spark', 'trino'] as const)('polyglot reads %s', async (dialect) => {
  const texts = cases.filter((each) => each.dialect === dialect).map((each) => each.sql)
  if (texts.length > 0)
    await expect(told(texts, (sql) => polyglot(sql, dialect))).toMatchFileSnapshot(`testdata/golden/polyglot-${dialect}.txt`)
})

it('both read PostgreSQL', async () => {
  const short = libpgAlone.map(([sql]) => sql).filter((sql) => sql.length < 300)
  const texts = [...both, ...short, ...cases.filter((each) => each.dialect === 'postgres').map((each) => each.sql)]
  await expect(told(texts, libpg)).toMatchFileSnapshot('testdata/golden/libpg-postgres.txt')
  await expect(told(texts, (sql) => polyglot(sql, 'postgres'))).toMatchFileSnapshot('testdata/golden/polyglot-postgres.txt')
})

// Whole builds over the wire, on the emulator: every materialization and strategy, twice, and what is left afterwards.
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { whyNoSnowflake } from '../harness/snowflake.js'
import { orders, type Shop, shop } from './shop.js'

const missing = whyNoSnowflake()

describe.skipIf(missing !== undefined)(`builds on Snowflake's emulator${missing === undefined ? '' : ` (${missing})`}`, () => {
  const s = shop()
  firstBuild(s)
  secondBuild(s)
  failure(s)
  otherCommands(s)
})

function firstBuild(s: Shop): void {
  it('makes everything the first time, each model in its own warehouse and under its own tag', async () => {
    expect((await s.project.sluice(['build'])).text).toContain('Completed successfully')
    expect(s.failed()).toEqual([])
    expect(await s.rows('select * from dev.customers order by 1')).toEqual(['ann 2 10.5', "o'neil 1 20.0"])
    expect(
      await s.rows("select column_name, comment from information_schema.columns where table_name = 'CUSTOMERS' order by ordinal_position"),
    ).toEqual(["CUSTOMER It's a name", 'N ', 'TOTAL '])
    expect(await s.rows("select comment from information_schema.tables where table_name = 'CUSTOMERS'")).toEqual(["Who's who"])
    expect((await s.rows(`show grants on table ${s.db.database}.dev.customers`)).map((grant) => grant.split(' ').at(-1))).toEqual([
      'AUDITOR',
      'REPORTER',
    ])
    expect(await s.rows('select * from dev.promised order by 1')).toEqual(['1 2', '2 4', '3 6'])
    const log = await s.sent()
    const tagged = log
      .filter(({ query_tag }) => query_tag === 'customers')
      .map(({ sql, warehouse }) => `${warehouse} ${sql.replaceAll(`${s.db.database}.dev.`, '')}`)
    expect(tagged).toEqual([
      expect.stringMatching(/^BIG_WH create or replace transient table customers copy grants as /),
      'BIG_WH alter table customers cluster by (customer)',
      'BIG_WH grant select on table customers to role reporter',
      'BIG_WH grant select on table customers to role auditor',
      "BIG_WH comment on table customers is 'Who''s who'",
      'BIG_WH describe table customers',
      `BIG_WH alter table customers alter "CUSTOMER" comment 'It''s a name', "N" comment '', "TOTAL" comment ''`,
      'BIG_WH alter session unset query_tag',
    ])
    expect(
      log
        .filter(({ sql }) => /^create or replace transient table \S+m_merge /.test(sql))
        .map(({ warehouse, query_tag }) => `${warehouse} ${query_tag}`),
    ).toEqual(['WH '])
  })
}

function secondBuild(s: Shop): void {
  it('adds the second time, by each strategy', async () => {
    cpSync(join(s.project.folder, 'target'), join(s.project.folder, 'before'), { recursive: true })
    s.project.write({ 'seeds/orders.csv': orders('1,ann,2025-01-01,11', "2,o'neil,2025-01-02,21", '4,bob,2026-01-03,4') })
    await s.project.sluice(['build', '--exclude', 'test_type:unit', '--vars', 'lag: 2 minutes'])
    expect(s.failed()).toEqual([])
    const of = (name: string) => s.rows(`select id, amount, run from dev.${name} order by 1, 3`)
    expect(await of('m_merge')).toEqual(['1 10.5 first', '2 21.0 later', '3 null first', '4 4.0 later'])
    expect(await of('m_append')).toEqual(['1 10.5 first', '2 20.0 first', '2 21.0 later', '3 null first', '4 4.0 later'])
    expect(await of('m_delete_insert')).toEqual(['1 10.5 first', '2 21.0 later', '3 null first', '4 4.0 later'])
    expect(await of('m_overwrite')).toEqual(['2 21.0 later', '4 4.0 later'])
    expect(await s.rows('select id from dev.m_batches order by 1')).toEqual(['1', '2', '4'])
    expect(await s.rows('select id, customer from dev.m_columns order by 1')).toEqual(['1 ann', "2 o'neil", '3 null', '4 bob'])
    expect(await s.rows('select id, amount, dbt_valid_to is null from dev.versions order by 1, 2')).toEqual([
      '1 10.5 false',
      '1 11.0 true',
      '2 20.0 false',
      '2 21.0 true',
      '3 null false',
      '4 4.0 true',
    ])
    const log = (await s.sent()).map(({ sql }) => sql)
    expect(log.filter((sql) => /^(alter|create)( or replace)? dynamic/.test(sql))).toEqual([
      expect.stringMatching(/^create dynamic table \S+totals target_lag = '1 minute' warehouse = wh/),
      expect.stringMatching(/^alter dynamic table \S+"TOTALS" set target_lag = '2 minutes'$/),
    ])
    const merges = (await s.db.log()).filter(({ sql }) => /^\s*merge into \S+m_merge/.test(sql))
    expect(merges.map(({ sql }) => /"node_id": "([^"]+)"/.exec(sql)?.[1])).toEqual(['model.shop.m_merge'])
    expect(await s.rows("select table_name from information_schema.tables where table_name like '%__DBT%'")).toEqual([])
  })
}

function failure(s: Shop): void {
  it('leaves the session as it was when a model fails, and swaps tables', async () => {
    const outcome = await s.project.sluice([
      'run',
      '--select',
      'broken',
      'customers',
      '--threads',
      '1',
      '--vars',
      '{broken: true, swap: true}',
    ])
    expect(outcome.text).toContain("invalid identifier 'NO_SUCH_COLUMN'")
    const log = await s.sent()
    const place = log.findIndex(({ sql }) => /no_such_column/.test(sql))
    expect(log.slice(place + 1, place + 3).map(({ sql }) => sql)).toEqual(['use warehouse "WH"', 'alter session unset query_tag'])
    expect(log.filter(({ sql }, index) => index > place && /^create .*customers/.test(sql)).map(({ query_tag }) => query_tag)).toEqual([
      'customers',
    ])
    expect(await s.rows('select count(*) from dev.m_merge union all select count(*) from dev.m_append')).toEqual(['5', '4'])
  })
}

function otherCommands(s: Shop): void {
  it('clones to another environment, and asks sources for their age', async () => {
    expect((await s.project.sluice(['clone', '--state', 'before', '--target', 'ci', '--select', 'customers', 'v_orders'])).code).toBe(0)
    expect(await s.rows('select * from ci.customers order by 1')).toHaveLength(3)
    const clones = (await s.sent()).map(({ sql }) => sql).filter((sql) => / clone /.test(sql))
    expect(clones).toEqual([
      expect.stringMatching(/^create or replace transient table \S+ci\.customers clone \S+dev\.customers copy grants$/),
    ])
    await s.project.sluice(['source', 'freshness'])
    const found = s.project.json<{
      results: readonly { readonly unique_id: string; readonly status: string; readonly max_loaded_at: string }[]
    }>('target/sources.json').results
    expect(found.map(({ unique_id, max_loaded_at }) => `${unique_id.split('.').at(-1)} ${max_loaded_at.slice(0, 10)}`).sort()).toEqual([
      'customers 1970-01-01',
      'orders 2026-01-03',
    ])
  })
}

import { describe, expect, it } from 'vitest'
import type { Dialect } from '../dialect.js'
import { guardReadOnly, surelyWrites } from './guard.js'
import { writeIn } from './statements.js'

describe('what surely changes the warehouse', () => {
  it.each<[string, string, Dialect?]>([
    ['insert into t select 1', 'insert'],
    ['  /* x */ ( delete from t returning id )', 'delete'],
    ['-- x\nUPDATE t set a = 1', 'update'],
    ['select 1; drop table t', 'drop'],
    ['select 1; select 2', 'a second statement'],
    ['with x as (delete from t returning id) select * from x', 'delete'],
    ['with x as materialized (insert into t values (1) returning id) select * from x', 'insert'],
    ['with x as (select 1) insert into t select * from x', 'insert'],
    ['with x as (select 1) delete from t using x', 'delete'],
    ['select a into b from t', 'select into'],
    ["select * from t where id = (select nextval('s'))", 'nextval()'],
    ['select pg_catalog.pg_terminate_backend(pid) from pg_stat_activity', 'pg_terminate_backend()'],
    ["select lo_import('/etc/passwd')", 'lo_import()'],
    ['explain analyze delete from t', 'explain analyze delete'],
    ['do $$ begin delete from t; end $$', 'do'],
    ['call refresh_all()', 'call'],
    ["copy t to 'x'", 'copy', 'duckdb'],
    ["attach 'x.db' as x", 'attach', 'duckdb'],
    ['select ids.nextval', 'nextval', 'snowflake'],
    ['from t insert overwrite table u select *', 'insert', 'spark'],
  ])('%s', (sql, what, dialect = 'postgres') => {
    const found = writeIn(sql, dialect)
    expect(found?.what).toBe(what)
    expect(sql.slice(found?.span.start, found?.span.end).toLowerCase().split(' ')[0]).toBe(
      what
        .replace('()', '')
        .split(' ')
        .find((each) => sql.toLowerCase().slice(found?.span.start).startsWith(each)) ?? 'select',
    )
  })

  it.each<[string, Dialect?]>([
    ['select 1;'],
    ['select 1; -- the end\n ; '],
    ['select \'x; drop table t\' as "delete from" from t'],
    ['select "update", t.delete, replace(a, b, c) as insert from t'],
    ['with "insert" as (select 1) select * from "insert"'],
    ['with x as (select * from update), y as (select delete from t) select insert from x, y'],
    ['select $$; drop table t;$$ from t'],
    ['explain delete from t'],
    ['table t'],
    ['values (1)'],
    ['show tables', 'duckdb'],
    ['describe t', 'duckdb'],
    ['summarize t', 'duckdb'],
    ["pragma table_info('t')", 'duckdb'],
    ['call pragma_version()', 'duckdb'],
    ['from t select a', 'duckdb'],
    ["select * from read_csv('x.csv')", 'duckdb'],
    ['pivot t on a using sum(b)', 'duckdb'],
    ['select * from t |> where x', 'bigquery'],
    ['select a into from t', 'snowflake'],
    ['select 1 -- ; drop table t'],
    ["select 'it\\'; drop table t' -- '", 'snowflake'],
    [''],
    ['; ;'],
  ])('is not in %s', (sql, dialect = 'postgres') => {
    expect(writeIn(sql, dialect)).toBeUndefined()
  })
})

describe('the strict guard', () => {
  it('lets through what every parser takes for one plain query', async () => {
    const verdict = await guardReadOnly('with x as (select id from raw.t) select * from x join u using (id) limit 5;', 'postgres')
    expect(verdict).toMatchObject({ readOnly: true, statements: 1, engines: ['tokens', 'node-sql-parser', 'polyglot', 'libpg'] })
    expect(verdict.actions).toContainEqual({ action: 'select', table: 'raw.t' })
    for (const dialect of ['duckdb', 'snowflake', 'bigquery', 'redshift', 'trino', 'spark'] as const)
      expect((await guardReadOnly('select a, count(*) from t where b > 1 group by a', dialect)).readOnly, dialect).toBe(true)
  })

  it.each<[string, RegExp, Dialect?]>([
    ['select 1; select 2', /several statements/],
    ['', /no statement/],
    ['select 1 from t for update', /for update/],
    ["select pg_read_file('/etc/passwd')", /pg_read_file/],
    ["select * from dblink('x', 'drop table t') as t (a int)", /dblink/],
    ["select getenv('HOME')", /getenv/, 'duckdb'],
    ['show tables', /show/, 'duckdb'],
    ['set x = 1', /set/],
    ['select * from t where', /node-sql-parser/],
    ['create table x as select 1', /create/],
    [`select ${'('.repeat(40)}1${')'.repeat(40)}`, /brackets/],
    ['select 1 '.repeat(20_000), /longer/],
  ])('refuses %s', async (sql, reason, dialect = 'postgres') => {
    const verdict = await guardReadOnly(sql, dialect)
    expect(verdict.readOnly).toBe(false)
    expect(verdict.reason).toMatch(reason)
  })
})

describe('what show refuses', () => {
  it.each<[string, Dialect, string | undefined]>([
    ['select 1 as one', 'duckdb', undefined],
    ['update t set a = 1', 'snowflake', 'update'],
    // No parser reads it; the warehouse will say so.
    ['select from frobnicate every', 'postgres', undefined],
    ["select * from read_csv('x.csv')", 'duckdb', undefined],
  ])('%s', async (sql, dialect, what) => {
    expect((await surelyWrites(sql, dialect))?.what).toBe(what)
  })
})

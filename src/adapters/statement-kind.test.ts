import { describe, expect, it } from 'vitest'
import { readsOnly, transactionControl } from './statement-kind.js'

describe('queries that change nothing', () => {
  const reading = [
    'select 1',
    '\n  /* {"app": "dbt"} */\n-- why\n  select 1 ',
    'with a as (select 1) select * from a;',
    '(select 1) union (select 2)',
    'from t',
    'describe (select 1)',
    "select 'insert'",
  ]
  it.each(reading)('%j', (sql) => expect(readsOnly(sql)).toBe(true))

  const changing = [
    'insert into t select 1',
    'create table t as select 1',
    'select 1; drop table t',
    'with a as (select 1) insert into t select * from a',
    "copy t to 'x'",
    'call f()',
    'set x = 1',
    '',
    'selected',
  ]
  it.each(changing)('not %j', (sql) => expect(readsOnly(sql)).toBe(false))
})

describe('transaction control', () => {
  const cases: [sql: string, control: string | undefined][] = [
    ['begin', 'begin'],
    ['  COMMIT;', 'commit'],
    ['/* x */ rollback transaction', 'rollback'],
    ['start transaction', 'begin'],
    ['commit; select 1', undefined],
    ['beginning', undefined],
  ]
  it.each(cases)('%j', (sql, control) => expect(transactionControl(sql)).toBe(control))
})

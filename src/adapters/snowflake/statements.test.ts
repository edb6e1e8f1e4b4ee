import { describe, expect, it } from 'vitest'
import { isDdl, isQuery, signed, splitStatements, transactionControl } from './statements.js'

const cut = (sql: string) => splitStatements(sql).map((statement) => statement.sql)

describe('splitting', () => {
  it.each([
    ["select ';' as a; select 2", ["select ';' as a", 'select 2']],
    ["select 'it''s; \\'; here' ; select 2;", ["select 'it''s; \\'; here'", 'select 2']],
    ['select "a;""b" from t; x', ['select "a;""b" from t', 'x']],
    ['create function f() as $$ begin; end; $$; select 1', ['create function f() as $$ begin; end; $$', 'select 1']],
    ['a; -- one; two\nb; // three; four\nc; /* five; */ d', ['a', '-- one; two\nb', '// three; four\nc', '/* five; */ d']],
    ['; ;-- only a comment\n; /* and another */', []],
    ["select 'never closed; still", ["select 'never closed; still"]],
  ])('%s', (sql, expected) => {
    expect(cut(sql)).toEqual(expected)
  })

  it('knows where each starts', () => {
    const sql = 'select 1;\n\n  select 2'
    const [, second] = splitStatements(sql)
    expect(sql.slice(second?.offset)).toBe('select 2')
  })
})

describe('signing', () => {
  const sign = (sql: string) => signed(splitStatements(sql)).map((statement) => statement.sql)

  it('puts the comment behind the text behind each statement', () => {
    expect(sign('begin;\nmerge; -- so\ncommit\n/* {"node_id": "a"} */;')).toEqual([
      'begin\n/* {"node_id": "a"} */',
      'merge\n/* {"node_id": "a"} */',
      '-- so\ncommit\n/* {"node_id": "a"} */',
    ])
  })

  it('takes no other comment for one', () => {
    expect(sign('/* a */ one; two /* b */')).toEqual(['/* a */ one', 'two /* b */'])
    expect(sign('')).toEqual([])
  })
})

describe('what a statement is', () => {
  it('knows those that begin and end transactions', () => {
    expect(['BEGIN', 'begin transaction', 'begin work name a1', 'start transaction', '-- x\nbegin'].map(transactionControl)).toEqual(
      Array(5).fill('begin'),
    )
    expect(['commit', 'COMMIT WORK', 'rollback', 'begin let x := 1', 'select 1'].map(transactionControl)).toEqual([
      'commit',
      'commit',
      'rollback',
      undefined,
      undefined,
    ])
  })

  it('knows those that commit what is open, and those that only ask', () => {
    expect(
      ['create table t (a int)', '/* x */ drop view v', 'alter session set query_tag = 1', 'insert into t select 1'].map(isDdl),
    ).toEqual([true, true, false, false])
    expect(['(select 1)', '-- a\nwith a as (select 1) select * from a', 'show tables', 'merge into t using s'].map(isQuery)).toEqual([
      true,
      true,
      true,
      false,
    ])
  })
})

import { describe, expect, it } from 'vitest'
import { createInvocation } from '../../core/invocation.js'
import { Relation } from '../../core/relation.js'
import { Table } from '../../core/table.js'
import { attribute, call, type TemplateFunction } from '../../core/template-object.js'
import type { Connection } from '../adapter.js'
import { parseCredentials } from './credentials.js'
import { relationStyle } from './relation-style.js'
import { templateMethods } from './template-methods.js'

const relation = (more: object = {}) =>
  new Relation(relationStyle, { database: 'db', schema: 'dev', identifier: 'orders', type: 'table', ...more })
const ask = (of: Relation, name: string, ...args: unknown[]) => (of[attribute](name) as TemplateFunction)[call](args, {})

describe('a relation', () => {
  it('writes unquoted names, and compares them without case', () => {
    expect(relation().render()).toBe('db.dev.orders')
    expect(relation({ identifier: 'a "b"', quotePolicy: { identifier: true } }).render()).toBe('db.dev."a ""b"""')
    expect(relation().key).toBe(relation({ database: 'DB', schema: 'DEV', identifier: 'ORDERS' }).key)
    const window = { fieldName: 'at', start: '2024-01-01', end: null }
    expect(relation({ eventTimeFilter: window }).render()).toBe("(select * from db.dev.orders where at >= to_timestamp_tz('2024-01-01'))")
  })

  it('says how it is made, changed and replaced', () => {
    const config = { get: (name: string, fallback: unknown) => (name === 'transient' ? false : fallback) }
    const iceberg = relation({ metadata: { table_format: 'iceberg' } })
    expect(ask(relation(), 'get_ddl_prefix_for_create', new Map(), true)).toBe('temporary')
    expect(ask(relation(), 'get_ddl_prefix_for_create', new Map(), false)).toBe('transient')
    expect(ask(relation(), 'get_ddl_prefix_for_create', new Map([['transient', false]]), false)).toBe('')
    expect(ask(iceberg, 'get_ddl_prefix_for_create', config, false)).toBe('iceberg')
    expect([ask(iceberg, 'get_ddl_prefix_for_alter'), ask(relation(), 'get_ddl_prefix_for_alter')]).toEqual(['iceberg', ''])
    expect([null, relation(), relation({ type: 'view' }), iceberg].map((old) => ask(relation(), 'needs_to_drop', old))).toEqual([
      false,
      false,
      true,
      true,
    ])
    const stored = ask(relation({ quotePolicy: { identifier: true } }), 'as_case_sensitive') as Relation
    expect([stored.database, stored.schema, stored.identifier]).toEqual(['DB', 'DEV', 'orders'])
  })
})

describe('the adapter', () => {
  const flags = {
    which: 'run',
    threads: 1,
    target: undefined,
    profile: undefined,
    vars: {},
    fullRefresh: false,
    failFast: false,
    warnError: false,
    empty: false,
  }
  const invocation = createInvocation({ cwd: '.', env: {}, flags })
  const credentials = parseCredentials({ database: 'd', schema: 's' }, { file: 'profiles.yml', line: 1, column: 1 }, '.')

  it('describes a dynamic table by what the account tells of it', async () => {
    const sent: string[] = []
    const connection = {
      execute: async (sql: string) => {
        sent.push(sql)
        const table = sql.startsWith('show dynamic')
          ? new Table(['NAME', 'TARGET_LAG', 'OWNER'], ['TEXT', 'TEXT', 'TEXT'], [['ORDERS', '1 minute', 'me']])
          : new Table(['name', 'kind'], ['TEXT', 'TEXT'], [['ORDERS', 'TRANSIENT']])
        return { response: { message: 'SUCCESS 1' }, table }
      },
    } as unknown as Connection
    const methods = templateMethods(credentials, invocation)(connection)
    const answer = (await methods.describe_dynamic_table?.[call]([relation({ identifier: "o'k" }), true], {})) as { dynamic_table: Table }
    expect(answer.dynamic_table.columnNames).toEqual(['name', 'target_lag', 'transient'])
    expect(answer.dynamic_table.rows[0]?.cells).toEqual(['ORDERS', '1 minute', true])
    expect(sent).toEqual(["show dynamic tables like 'o''k' in schema db.dev", "show tables like 'o''k' in schema db.dev"])
  })
})

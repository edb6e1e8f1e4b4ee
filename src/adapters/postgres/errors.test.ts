import { describe, expect, it } from 'vitest'
import { connectFailed, isTaken, isTransient, queryFailed } from './errors.js'

const report = (fields: object) => Object.assign(new TypeError('as the server says it'), fields)
const place = { host: 'db', port: 5432, user: 'ann', database: 'shop' }

describe('statements', () => {
  it.each([
    ['40001', 'DB_CONFLICT', true],
    ['40P01', 'DB_CONFLICT', true],
    ['08006', 'DB_CONNECTION_LOST', true],
    ['57P01', 'DB_CONNECTION_LOST', true],
    ['53300', 'DB_TOO_MANY_CONNECTIONS', true],
    ['53100', 'DB_RESOURCES_EXHAUSTED', false],
    ['55P03', 'DB_TIMEOUT', false],
    ['23503', 'CONSTRAINT_VIOLATED', false],
    ['23505', 'CONSTRAINT_VIOLATED', false],
    ['42P06', 'DB_QUERY_FAILED', true],
    ['25006', 'DB_PRIVILEGE_MISSING', false],
    ['22P02', 'SQL_VALUE_INVALID', false],
    ['42702', 'SQL_UNKNOWN_COLUMN', false],
    ['XX000', 'DB_QUERY_FAILED', false],
  ])('%s is %s', (code, expected, transient) => {
    const error = queryFailed(report({ severity: 'ERROR', code }), 'select 1')
    expect([error.code, isTransient(error)]).toEqual([expected, transient])
  })

  it('tells a timeout from a cancel by somebody else', () => {
    const told = (message: string) => queryFailed(Object.assign(new TypeError(message), { code: '57014' }), '').code
    expect([told('canceling statement due to statement timeout'), told('canceling statement due to user request')]).toEqual([
      'DB_TIMEOUT',
      'DB_CANCELLED',
    ])
  })

  it('adds what the server knows, and counts places as JavaScript does', () => {
    const detail = 'Key (id)=(1) already exists.'
    const error = queryFailed(report({ code: '23505', detail, hint: 'look there', constraint: 'one', position: '4' }), '😀ab c')
    expect(error.toJSON()).toMatchObject({
      message: `as the server says it: ${detail}`,
      hint: 'look there',
      detail: { constraint: 'one', position: 4 },
    })
  })

  it('lets the loser of a race for a schema try again, not that for a row', () => {
    const lost = (constraint: string) => isTransient(queryFailed(report({ code: '23505', constraint }), ''))
    expect([lost('pg_namespace_nspname_index'), lost('orders_pkey')]).toEqual([true, false])
  })

  it('knows who came second to a name, by either word of the server', () => {
    const taken = (fields: object) => isTaken(queryFailed(report(fields), ''))
    const keys = ['pg_class_relname_nsp_index', 'pg_type_typname_nsp_index', 'orders_pkey']
    expect(keys.map((constraint) => taken({ code: '23505', constraint }))).toEqual([true, true, false])
    expect([taken({ code: '42P07' }), taken({ code: '42P01' })]).toEqual([true, false])
  })

  it.each([['ECONNRESET'], ['EPIPE'], ['ETIMEDOUT']])('%s is a broken link', (code) => {
    expect(queryFailed(report({ code }), 'select 1').code).toBe('DB_CONNECTION_LOST')
  })
})

describe('logins', () => {
  it.each([
    [{ code: 'ECONNREFUSED' }, 'DB_UNREACHABLE'],
    [{ code: 'EAI_AGAIN' }, 'DB_UNREACHABLE'],
    [{ code: '28P01' }, 'DB_AUTH_FAILED'],
    [{ code: '28000' }, 'DB_AUTH_FAILED'],
    [{ code: '3D000' }, 'DB_DATABASE_MISSING'],
    [{ code: '57P03' }, 'DB_CONNECTION_LOST'],
    [{ code: 'CERT_HAS_EXPIRED' }, 'DB_TLS_FAILED'],
    [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'DB_TLS_FAILED'],
    [{ message: 'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string' }, 'DB_AUTH_FAILED'],
    [{ message: 'timeout expired' }, 'DB_UNREACHABLE'],
  ])('%j is %s', (fields, code) => expect(connectFailed(report(fields), place).code).toBe(code))

  it('name the server where every address of a host fails', () => {
    const errors = new AggregateError([report({ code: 'ECONNREFUSED', message: 'connect ECONNREFUSED ::1:5432' })])
    expect(connectFailed(errors, place).message).toBe('no PostgreSQL server answers at db:5432: connect ECONNREFUSED ::1:5432')
  })
})

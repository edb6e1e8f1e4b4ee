import { describe, expect, it } from 'vitest'
import { connectFailed, isPassing, queryFailed } from './errors.js'

const told = (code: string | number, message: string, more: object = {}) => Object.assign(new TypeError(message), { code, ...more })
const facts = {
  account: 'acme-eu',
  user: 'nightly',
  host: 'acme-eu.snowflakecomputing.com',
  at: { file: 'profiles.yml', line: 3, column: 7 },
}

describe('a statement that fails', () => {
  it.each([
    ['000904', "SQL compilation error: error line 2 at position 2\ninvalid identifier 'NOPE'", 'SQL_UNKNOWN_COLUMN', "invalid identifier 'NOPE'"],
    ['002003', "SQL compilation error:\nObject 'DB.S.T' does not exist or not authorized.", 'SQL_UNKNOWN_TABLE', "Object 'DB.S.T' does not exist or not authorized."],
    ['002043', 'SQL compilation error:\nObject does not exist, or operation cannot be performed.', 'SQL_UNKNOWN_TABLE', 'Object does not exist, or operation cannot be performed.'],
    ['001003', "SQL compilation error:\nsyntax error line 1 at position 0 unexpected 'selct'.", 'SQL_SYNTAX', "syntax error line 1 at position 0 unexpected 'selct'."],
    ['002140', 'SQL compilation error:\nUnknown function NOPE', 'SQL_UNKNOWN_FUNCTION', 'Unknown function NOPE'],
    ['000606', 'No active warehouse selected in the current session.', 'DB_QUERY_FAILED', 'No active warehouse selected in the current session.'],
    ['000604', 'SQL execution canceled', 'DB_CANCELLED', 'SQL execution canceled'],
    ['000630', 'Statement reached its statement or warehouse timeout of 1 second(s) and was canceled.', 'DB_TIMEOUT', 'Statement reached its statement or warehouse timeout of 1 second(s) and was canceled.'],
    ['003001', "SQL access control error:\nInsufficient privileges to operate on schema 'S'", 'DB_PRIVILEGE_MISSING', "SQL access control error:\nInsufficient privileges to operate on schema 'S'"],
    ['100038', "Numeric value 'x' is not recognized", 'SQL_VALUE_INVALID', "Numeric value 'x' is not recognized"],
    ['100072', 'NULL result in a non-nullable column', 'CONSTRAINT_VIOLATED', 'NULL result in a non-nullable column'],
    ['000999', 'something new', 'DB_QUERY_FAILED', 'something new'],
  ])('%s', (code, text, expected, message) => {
    const failure = queryFailed(told(code, text, { sqlState: '42000', data: { queryId: '01b2' } }), 'select a,\n  nope')
    expect(failure).toMatchObject({ code: expected, message, fields: { detail: { number: code, sqlState: '42000', queryId: '01b2' } } })
  }) // biome-ignore format: a table

  it('is placed in the whole of what was sent', () => {
    const sql = 'begin;\nselect a,\n  nope from t'
    const failure = queryFailed(told('000904', 'error line 2 at position 2'), sql, 7)
    expect(sql.slice(failure.fields.detail?.position as number)).toBe('nope from t')
    expect(queryFailed(told('000904', 'error line 9 at position 2'), sql).fields.detail).not.toHaveProperty('position')
  })

  it('shows no rows', () => {
    const failure = queryFailed(
      told('100090', 'Duplicate row detected during DML action\nRow Values: [12345, "a\nb", "card 4111"]'),
      'merge into t',
    )
    expect(JSON.stringify(failure)).not.toMatch(/4111|12345/)
    expect(failure.fields.hint).toMatch(/unique_key/)
    expect(JSON.stringify(queryFailed(told('100103', "Duplicate field key 'secret'"), ''))).not.toContain('secret')
  })

  it('is INTERRUPTED where we stopped it', () => {
    expect(queryFailed(told('000604', 'SQL execution canceled', { data: { queryId: '01c3' } }), 'select 1', 0, true)).toMatchObject({
      code: 'INTERRUPTED',
      fields: { detail: { queryId: '01c3' } },
    })
  })

  it('is worth another try where a lock or the link was the trouble', () => {
    const passing = [
      told('000625', 'locked'),
      told('390111', 'gone'),
      told(401001, 'Request to Snowflake failed.'),
      told('', 'read ECONNRESET'),
    ]
    expect(passing.map((error) => isPassing(queryFailed(error, '')))).toEqual([true, true, true, true])
    expect(isPassing(queryFailed(told('001003', 'syntax error'), ''))).toBe(false)
  })
})

describe('a login that fails', () => {
  it.each([
    ['390100', 'Incorrect username or password was specified.', 'DB_AUTH_FAILED'],
    ['390144', 'JWT token is invalid. [b2]', 'DB_AUTH_FAILED'],
    ['390189', "Role 'X' specified in the connect string does not exist or not authorized.", 'DB_ROLE_MISSING'],
    ['390201', 'The requested database does not exist or not authorized.', 'DB_DATABASE_MISSING'],
    ['394304', 'Programmatic access token is expired.', 'DB_AUTH_FAILED'],
    ['394399', 'Programmatic access token: something new.', 'DB_AUTH_FAILED'],
    ['390422', 'Incoming request with IP/Token 1.2.3.4 is not allowed to access Snowflake.', 'DB_AUTH_FAILED'],
    [401001, 'Network error. Could not reach Snowflake.', 'DB_UNREACHABLE'],
    ['390999', 'something new', 'DB_CONNECT_FAILED'],
  ])('%s', (code, text, expected) => {
    const failure = connectFailed(told(code, text), facts)
    expect(failure).toMatchObject({ code: expected, fields: { location: facts.at, next: 'sluice debug' } })
    expect(failure.message).toBe(`cannot log in to Snowflake account acme-eu as nightly: ${text}`)
  })
})

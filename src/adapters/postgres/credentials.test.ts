import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createInvocation } from '../../core/invocation.js'
import { hasLogin, parseCredentials } from './credentials.js'
import { passwordOf } from './password.js'
import { tlsAttempts } from './tls.js'

const at = { file: 'profiles.yml', line: 3, column: 5 }
const whole = { host: 'db.example', user: 'ann', password: 'hush', port: 5433, dbname: 'shop', schema: 'public' }

describe('credentials', () => {
  it("show dbt's fields as target, in its order, and no secret", () => {
    const { publicFields, secrets, database, unique } = parseCredentials({ ...whole, port: '5433', sslpassword: 'psst' }, at, '.')
    expect(Object.entries(publicFields)).toEqual([
      ['host', 'db.example'],
      ['port', 5433],
      ['user', 'ann'],
      ['database', 'shop'],
      ['dbname', 'shop'],
      ['schema', 'public'],
      ['connect_timeout', 10],
      ['role', null],
      ['search_path', null],
      ['keepalives_idle', 0],
      ['sslmode', null],
      ['sslcert', null],
      ['sslkey', null],
      ['sslrootcert', null],
      ['application_name', 'sluice'],
      ['autocommit', false],
      ['retries', 1],
    ])
    expect([secrets, database, unique]).toEqual([['hush', 'psst'], 'shop', 'db.example:5433/shop'])
  })

  it('take both names of database and password, and need no server to compile', () => {
    const { raw, database } = parseCredentials({ pass: 12345, database: 'shop', schema: 'x' }, at, '.')
    expect([raw.password, database]).toEqual(['12345', 'shop'])
    expect([hasLogin(parseCredentials(whole, at, '.')), hasLogin({ raw } as never)]).toEqual([true, false])
  })

  const refused: [raw: Record<string, unknown>, message: string, expected: string | undefined][] = [
    [{ ...whole, dbname: null }, 'the profile has no dbname', undefined],
    [{ ...whole, schema: undefined }, 'the profile has no schema', undefined],
    [{ ...whole, database: 'other' }, 'dbname and database are both given, and differ', 'only one of dbname and database'],
    [{ ...whole, port: 70000 }, 'port has a value it cannot take', 'a port number, 1 to 65535 for port'],
    [{ ...whole, port: 'five' }, 'port has a value it cannot take', 'a port number, 1 to 65535 for port'],
    [{ ...whole, retries: -1 }, 'retries has a value it cannot take', 'a whole number, 0 or more for retries'],
    [{ ...whole, host: ['a'] }, 'host has a value it cannot take', 'a text for host'],
    [{ ...whole, statement_timeout: 'soon' }, 'statement_timeout has a value it cannot take', undefined],
  ]
  it.each(refused)('refuse %j', (raw, message, expected) => {
    const fields = { message, location: at, ...(expected ? { expected } : {}) }
    expect(() => parseCredentials(raw, at, '.')).toThrow(
      expect.objectContaining({ code: 'CREDENTIALS_INVALID', fields: expect.objectContaining(fields) }),
    )
  })
})

const folder = mkdtempSync(join(tmpdir(), 'sluice-login-'))
afterAll(() => rmSync(folder, { recursive: true }))
const flags = { which: 'run', threads: 1, target: undefined, profile: undefined, vars: {}, fullRefresh: false, failFast: false } as const
const invocationIn = (env: Record<string, string>) =>
  createInvocation({ cwd: '/', env: { HOME: folder, ...env }, flags: { ...flags, warnError: false, empty: false } })

describe('the password', () => {
  writeFileSync(join(folder, '.pgpass'), '# mine\ndb.example:5433:*:bob:no\n*:5433:sh\\:op:ann:from\\:file\n*:*:*:*:last\n', {
    mode: 0o600,
  })
  writeFileSync(join(folder, 'open'), '*:*:*:*:seen by all\n', { mode: 0o644 })
  const password = (more: Record<string, unknown>, env: Record<string, string> = {}) => {
    const { raw, database } = parseCredentials({ ...whole, ...more }, at, '.')
    const invocation = invocationIn(env)
    const found = passwordOf(raw, database, invocation)
    return [found, invocation.redactor.clean(`it is ${found}`)]
  }
  it.each([
    [{}, {}, 'hush'],
    [{ password: null }, { PGPASSWORD: 'of the environment' }, 'of the environment'],
    [{ password: null, dbname: 'sh:op' }, {}, 'from:file'],
    [{ password: null, user: 'bob', dbname: 'x' }, {}, 'no'],
    [{ password: null, host: 'else', user: 'bob' }, {}, 'last'],
  ])('of %j with %j is known and kept secret', (more, env, expected) => {
    expect(password(more, env)).toEqual([expected, 'it is *****'])
  })
  it('is not taken from a file that others may read', () => {
    expect(password({ password: null }, { PGPASSFILE: join(folder, 'open') })[0]).toBeUndefined()
  })
})

describe('TLS', () => {
  writeFileSync(join(folder, 'ca.pem'), 'authority')
  const invocation = invocationIn({})
  const attempts = (more: Record<string, unknown>) => {
    const tries = tlsAttempts({ ...parseCredentials({ ...whole, ...more }, at, folder).raw }, invocation)
    return tries.map(
      (tls) => tls && [tls.rejectUnauthorized ? 'checked' : 'unchecked', tls.ca ?? null, tls.checkServerIdentity ? 'any name' : 'its name'],
    )
  }
  const modes: [more: Record<string, unknown>, tries: unknown[]][] = [
    [{}, [['unchecked', null, 'any name'], false]],
    [{ sslmode: 'disable' }, [false]],
    [{ sslmode: 'allow' }, [false, ['unchecked', null, 'any name']]],
    [{ sslmode: 'require' }, [['unchecked', null, 'any name']]],
    [{ sslmode: 'require', sslrootcert: 'ca.pem' }, [['checked', 'authority', 'any name']]],
    [{ sslmode: 'verify-ca', sslrootcert: 'ca.pem' }, [['checked', 'authority', 'any name']]],
    [{ sslmode: 'verify-full', sslrootcert: '~/ca.pem' }, [['checked', 'authority', 'its name']]],
    [{ sslmode: 'verify-full', sslrootcert: 'system' }, [['checked', null, 'its name']]],
    [{ host: '/run/postgresql', sslmode: 'verify-full' }, [false]],
  ]
  it.each(modes)('is as libpq means it: %j', (more, tries) => expect(attempts(more)).toEqual(tries))

  it('names a file that is not there', () => {
    expect(() => attempts({ sslmode: 'verify-full' })).toThrow(/sslrootcert .*root\.crt cannot be read/)
    expect(() => attempts({ sslcert: 'mine.pem' })).toThrow(/sslcert .*mine\.pem cannot be read/)
  })
})

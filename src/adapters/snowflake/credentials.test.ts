import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { parseToml } from './connections-file.js'
import { hasLogin, parseCredentials } from './credentials.js'

const at = { file: 'profiles.yml', line: 4, column: 7 }
const least = { account: 'acme_org-eu_1', user: 'nightly', password: 's3cret', database: 'analytics', schema: 'marts' }
const parse = (more: Readonly<Record<string, unknown>> = {}) => parseCredentials({ ...least, ...more }, at, '/p')

describe('fields', () => {
  it("are shown as dbt's target.*, without a secret", () => {
    const found = parse({
      private_key_passphrase: 'phrase',
      oauth_client_secret: 'hush',
      token: 'tok',
      proxy_password: 'prox',
      port: '8443',
      query_tag: 7,
    })
    expect(found).toMatchObject({ database: 'analytics', schema: 'marts', unique: 'acme-org-eu-1/analytics' })
    expect(Object.keys(found.publicFields).slice(0, 6)).toEqual(['account', 'user', 'database', 'warehouse', 'role', 'schema'])
    expect(found.publicFields).toMatchObject({
      account: 'acme-org-eu-1',
      warehouse: null,
      port: 8443,
      query_tag: '7',
      client_session_keep_alive: false,
      connect_retries: 1,
      reuse_connections: true,
    })
    expect(JSON.stringify(found.publicFields)).not.toMatch(/s3cret|phrase|hush|tok"|prox"/)
    expect(found.secrets).toEqual(['s3cret', 'phrase', 'tok', 'hush', 'prox'])
  })

  it('keep the lines of a key secret, too', () => {
    const key = `-----BEGIN PRIVATE KEY-----\\n${'A'.repeat(64)}\\n${'B'.repeat(40)}\\n-----END PRIVATE KEY-----`
    expect(parse({ password: undefined, private_key: key }).secrets).toEqual([key, 'A'.repeat(64), 'B'.repeat(40)])
  })

  it('leave connections open when dbt does', () => {
    expect(parse({ client_session_keep_alive: true }).publicFields.reuse_connections).toBeNull()
    expect(parse({ reuse_connections: false }).publicFields.reuse_connections).toBe(false)
  })

  it.each([
    [{ database: undefined }, 'the target has no database'],
    [{ schema: '' }, 'the target has no schema'],
    [{ port: 'many' }, 'port has the wrong type'],
    [{ retry_all: 'sometimes' }, 'retry_all has the wrong type'],
    [{ account: ['a'] }, 'account has the wrong type'],
    [{ pass: 'x' }, 'pass and password are the same; give one of them'],
    [{ private_key: 'x', private_key_path: 'y' }, 'private_key and private_key_path are both given'],
    [{ protocol: 'ftp' }, 'protocol "ftp" is unknown'],
    [{ workload_identity_provider: 'ibm' }, 'workload_identity_provider "ibm" is unknown'],
    [{ workload_identity_entra_resource: 'x', workload_identity_provider: 'AWS' }, 'workload_identity_entra_resource goes with workload_identity_provider: AZURE only'],
  ])('that do not fit are refused where they stand: %j', (more, message) => {
    expect(() => parse(more)).toThrow(expect.objectContaining({ code: 'CREDENTIALS_INVALID', message, fields: expect.objectContaining({ location: at }) }))
  }) // biome-ignore format: a table
})

describe('a login', () => {
  it('is there when the profile says how', () => {
    const without = { password: undefined, user: undefined }
    expect(
      [parse(), parse({ ...without, authenticator: 'externalbrowser' }), parse({ ...without, private_key_path: 'k' })].map(hasLogin),
    ).toEqual([true, true, true])
    expect(hasLogin(parse(without))).toBe(false)
    expect(hasLogin(parseCredentials({ database: 'd', schema: 's' }, at, '/p'))).toBe(false)
  })
})

describe('connections.toml', () => {
  let home: string
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'sluice-toml-'))
    vi.stubEnv('SNOWFLAKE_HOME', home)
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    rmSync(home, { recursive: true })
  })

  it('fills what the profile leaves open', () => {
    writeFileSync(
      join(home, 'connections.toml'),
      '# mine\n[other]\naccount = "no"\n[dev]\naccount = "acme" # here\nuser = \'me\'\nprivate_key_file = "C:\\\\keys\\\\k.p8"\nport = 443\nclient_session_keep_alive = true\nrole = "ignored"\n',
    )
    const found = parseCredentials({ connection_name: 'dev', database: 'd', schema: 's', role: 'mine' }, at, '/p')
    expect(found.raw).toMatchObject({
      account: 'acme',
      user: 'me',
      private_key_path: 'C:\\keys\\k.p8',
      port: 443,
      client_session_keep_alive: true,
      role: 'mine',
    })
    expect(() => parseCredentials({ connection_name: 'prod', database: 'd', schema: 's' }, at, '/p')).toThrow(
      expect.objectContaining({ code: 'CREDENTIALS_INVALID', fields: expect.objectContaining({ expected: 'one of other, dev' }) }),
    )
  })

  it('may be a part of config.toml', () => {
    mkdirSync(home, { recursive: true })
    writeFileSync(join(home, 'config.toml'), '[connections.dev]\naccount = "acme"\nprivate_key_raw = """\n-----BEGIN\nx\n"""\n')
    expect(parseCredentials({ connection_name: 'dev', database: 'd', schema: 's' }, at, '/p').raw).toMatchObject({
      account: 'acme',
      private_key: '-----BEGIN\nx\n',
    })
    expect(parseToml('[a]\nb = "x = y [c]"').get('a')?.get('b')).toBe('x = y [c]')
  })
})

import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loginOptions, type TokenRequest } from './auth.js'
import { parseCredentials } from './credentials.js'

const at = { file: 'profiles.yml', line: 4, column: 7 }
const folder = mkdtempSync(join(tmpdir(), 'sluice-auth-'))
afterAll(() => rmSync(folder, { recursive: true }))
const base = { account: 'acme-eu', database: 'd', schema: 's' }
const login = (fields: Readonly<Record<string, unknown>>, request?: TokenRequest) =>
  loginOptions(parseCredentials({ ...base, ...fields }, at, folder), request)

describe('each way to log in', () => {
  it.each([
    [{ user: 'u', password: '00123' }, { username: 'u', password: '00123' }],
    [{ user: 'u', password: 'p', authenticator: 'snowflake' }, { username: 'u', password: 'p' }],
    [{ user: 'u', authenticator: 'externalbrowser' }, { username: 'u', authenticator: 'EXTERNALBROWSER', clientStoreTemporaryCredential: true }],
    [{ user: 'u', password: 'p', authenticator: 'username_password_mfa', passcode: 123456 }, { username: 'u', password: 'p', authenticator: 'USERNAME_PASSWORD_MFA', clientRequestMFAToken: true, passcode: '123456' }],
    [{ user: 'u', password: 'p', authenticator: 'https://acme.okta.com' }, { username: 'u', password: 'p', authenticator: 'https://acme.okta.com' }],
    [{ authenticator: 'oauth', token: 't' }, { authenticator: 'OAUTH', token: 't' }],
    [{ authenticator: 'jwt', token: 't', user: 'u' }, { username: 'u', authenticator: 'OAUTH', token: 't' }],
    [{ authenticator: 'oauth', token_file_path: '/t' }, { authenticator: 'OAUTH', tokenFilePath: '/t' }],
    [{ authenticator: 'oauth_authorization_code', oauth_client_id: 'i', oauth_client_secret: 's', oauth_redirect_uri: 'http://localhost:1' }, { authenticator: 'OAUTH_AUTHORIZATION_CODE', oauthClientId: 'i', oauthClientSecret: 's', oauthRedirectUri: 'http://localhost:1', clientStoreTemporaryCredential: true }],
    [{ authenticator: 'oauth_client_credentials', oauth_client_id: 'i', oauth_client_secret: 's', oauth_token_request_url: 'https://idp/token', oauth_scope: 'session:role:x' }, { authenticator: 'OAUTH_CLIENT_CREDENTIALS', oauthClientId: 'i', oauthClientSecret: 's', oauthTokenRequestUrl: 'https://idp/token', oauthScope: 'session:role:x' }],
    [{ authenticator: 'PROGRAMMATIC_ACCESS_TOKEN', token: 't', user: 'u' }, { username: 'u', authenticator: 'PROGRAMMATIC_ACCESS_TOKEN', token: 't' }],
    [{ authenticator: 'programmatic_access_token', password: 'p' }, { authenticator: 'PROGRAMMATIC_ACCESS_TOKEN', token: 'p' }],
    [{ authenticator: 'workload_identity', workload_identity_provider: 'azure', workload_identity_entra_resource: 'r' }, { authenticator: 'WORKLOAD_IDENTITY', workloadIdentityProvider: 'AZURE', workloadIdentityAzureEntraIdResource: 'r' }],
    [{ authenticator: 'workload_identity', workload_identity_provider: 'OIDC', token: 't' }, { authenticator: 'WORKLOAD_IDENTITY', workloadIdentityProvider: 'OIDC', token: 't' }],
  ])('%j', async (fields, options) => {
    expect(await login(fields)).toEqual(options)
  }) // biome-ignore format: a table

  it.each([
    [{ password: 'p' }, 'the target has no user'],
    [{ user: 'u' }, 'the target has no password'],
    [{ user: 'u', authenticator: 'oauth' }, 'the target has no token'],
    [{ authenticator: 'oauth', oauth_client_id: 'i', token: 't' }, 'oauth_client_id and oauth_client_secret go together'],
    [
      { authenticator: 'oauth_client_credentials', oauth_client_id: 'i', oauth_client_secret: 's' },
      'the target has no oauth_token_request_url',
    ],
    [{ authenticator: 'workload_identity' }, 'the target has no workload_identity_provider'],
    [{ user: 'u', authenticator: 'kerberos' }, 'authenticator "kerberos" is unknown'],
  ])('says what it lacks: %j', async (fields, message) => {
    await expect(login(fields)).rejects.toMatchObject({ code: 'CREDENTIALS_INVALID', message, fields: { location: at } })
  })
})

describe('a refresh token', () => {
  const client = { authenticator: 'oauth', oauth_client_id: 'i', oauth_client_secret: 's', token: 'refresh' }

  it('is exchanged for an access token', async () => {
    const asked: unknown[] = []
    const request: TokenRequest = async (url, body, headers) => {
      asked.push(url, Object.fromEntries(body), headers.Authorization)
      return { access_token: 'access' }
    }
    expect(await login(client, request)).toEqual({ authenticator: 'OAUTH', token: 'access' })
    expect(asked).toEqual([
      'https://acme-eu.snowflakecomputing.com/oauth/token-request',
      { grant_type: 'refresh_token', refresh_token: 'refresh', redirect_uri: 'http://localhost:9999' },
      `Basic ${Buffer.from('i:s').toString('base64')}`,
    ])
  })

  it('that is not taken says so', async () => {
    await expect(login(client, async () => ({ message: 'This is an invalid client.' }))).rejects.toMatchObject({
      code: 'DB_AUTH_FAILED',
      message: expect.stringContaining('This is an invalid client.'),
    })
  })
})

describe('a key', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const lock = { cipher: 'aes-256-cbc', passphrase: 'open sesame' }
  const lockedPem = String(privateKey.export({ type: 'pkcs8', format: 'pem', ...lock }))
  const der = privateKey.export({ type: 'pkcs8', format: 'der' })
  const lockedDer = privateKey.export({ type: 'pkcs8', format: 'der', ...lock })
  writeFileSync(join(folder, 'key.p8'), lockedPem)
  writeFileSync(join(folder, 'key.der'), der)
  const passphrase = { private_key_passphrase: 'open sesame' }

  it.each([
    ['PEM', { private_key: pem }],
    ['PEM in one line, as environment variables hold it', { private_key: pem.trim().replaceAll('\n', '\\n') }],
    ['PKCS#1', { private_key: String(privateKey.export({ type: 'pkcs1', format: 'pem' })) }],
    ['locked PEM', { private_key: lockedPem, ...passphrase }],
    ['DER in base64', { private_key: der.toString('base64') }],
    ['locked DER in base64', { private_key: lockedDer.toString('base64'), ...passphrase }],
    ['a file beside profiles.yml', { private_key_path: 'key.p8', ...passphrase }],
    ['a DER file', { private_key_path: join(folder, 'key.der'), authenticator: 'snowflake_jwt' }],
    ['where the authenticator says snowflake', { private_key: pem, authenticator: 'snowflake' }],
  ])('is read as %s', async (_name, fields) => {
    expect(await login({ user: 'u', ...fields })).toEqual({ username: 'u', authenticator: 'SNOWFLAKE_JWT', privateKey: pem })
  })

  it.each([
    [{ private_key: lockedPem }, 'the key of private_key is locked', 'give its private_key_passphrase'],
    [
      { private_key: lockedPem, private_key_passphrase: 'wrong' },
      'private_key holds no private key that can be read',
      'is the private_key_passphrase right?',
    ],
    [{ private_key: 'nonsense' }, 'private_key holds no private key that can be read', undefined],
  ])('that cannot be read is not shown', async (fields, message, hint) => {
    const failure = await login({ user: 'u', ...fields }).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'CREDENTIALS_INVALID', message, fields: { location: at } })
    expect((failure as { fields: { hint?: string } }).fields.hint).toBe(hint)
    expect(JSON.stringify(failure)).not.toContain(pem.split('\n')[3])
  })

  it('whose file is not there names the file', async () => {
    await expect(login({ user: 'u', private_key_path: 'gone.p8' })).rejects.toMatchObject({
      message: `private_key_path: ${join(folder, 'gone.p8')} cannot be read`,
    })
  })
})

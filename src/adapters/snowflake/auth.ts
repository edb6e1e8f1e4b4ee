/** How a profile logs in: dbt's `authenticator` and its fields → the driver's options. Each way needs fields of its own. */
import { createPrivateKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import type { ConnectionOptions } from 'snowflake-sdk'
import { SluiceError, type SourceLocation } from '../../core/error.js'
import type { Plain } from '../../core/node.js'
import type { SnowflakeCredentials } from './credentials.js'
import { invalidCredentials } from './errors.js'

export type LoginOptions = Pick<
  ConnectionOptions,
  | 'authenticator'
  | 'username'
  | 'password'
  | 'privateKey'
  | 'token'
  | 'tokenFilePath'
  | 'passcode'
  | 'clientRequestMFAToken'
  | 'clientStoreTemporaryCredential'
  | 'oauthClientId'
  | 'oauthClientSecret'
  | 'oauthAuthorizationUrl'
  | 'oauthTokenRequestUrl'
  | 'oauthRedirectUri'
  | 'oauthScope'
  | 'workloadIdentityProvider'
  | 'workloadIdentityAzureEntraIdResource'
>

/** Asks for an access token; replaced in tests. */
export type TokenRequest = (url: string, body: URLSearchParams, headers: Readonly<Record<string, string>>) => Promise<unknown>

type Way = (login: Login) => LoginOptions | Promise<LoginOptions>

interface Login {
  readonly raw: Plain
  readonly at: SourceLocation
  readonly request: TokenRequest
}

/** By the names dbt and Snowflake's own clients take, in lower case. */
const ways: Readonly<Record<string, Way>> = {
  snowflake: (login) => ({ ...user(login), password: need(login, 'password') }),
  snowflake_jwt: (login) => ({ ...user(login), authenticator: 'SNOWFLAKE_JWT', privateKey: privateKey(login) }),
  externalbrowser: (login) => ({ ...anyUser(login), authenticator: 'EXTERNALBROWSER', clientStoreTemporaryCredential: true }),
  username_password_mfa: (login) => ({
    ...user(login),
    ...given(login, { passcode: 'passcode' }),
    authenticator: 'USERNAME_PASSWORD_MFA',
    password: need(login, 'password'),
    clientRequestMFAToken: true,
  }),
  oauth,
  // dbt's name for a token used as it is.
  jwt: (login) => ({ ...anyUser(login), authenticator: 'OAUTH', ...token(login) }),
  oauth_authorization_code: (login) => ({
    ...anyUser(login),
    ...oauthClient(login),
    authenticator: 'OAUTH_AUTHORIZATION_CODE',
    clientStoreTemporaryCredential: true,
  }),
  oauth_client_credentials: (login) => ({
    ...anyUser(login),
    ...oauthClient(login),
    authenticator: 'OAUTH_CLIENT_CREDENTIALS',
    oauthClientId: need(login, 'oauth_client_id'),
    oauthClientSecret: need(login, 'oauth_client_secret'),
    oauthTokenRequestUrl: need(login, 'oauth_token_request_url'),
  }),
  programmatic_access_token: (login) => ({ ...anyUser(login), authenticator: 'PROGRAMMATIC_ACCESS_TOKEN', ...tokenOrPassword(login) }),
  workload_identity: workloadIdentity,
}

/** Names under which every way is known, for messages. */
export const authenticators: readonly string[] = [...Object.keys(ways), 'https://<name>.okta.com']

export async function loginOptions(credentials: SnowflakeCredentials, request: TokenRequest = fetchToken): Promise<LoginOptions> {
  const { raw, at } = credentials
  const login = { raw, at, request }
  const named = typeof raw.authenticator === 'string' ? raw.authenticator : undefined
  if (named && /^https:\/\//i.test(named)) return { ...user(login), authenticator: named, password: need(login, 'password') }
  const hasKey = raw.private_key !== undefined || raw.private_key_path !== undefined
  const name = (named ?? 'snowflake').toLowerCase()
  const wanted = name === 'snowflake' && hasKey ? 'snowflake_jwt' : name
  const way = Object.hasOwn(ways, wanted) ? ways[wanted] : undefined
  if (!way) throw invalidCredentials(`authenticator "${named}" is unknown`, at, `one of ${authenticators.join(', ')}`)
  return await way(login)
}

function user(login: Login): LoginOptions {
  return { username: need(login, 'user') }
}

function anyUser(login: Login): LoginOptions {
  return given(login, { user: 'username' })
}

function need({ raw, at }: Login, field: string): string {
  const value = raw[field]
  if (typeof value === 'string') return value
  const how = raw.authenticator ?? 'a password'
  throw invalidCredentials(
    `the target has no ${field}`,
    at,
    `\`${field}:\`, to log in by ${String(how)}`,
    "a secret is best read by {{ env_var('…') }}",
  )
}

function given({ raw }: Login, names: Readonly<Record<string, keyof LoginOptions>>): LoginOptions {
  return Object.fromEntries(Object.entries(names).flatMap(([field, option]) => (raw[field] === undefined ? [] : [[option, raw[field]]])))
}

function token(login: Login): LoginOptions {
  return login.raw.token === undefined && login.raw.token_file_path !== undefined
    ? { tokenFilePath: need(login, 'token_file_path') }
    : { token: need(login, 'token') }
}

function tokenOrPassword(login: Login): LoginOptions {
  return login.raw.token === undefined && login.raw.password !== undefined ? { token: need(login, 'password') } : token(login)
}

function oauthClient(login: Login): LoginOptions {
  return given(login, {
    oauth_client_id: 'oauthClientId',
    oauth_client_secret: 'oauthClientSecret',
    oauth_authorization_url: 'oauthAuthorizationUrl',
    oauth_token_request_url: 'oauthTokenRequestUrl',
    oauth_redirect_uri: 'oauthRedirectUri',
    oauth_scope: 'oauthScope',
  })
}

/** With a client's id and secret the token is a refresh token, as in dbt, and is exchanged first. */
async function oauth(login: Login): Promise<LoginOptions> {
  const { raw, at } = login
  const [id, secret] = [raw.oauth_client_id, raw.oauth_client_secret]
  if ((id === undefined) !== (secret === undefined))
    throw invalidCredentials(
      'oauth_client_id and oauth_client_secret go together',
      at,
      'both, with a refresh token in `token`; or neither, with an access token',
    )
  if (id === undefined) return { ...anyUser(login), authenticator: 'OAUTH', ...token(login) }
  const access = await accessToken(login, need(login, 'token'))
  return { ...anyUser(login), authenticator: 'OAUTH', token: access }
}

async function accessToken({ raw, at, request }: Login, refresh: string): Promise<string> {
  const url = String(raw.oauth_token_request_url ?? `https://${hostOf(raw)}/oauth/token-request`)
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: refresh,
    redirect_uri: String(raw.oauth_redirect_uri ?? 'http://localhost:9999'),
  })
  const basic = Buffer.from(`${String(raw.oauth_client_id)}:${String(raw.oauth_client_secret)}`).toString('base64')
  const answer = (await request(url, body, { Authorization: `Basic ${basic}` })) as {
    readonly access_token?: unknown
    readonly message?: unknown
  } | null
  if (typeof answer?.access_token === 'string') return answer.access_token
  throw new SluiceError('DB_AUTH_FAILED', {
    message: `no access token was given for the refresh token: ${String(answer?.message ?? 'the answer holds none')}`,
    location: at,
    hint: 'has the refresh token expired, and do oauth_client_id and oauth_client_secret belong to it?',
  })
}

async function fetchToken(url: string, body: URLSearchParams, headers: Readonly<Record<string, string>>): Promise<unknown> {
  try {
    const response = await fetch(url, { method: 'POST', body, headers })
    return await response.json()
  } catch (cause) {
    throw new SluiceError('DB_UNREACHABLE', {
      message: `no access token could be fetched from ${new URL(url).host}`,
      hint: 'is the account name right?',
      cause,
    })
  }
}

function workloadIdentity(login: Login): LoginOptions {
  const provider = need(login, 'workload_identity_provider').toUpperCase()
  return {
    ...anyUser(login),
    ...given(login, {
      token: 'token',
      token_file_path: 'tokenFilePath',
      workload_identity_entra_resource: 'workloadIdentityAzureEntraIdResource',
    }),
    authenticator: 'WORKLOAD_IDENTITY',
    workloadIdentityProvider: provider as NonNullable<LoginOptions['workloadIdentityProvider']>,
  }
}

/** The driver takes an unlocked PKCS#8 key as PEM; profiles hold PEM, DER in base64, or the path of either, locked or not. */
function privateKey(login: Login): string {
  const { raw, at } = login
  const inline = raw.private_key
  const bytes = typeof inline === 'string' ? keyBytes(Buffer.from(inline)) : keyBytes(keyFile(login))
  const passphrase = raw.private_key_passphrase as string | undefined
  try {
    return String(readKey(bytes, passphrase).export({ format: 'pem', type: 'pkcs8' }))
  } catch {
    // N.B. the parser's own message may quote the key.
    const locked = bytes.includes('ENCRYPTED') && passphrase === undefined
    const field = typeof inline === 'string' ? 'private_key' : 'private_key_path'
    throw invalidCredentials(
      locked ? `the key of ${field} is locked` : `${field} holds no private key that can be read`,
      at,
      'an RSA key as PEM, or as DER in base64',
      locked ? 'give its private_key_passphrase' : passphrase === undefined ? undefined : 'is the private_key_passphrase right?',
    )
  }
}

function keyFile(login: Login): Buffer {
  const path = need(login, 'private_key_path')
  const full = isAbsolute(path) ? path : join(String(login.raw.profile_dir ?? '.'), path)
  try {
    return readFileSync(full)
  } catch (cause) {
    throw new SluiceError('CREDENTIALS_INVALID', {
      message: `private_key_path: ${full} cannot be read`,
      location: login.at,
      hint: 'does the file exist, and may you read it?',
      cause,
    })
  }
}

/** Environment variables hold line breaks as `\n`. */
function keyBytes(written: Buffer): Buffer {
  const text = written.toString('latin1').trim()
  if (text.startsWith('-----')) return Buffer.from(text.replaceAll('\\n', '\n'))
  return /^[A-Za-z0-9+/=\s]+$/.test(text) ? Buffer.from(text, 'base64') : written
}

function readKey(bytes: Buffer, passphrase: string | undefined): KeyObject {
  const lock = passphrase === undefined ? {} : { passphrase }
  if (bytes.subarray(0, 5).toString() === '-----') return createPrivateKey({ key: bytes, format: 'pem', ...lock })
  return createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8', ...lock })
}

export function hostOf(raw: Plain): string {
  if (typeof raw.host === 'string') return raw.host
  const account = String(raw.account ?? '')
  return /\.cn-|^cn-/.test(account) ? `${account}.snowflakecomputing.cn` : `${account}.snowflakecomputing.com`
}

/** A live Snowflake account: sessions opened one by one, all with the login of the profile. */
import type { ConnectionOptions, Connection as DriverConnection } from 'snowflake-sdk'
import type { Invocation } from '../../core/invocation.js'
import type { Adapter, AdapterModule, Credentials } from '../adapter.js'
import { hostOf, type LoginOptions, loginOptions } from './auth.js'
import { SnowflakeSession } from './connection.js'
import type { SnowflakeCredentials } from './credentials.js'
import { type Driver, loadDriver } from './driver.js'
import { type ConnectFacts, connectFailed, driverError, invalidCredentials, isNetwork, isPassing } from './errors.js'
import { nodeSession } from './node-session.js'
import { quoteText } from './relation-style.js'
import { loadSeed } from './seed.js'
import { logIn, send } from './session.js'
import { templateMethods } from './template-methods.js'

export async function createAdapter(module: AdapterModule, given: Credentials, invocation: Invocation): Promise<Adapter> {
  const credentials = given as SnowflakeCredentials
  const { raw, at } = credentials
  for (const secret of credentials.secrets) invocation.redactor.add(secret)
  if (typeof raw.account !== 'string') throw invalidCredentials('the target has no account', at, '`account: <organization>-<name>`')
  const login = await loginOptions(credentials)
  for (const secret of [login.token, login.privateKey]) if (secret !== undefined) invocation.redactor.add(secret)
  const driver = await loadDriver({ checksRevocation: raw.insecure_mode !== true })
  const open = () => opened(driver, { ...login, ...connectionOptions(credentials) }, credentials)
  return {
    module,
    version: 'snowflake-sdk 3.3.0',
    connect: async (name) => new SnowflakeSession(await open(), { name, invocation, logIn: open }),
    isTransient: isPassing,
    templateMethods: templateMethods(credentials, invocation),
    loadSeed,
    enterNode: nodeSession(credentials),
    close: async () => undefined,
  }
}

function connectionOptions({ raw, database, schema }: SnowflakeCredentials): ConnectionOptions {
  const text = (field: string, option: string) => (raw[field] === undefined ? {} : { [option]: String(raw[field]) })
  const number = (field: string, option: string) => (raw[field] === undefined ? {} : { [option]: Number(raw[field]) })
  return {
    account: String(raw.account),
    application: 'sluice',
    database,
    schema,
    ...text('warehouse', 'warehouse'),
    ...text('role', 'role'),
    ...text('host', 'host'),
    ...number('port', 'port'),
    ...text('protocol', 'protocol'),
    ...text('query_tag', 'queryTag'),
    ...text('proxy_host', 'proxyHost'),
    ...number('proxy_port', 'proxyPort'),
    ...text('proxy_user', 'proxyUser'),
    ...text('proxy_password', 'proxyPassword'),
    clientSessionKeepAlive: raw.client_session_keep_alive === true,
    ...{ sfRetryMaxLoginRetries: Number(raw.connect_retries) },
  } as ConnectionOptions
}

/** Tries as the profile says: broken links always, refusals only with `retry_all` or `retry_on_database_errors`. */
async function opened(
  driver: Driver,
  options: LoginOptions & ConnectionOptions,
  credentials: SnowflakeCredentials,
): Promise<DriverConnection> {
  const { raw } = credentials
  const triesAll = raw.retry_all === true || raw.retry_on_database_errors === true
  const retries = Number(raw.connect_retries)
  for (let attempt = 0; ; attempt++) {
    try {
      const session = await logIn(driver, { ...options })
      await send(session, sessionSettings(raw.s3_stage_vpce_dns_name), {})
      return session
    } catch (error) {
      // N.B. links that broke were tried again by the driver.
      if (attempt >= retries || !(triesAll && !isNetwork(driverError(error)))) throw connectFailed(error, facts(credentials))
      const seconds = raw.connect_timeout === undefined ? (attempt + 1) ** 2 : Number(raw.connect_timeout)
      await new Promise((done) => setTimeout(done, seconds * 1000))
    }
  }
}

/** Macros count on every statement being committed by itself, whatever the account's default. */
function sessionSettings(stageHost: unknown): string {
  return `alter session set autocommit = true${typeof stageHost === 'string' ? ` S3_STAGE_VPCE_DNS_NAME = ${quoteText(stageHost)}` : ''}`
}

function facts({ raw, at }: SnowflakeCredentials): ConnectFacts {
  return { account: String(raw.account), user: String(raw.user ?? ''), host: hostOf(raw), at }
}

/** Opens sessions on the server as the profile says: TLS as libpq means it, tries, settings of the session. */
import { setTimeout as sleep } from 'node:timers/promises'
import type * as driver from 'pg'
import type { Client, ClientConfig } from 'pg'
import { SluiceError } from '../../core/error.js'
import type { Invocation } from '../../core/invocation.js'
import type { Credentials } from '../adapter.js'
import { interrupted } from '../base.js'
import { checkReachable } from './credentials.js'
import { connectFailed, driverMissing, isTransient, type Place, reportOf } from './errors.js'
import { logIn } from './line.js'
import { passwordOf } from './password.js'
import { type TlsOptions, tlsAttempts } from './tls.js'

export interface Opened {
  readonly client: Client
  /** The server process behind the session, for cancelling; a pooler in between knows another one. */
  readonly pid: number
  /** As the server tells it, e.g. `15.18`. */
  readonly version: string
  /** Whether the server remembers when each row was committed. */
  readonly keepsCommitTimes: boolean
}

export interface Connector {
  readonly place: Place
  /** A session with the profile's settings; tried again where the failure may pass. */
  open(): Promise<Opened>
  /** A bare session for errands, given up after `timeout` milliseconds. */
  errand(timeout: number): Promise<Client>
}

/** Milliseconds before the second try; doubles, with jitter, up to the longest. */
const firstPause = 250
const longestPause = 10_000

export async function createConnector(credentials: Credentials, invocation: Invocation): Promise<Connector> {
  const { raw } = credentials
  checkReachable(raw)
  const { Client: ClientClass } = await loadDriver()
  const place = { host: String(raw.host), port: Number(raw.port), user: String(raw.user), database: credentials.database }
  const attempts = tlsAttempts(raw, invocation)
  const password = passwordOf(raw, credentials.database, invocation)
  // What the server took last is tried first by the next session.
  let works = 0

  const once = async (timeout: number, signal?: AbortSignal): Promise<Client> => {
    const order = [works, ...attempts.keys()].filter((index, at, all) => all.indexOf(index) === at)
    for (const [turn, index] of order.entries()) {
      const tls = attempts[index] ?? false
      const client = new ClientClass(clientConfig(credentials, password, tls, timeout))
      // An error of an idle session is noticed when it is next used; unheard it would end the process.
      client.on('error', () => undefined)
      try {
        await logIn(client, signal)
        works = index
        return client
      } catch (error) {
        if (turn === order.length - 1 || !mayWorkOtherwise(error, tls)) throw error
      }
    }
    throw interrupted()
  }

  const session = async (): Promise<Opened> => {
    const client = await once(Number(raw.connect_timeout) * 1000, invocation.signal)
    try {
      return await prepared(client, credentials)
    } catch (error) {
      void client.end().catch(() => undefined)
      throw error
    }
  }

  return {
    place,
    errand: (timeout) => once(timeout),
    async open() {
      for (let tries = 0; ; tries++) {
        try {
          return await session()
        } catch (error) {
          const failure = connectFailed(error, place)
          if (tries >= Number(raw.retries) || !mayPass(failure) || invocation.signal.aborted) throw failure
          const pause = Math.min(longestPause, firstPause * 2 ** tries)
          await sleep(pause * (0.5 + Math.random()), undefined, { signal: invocation.signal }).catch(() => {
            throw interrupted()
          })
        }
      }
    },
  }
}

async function loadDriver(): Promise<typeof driver> {
  try {
    return await import('pg')
  } catch (error) {
    throw driverMissing(error)
  }
}

function clientConfig(
  { raw, database }: Credentials,
  password: string | undefined,
  ssl: TlsOptions | false,
  timeout: number,
): ClientConfig {
  return {
    host: String(raw.hostaddr ?? raw.host),
    port: Number(raw.port),
    user: String(raw.user),
    // N.B. a function, or the driver would look for one on its own.
    password: () => password ?? '',
    database,
    ssl,
    connectionTimeoutMillis: timeout,
    keepAlive: raw.keepalives === true,
    keepAliveInitialDelayMillis: Number(raw.keepalives_idle) * 1000,
    application_name: String(raw.application_name),
  }
}

/** `prefer` goes on without TLS and `allow` with it, where that may be the reason. */
function mayWorkOtherwise(error: unknown, tls: TlsOptions | false): boolean {
  const { code, message } = reportOf(error)
  if (code === '28000') return true
  return (
    tls !== false &&
    (connectFailed(error, { host: '', port: 0, user: '', database: '' }).code === 'DB_TLS_FAILED' || /SSL/.test(message ?? ''))
  )
}

/** Wrong names stay wrong; a server that starts, is full or out of reach may be there in a moment. */
function mayPass(error: SluiceError): boolean {
  return error.code === 'DB_UNREACHABLE' || isTransient(error)
}

const noticesGoneClients =
  "select set_config(name, '1s', false) from pg_settings where name = 'client_connection_check_interval' and setting = '0'"

/** Session settings go by one statement: poolers refuse unknown start-up options. */
async function prepared(client: Client, { raw }: Credentials): Promise<Opened> {
  const settings: (readonly [name: string, value: string])[] = [['DateStyle', 'ISO']]
  if (raw.search_path) settings.push(['search_path', String(raw.search_path)])
  if (raw.statement_timeout !== null) settings.push(['statement_timeout', String(raw.statement_timeout)])
  const facts = await client.query<{ pid: number; version: string; times: string | null }>(
    `select pg_backend_pid() as pid, current_setting('server_version') as version, current_setting('track_commit_timestamp', true) as times${settings.map((_, index) => `, set_config($${2 * index + 1}, $${2 * index + 2}, false)`).join('')}`,
    settings.flat(),
  )
  // From 14 on a server can notice that we are gone, so that a query does not outlive a killed run. Where it cannot, nothing is lost.
  await client.query(noticesGoneClients).catch(() => undefined)
  if (raw.role) await takeRole(client, String(raw.role))
  const { pid = 0, version = '', times } = facts.rows[0] ?? {}
  return { client, pid, version: version.split(' ')[0] ?? version, keepsCommitTimes: times === 'on' }
}

/** The role is written as in SQL: folded down unless it is quoted. */
async function takeRole(client: Client, role: string): Promise<void> {
  const quoted = /^"(.*)"$/s.exec(role)?.[1]?.replaceAll('""', '"')
  try {
    await client.query("select set_config('role', $1, false)", [quoted ?? role.toLowerCase()])
  } catch (error) {
    throw new SluiceError('DB_ROLE_MISSING', {
      message: `the role ${role} cannot be taken: ${reportOf(error).message}`,
      hint: `create it, or have it granted to the user of the profile: grant ${role} to …`,
      cause: error,
    })
  }
}

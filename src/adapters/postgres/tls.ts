/** libpq's `sslmode` as options of Node's TLS, in the order they are tried. */
import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import type { ConnectionOptions } from 'node:tls'
import type { Invocation } from '../../core/invocation.js'
import type { Plain } from '../../core/node.js'
import type { SslMode } from './credentials.js'
import { tlsFileUnreadable } from './errors.js'

export type TlsOptions = ConnectionOptions

/** `false` is a connection without TLS. */
export function tlsAttempts(raw: Plain, invocation: Invocation): readonly (TlsOptions | false)[] {
  // A socket file needs none.
  if (String(raw.host).startsWith('/')) return [false]
  const mode = (raw.sslmode ?? 'prefer') as SslMode
  if (mode === 'disable') return [false]
  const tls = tlsOptions(raw, mode, invocation)
  if (mode === 'prefer') return [tls, false]
  return mode === 'allow' ? [false, tls] : [tls]
}

function tlsOptions(raw: Plain, mode: SslMode, invocation: Invocation): TlsOptions {
  const read = reader(raw, invocation)
  const authority = raw.sslrootcert === 'system' ? undefined : read('sslrootcert', 'root.crt')
  // As in libpq: naming an authority makes `require` check it.
  const checks = mode.startsWith('verify') || (mode === 'require' && authority !== undefined)
  if (mode.startsWith('verify') && authority === undefined && raw.sslrootcert !== 'system')
    throw tlsFileUnreadable('sslrootcert', join(home(invocation), '.postgresql', 'root.crt'))
  const certificate = read('sslcert', 'postgresql.crt')
  const key = certificate === undefined ? undefined : read('sslkey', 'postgresql.key')
  return {
    rejectUnauthorized: checks,
    ...(checks && authority !== undefined ? { ca: authority } : {}),
    ...(mode === 'verify-full' || raw.sslrootcert === 'system' ? {} : { checkServerIdentity: () => undefined }),
    ...(certificate === undefined ? {} : { cert: certificate }),
    ...(key === undefined ? {} : { key }),
    ...(raw.sslpassword ? { passphrase: String(raw.sslpassword) } : {}),
    // The certificate is the host's, whatever address leads there.
    ...(raw.hostaddr ? { servername: String(raw.host) } : {}),
  }
}

/** The file a field names, or libpq's own place for it where that exists. */
function reader(raw: Plain, invocation: Invocation): (field: string, ownName: string) => string | undefined {
  return (field, ownName) => {
    const given = raw[field]
    const path = typeof given === 'string' && given !== '' ? found(given, raw, invocation) : join(home(invocation), '.postgresql', ownName)
    if (!given && !existsSync(path)) return undefined
    try {
      return readFileSync(path, 'utf8')
    } catch (error) {
      throw tlsFileUnreadable(field, path, error)
    }
  }
}

function found(path: string, raw: Plain, invocation: Invocation): string {
  const expanded = path.startsWith('~/') ? join(home(invocation), path.slice(2)) : path
  if (isAbsolute(expanded)) return expanded
  const beside = resolve(String(raw.profile_dir ?? '.'), expanded)
  return existsSync(beside) ? beside : resolve(invocation.cwd, expanded)
}

function home(invocation: Invocation): string {
  return invocation.env.HOME ?? invocation.env.USERPROFILE ?? homedir()
}

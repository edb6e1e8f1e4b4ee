/** Complaints that come from the socket, TLS or the driver, not from the server. */
import type { ErrorCode } from '../../core/error-codes.js'

const unreachable = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EADDRNOTAVAIL|ENOENT|EACCES)$/
const broken = /^(ECONNRESET|EPIPE|ECONNABORTED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ERR_STREAM_\w+)$/
const tlsCode =
  /^(ERR_TLS_|ERR_SSL_|ERR_OSSL|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)/
const brokenText =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|read E|write E|This socket has been ended)/

/** Why there is no connection; undefined where the server itself answered. */
export function codeOfSocket(error: unknown): ErrorCode | undefined {
  const { code, message } = facts(error)
  if (tlsCode.test(code) || (code === '' && /SSL|certificate/i.test(message))) return 'DB_TLS_FAILED'
  if (/^SASL: .*password must be/.test(message)) return 'DB_AUTH_FAILED'
  if (unreachable.test(code) || broken.test(code) || brokenText.test(message) || /timeout expired|connection timeout/.test(message))
    return 'DB_UNREACHABLE'
  return undefined
}

/** True where the link broke under a statement. */
export function isSocketError(error: unknown): boolean {
  const { code, message } = facts(error)
  return broken.test(code) || (code === '' && brokenText.test(message))
}

/** N.B. a name with several addresses fails once for each, wrapped together. */
function facts(error: unknown): { readonly code: string; readonly message: string } {
  const inner: unknown = error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error
  const { code, message } = (inner ?? {}) as { readonly code?: unknown; readonly message?: unknown }
  return { code: typeof code === 'string' ? code : '', message: typeof message === 'string' ? message : String(inner) }
}

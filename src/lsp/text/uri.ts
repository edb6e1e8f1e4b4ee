/** Addresses of documents as editors write them ↔ paths of files. */

/** Undefined for what is no file: unsaved buffers without a name, views of version control. */
export function pathOfUri(uri: string): string | undefined {
  const match = /^file:\/\/([^/?#]*)(\/[^?#]*)/i.exec(uri)
  if (!match) return undefined
  const [, host = '', written = ''] = match
  const path = decoded(written)
  if (path === undefined) return undefined
  if (host !== '' && host.toLowerCase() !== 'localhost') return `//${host}${path}`
  return /^\/[A-Za-z]:(?:\/|$)/.test(path) ? path.slice(1) : path
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

export function uriOfPath(path: string): string {
  const slashed = path.replaceAll('\\', '/')
  const shared = /^\/\/([^/]+)(\/.*)$/.exec(slashed)
  const [host, rest] = shared ? [shared[1] ?? '', shared[2] ?? ''] : ['', slashed.startsWith('/') ? slashed : `/${slashed}`]
  return `file://${host}${rest.split('/').map(encodeURIComponent).join('/')}`
}

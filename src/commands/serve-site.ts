/** Answers of `docs serve`: files of the target folder that belong to a site, to readers who asked for this host by its name. */
import { closeSync, createReadStream, fstatSync, openSync, readSync, realpathSync, statSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import { hostname } from 'node:os'
import { extname, join, relative, sep } from 'node:path'
import { livePath, withLive } from '../docs/index.js'

/** What a site and the artifacts beside it consist of. A database that lies there too is nobody's business. */
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.sql': 'text/plain; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
  '.mmd': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
}

const always: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  // Pages of others may neither frame these nor read them as scripts or pictures.
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
}

/** Milliseconds between looks at the page. */
const lookEvery = 400

export class SiteServer {
  readonly #folder: string
  readonly #host: string
  readonly #readers = new Set<ServerResponse>()
  #timer: NodeJS.Timeout | undefined
  #told = ''

  /** @param folder - absolute */
  constructor(folder: string, host: string) {
    this.#folder = realpathSync(folder)
    this.#host = host.toLowerCase()
  }

  answer(request: IncomingMessage, response: ServerResponse): void {
    const { method = '', headers, url = '' } = request
    const path = url.split('?', 1)[0] ?? ''
    if (!isOurName(headers.host, this.#host)) refuse(response, 403, 'this server answers to other names only')
    else if (method !== 'GET' && method !== 'HEAD') refuse(response, 405, 'only GET and HEAD', { allow: 'GET, HEAD' })
    else if (path === livePath) this.#listen(method, response)
    else this.#send(this.#fileOf(path), method, response)
  }

  close(): void {
    clearInterval(this.#timer)
    for (const reader of this.#readers) reader.end()
  }

  /** Undefined for what is not there, is none of the site's, or leads out of the folder. */
  #fileOf(path: string): string | undefined {
    const parts = partsOf(path)
    if (!parts) return undefined
    try {
      const file = realpathSync(join(this.#folder, ...parts))
      const way = relative(this.#folder, file).split(sep)
      const own = way.every((part) => !part.startsWith('.') && !part.includes(':')) && types[extname(file).toLowerCase()] !== undefined
      return own && statSync(file).isFile() ? file : undefined
    } catch {
      return undefined
    }
  }

  #send(file: string | undefined, method: string, response: ServerResponse): void {
    const handle = file === undefined ? undefined : opened(file)
    if (file === undefined || handle === undefined) {
      refuse(response, 404, 'not found')
      return
    }
    const name = relative(this.#folder, file).split(sep).join('/')
    const { size } = fstatSync(handle)
    const head = name === 'index.html' ? beginning(handle, versionOf(fstatSync(handle))) : undefined
    const length = head ? head.text.length + size - head.from : size
    response.writeHead(200, { ...always, ...headersOf(name), 'content-length': length })
    if (method === 'HEAD' || length === 0) {
      closeSync(handle)
      response.end()
      return
    }
    if (head) response.write(head.text)
    const stream = createReadStream('', { fd: handle, start: head?.from ?? 0, end: size - 1 })
    stream.on('error', () => response.destroy())
    response.on('close', () => stream.destroy())
    stream.pipe(response)
  }

  #listen(method: string, response: ServerResponse): void {
    response.writeHead(200, { ...always, 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    if (method === 'HEAD') {
      response.end()
      return
    }
    this.#told = this.#newest() ?? this.#told
    response.write(`retry: 1000\ndata: ${this.#told}\n\n`)
    this.#readers.add(response)
    this.#timer ??= setInterval(() => this.#look(), lookEvery)
    response.on('close', () => {
      this.#readers.delete(response)
      if (this.#readers.size > 0) return
      clearInterval(this.#timer)
      this.#timer = undefined
    })
  }

  #look(): void {
    const newest = this.#newest()
    if (newest === undefined || newest === this.#told) return
    this.#told = newest
    for (const reader of this.#readers) reader.write(`data: ${newest}\n\n`)
  }

  /** Undefined while there is no page: one that is being cleaned away is waited for. */
  #newest(): string | undefined {
    const found = statSync(join(this.#folder, 'index.html'), { throwIfNoEntry: false })
    return found && versionOf(found)
  }
}

/** Undefined where it was removed or replaced since it was looked for. */
function opened(file: string): number | undefined {
  try {
    return openSync(file, 'r')
  } catch {
    return undefined
  }
}

function versionOf({ ino, size, mtimeMs }: { readonly ino: number; readonly size: number; readonly mtimeMs: number }): string {
  return `${ino}-${size}-${mtimeMs}`
}

/** The parts of a path, decoded; undefined where one is hidden, leads upwards or is no name of a file. */
function partsOf(path: string): readonly string[] | undefined {
  if (!path.startsWith('/')) return undefined
  let plain: string
  try {
    plain = decodeURIComponent(path.endsWith('/') ? `${path}index.html` : path)
  } catch {
    return undefined
  }
  const parts = plain.slice(1).split('/')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is refused
  return parts.some((part) => part === '' || /^\.|[\\:\u0000]/.test(part)) ? undefined : parts
}

/** The page's policy lies before its style and data. */
const headBytes = 65_536

function beginning(handle: number, version: string): { readonly text: Buffer; readonly from: number } | undefined {
  const bytes = Buffer.alloc(headBytes)
  const from = readSync(handle, bytes, 0, headBytes, 0)
  const text = withLive(bytes.toString('latin1', 0, from), version)
  return text === undefined ? undefined : { text: Buffer.from(text, 'latin1'), from }
}

function headersOf(name: string): Record<string, string> {
  const type = types[extname(name).toLowerCase()] ?? ''
  // A folder of data is named by what it holds.
  const cache = /^data-[0-9a-f]{16}\//.test(name) ? 'private, max-age=31536000, immutable' : name === 'index.html' ? 'no-store' : 'no-cache'
  const framed = "frame-ancestors 'none'"
  const policy = type.startsWith('text/html') ? framed : `default-src 'none'; style-src 'unsafe-inline'; sandbox; ${framed}`
  return { 'content-type': type, 'cache-control': cache, 'content-security-policy': policy }
}

/**
 * A page of another host can lead its own name to this address and then read what is served here; but it cannot say another
 * name. Addresses as numbers belong to nobody.
 */
export function isOurName(header: string | undefined, host: string): boolean {
  const name = nameOf(header)
  if (name === undefined) return false
  if (name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^127\.\d+\.\d+\.\d+$/.test(name)) return true
  const everywhere = host === '0.0.0.0' || host === '::' || host === ''
  return name === host || (everywhere && (isIP(name) !== 0 || name === hostname().toLowerCase()))
}

function nameOf(header: string | undefined): string | undefined {
  try {
    return new URL(`http://${header ?? ''}`).hostname.replace(/^\[|\]$/g, '').toLowerCase()
  } catch {
    return undefined
  }
}

function refuse(response: ServerResponse, status: number, why: string, more: Readonly<Record<string, string>> = {}): void {
  response
    .writeHead(status, { ...always, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...more })
    .end(`${why}\n`)
}

/** `docs serve`: the target folder over HTTP on this machine only, until interrupted. The page itself needs no server. */
import { spawn } from 'node:child_process'
import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { extname, join, normalize, resolve, sep } from 'node:path'
import { loadRootConfig } from '../load/index.js'
import type { CommandBody } from './command.js'
import { pageMissing, serveFailed } from './errors.js'

export const docsServe: CommandBody = async (invocation) => {
  const { root, config } = loadRootConfig(invocation)
  const folder = resolve(root, config.targetPath)
  if (!existsSync(join(folder, 'index.html'))) throw pageMissing(join(folder, 'index.html'))
  const host = String(invocation.flags.host)
  const server = createServer((request, response) => answer(folder, request, response))
  const port = await listen(server, host, Number(invocation.flags.port))
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  invocation.events.emit('Note', { msg: `Serving docs at ${port}` })
  invocation.events.emit('Note', { msg: `To access from your browser, navigate to: ${url}` })
  invocation.events.emit('Note', { msg: 'Press Ctrl+C to exit.' })
  if (invocation.flags.browser !== false) openBrowser(url)
  await closed(server, invocation.signal)
  return { success: true, value: url }
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  return await new Promise((resolve_, reject) => {
    server.once('error', (cause) => reject(serveFailed(`${host}:${port}`, cause)))
    server.listen(port, host, () => {
      const address = server.address()
      resolve_(typeof address === 'object' && address ? address.port : port)
    })
  })
}

async function closed(server: Server, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve_) => {
    const stop = () => {
      server.close(() => resolve_())
      server.closeAllConnections()
    }
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json',
  '.sql': 'text/plain; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
}

function answer(folder: string, request: IncomingMessage, response: ServerResponse): void {
  const path = decode(new URL(request.url ?? '/', 'http://localhost').pathname)
  const file = path === undefined ? undefined : normalize(join(folder, path.endsWith('/') ? `${path}index.html` : path))
  const inside = file?.startsWith(`${folder}${sep}`) === true
  if (!file || !inside || !existsSync(file) || !statSync(file).isFile() || !['GET', 'HEAD'].includes(request.method ?? '')) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n')
    return
  }
  response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream', 'x-content-type-options': 'nosniff' })
  if (request.method === 'HEAD') response.end()
  else createReadStream(file).pipe(response)
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

const openers: Readonly<Record<string, readonly [string, ...string[]]>> = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }

/** Best effort: without a browser the address has been printed. */
function openBrowser(url: string): void {
  const [command, ...args] = openers[platform()] ?? ['xdg-open']
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}

function platform(): string {
  return sep === '\\' ? 'win32' : existsSync('/System/Library') ? 'darwin' : 'linux'
}

/**
 * `docs serve`: the target folder over HTTP on this machine only, until interrupted. The page itself needs no server; this one
 * reloads it when it is written anew.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { join, resolve, sep } from 'node:path'
import { loadRootConfig } from '../load/index.js'
import type { CommandBody } from './command.js'
import { pageMissing } from './errors.js'
import { closed, listen } from './listen.js'
import { SiteServer } from './serve-site.js'

export const docsServe: CommandBody = async (invocation) => {
  const { root, config } = loadRootConfig(invocation)
  const folder = resolve(root, config.targetPath)
  if (!existsSync(join(folder, 'index.html'))) throw pageMissing(join(folder, 'index.html'))
  const host = String(invocation.flags.host)
  const site = new SiteServer(folder, host)
  const server = createServer((request, response) => site.answer(request, response))
  const port = await listen(server, host, Number(invocation.flags.port))
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  invocation.events.emit('Note', { msg: `Serving docs at ${port}` })
  invocation.events.emit('Note', { msg: `To access from your browser, navigate to: ${url}` })
  if (!/^(localhost|127\.|::1$)/.test(host))
    invocation.events.emit('Note', { msg: 'Whoever reaches this address can read the project there; to hand on a part of it: --publish' })
  invocation.events.emit('Note', { msg: 'Press Ctrl+C to exit.' })
  if (invocation.flags.browser !== false) openBrowser(url)
  await closed(server, invocation.signal)
  site.close()
  return { success: true, value: url }
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

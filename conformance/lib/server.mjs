/** A PostgreSQL for a run: the one that PGHOST names, else one from npm, started for it and ended with it. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const starter = resolve(dirname(fileURLToPath(import.meta.url)), '../../e2e/harness/start-postgres.mjs')
const longestStart = 120_000

/** @returns `server`: host, port, user and password of one who may create databases; `stop()` */
export async function openServer(work) {
  const { PGHOST, PGPORT, PGUSER, PGPASSWORD } = process.env
  if (PGHOST !== undefined) {
    const server = { host: PGHOST, port: Number(PGPORT ?? 5432), user: PGUSER ?? 'postgres', password: PGPASSWORD ?? '' }
    return { server, stop: async () => {} }
  }
  const state = join(work, 'server.json')
  const child = spawn(process.execPath, [starter, '--state', state, '--watch', String(process.pid)], { stdio: 'ignore' })
  for (let waited = 0; !existsSync(state); waited += 50) {
    if (waited > longestStart) throw new TypeError('PostgreSQL did not start within two minutes')
    await new Promise((done) => setTimeout(done, 50))
  }
  const { host, port, user, password, error } = JSON.parse(readFileSync(state, 'utf8'))
  if (error !== undefined) throw new TypeError(error)
  const ended = new Promise((done) => child.once('exit', done))
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  return { server: { host, port, user, password }, stop }
}

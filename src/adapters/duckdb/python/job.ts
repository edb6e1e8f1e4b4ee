/**
 * A Python model: its process computes, the warehouse stays here, because a DuckDB file has one process. What the model
 * reads is copied to Parquet files on the node's own connection when it is asked for, so that uncommitted rows are seen; what
 * it makes comes back the same way and becomes tables in the node's transaction.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Invocation } from '../../../core/invocation.js'
import { shippedFolder } from '../../../core/package-root.js'
import type { AdapterResponse, Credentials, PythonJob } from '../../adapter.js'
import { interrupted } from '../../base.js'
import type { DuckDBSession } from '../connection.js'
import { pythonEnded, pythonFailed, pythonLacksDuckDB, pythonMissing, pythonSetupFailed, type ScriptFailure } from './errors.js'
import { exportRelation, importTable, type MadeTable } from './parquet.js'

/** What the process says; exactly one field. */
interface Message {
  readonly relation?: string
  readonly made?: readonly MadeTable[]
  readonly failed?: ScriptFailure
  readonly setup?: string
  readonly missing?: string
  readonly python?: string
}

export interface PythonHost {
  readonly credentials: Credentials
  readonly invocation: Invocation
  /** Extensions, secrets and settings of the profile, for the model's session. */
  readonly setup: readonly (readonly [what: string, sql: string])[]
}

/** Milliseconds a process gets to end by itself. */
const grace = 2000

export async function runPython(job: PythonJob, session: DuckDBSession, host: PythonHost): Promise<AdapterResponse> {
  const folder = (await mkdtemp(join(tmpdir(), 'sluice-python-'))).replaceAll('\\', '/')
  try {
    const made = await compute(job, session, { ...host, folder })
    for (const table of made) await session.execute(importTable(table))
    return { message: 'OK' }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface Work extends PythonHost {
  readonly folder: string
}

async function compute(job: PythonJob, session: DuckDBSession, work: Work): Promise<readonly MadeTable[]> {
  const { signal } = work.invocation
  if (signal.aborted) throw interrupted()
  const child = await start(work)
  let stopped = false
  const stop = () => {
    stopped = true
    child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), grace).unref()
  }
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await session.alongside(() => talk(child, job, session, work), stop)
  } catch (error) {
    throw stopped ? interrupted() : error
  } finally {
    signal.removeEventListener('abort', stop)
    child.kill('SIGKILL')
  }
}

async function talk(
  child: ChildProcessWithoutNullStreams,
  job: PythonJob,
  session: DuckDBSession,
  work: Work,
): Promise<readonly MadeTable[]> {
  const { invocation, credentials, folder, setup } = work
  const ended = new Promise<string>((resolve) => child.once('close', (code, signal) => resolve(String(signal ?? `exit code ${code}`))))
  const said: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => {
    said.push(line)
    invocation.events.emit('PrintEvent', { msg: line })
  })
  const tell = (message: object) => void child.stdin.write(`${JSON.stringify(message)}\n`)
  const modulePaths = (credentials.raw.module_paths ?? []) as readonly string[]
  tell({ ...job, folder, setup, modulePaths })
  let files = 0
  for await (const line of createInterface({ input: child.stdout })) {
    const message = JSON.parse(line) as Message
    if (message.relation === undefined) return madeBy(message, job)
    tell(await exportRelation(session, message.relation, `${folder}/in${files++}.parquet`))
  }
  throw pythonEnded(job, await ended, said)
}

function madeBy({ made, failed, setup, missing, python }: Message, job: PythonJob): readonly MadeTable[] {
  if (made) return made
  if (failed) throw pythonFailed(job, failed)
  if (missing !== undefined) throw pythonLacksDuckDB(String(python), missing)
  throw pythonSetupFailed(String(setup))
}

/** The profile's or the environment's choice, else the first that starts. */
async function start({ credentials, invocation }: PythonHost): Promise<ChildProcessWithoutNullStreams> {
  const chosen = invocation.env.SLUICE_PYTHON || credentials.raw.python
  const candidates = chosen ? [String(chosen)] : ['python3', 'python']
  for (const python of candidates) {
    const child = spawn(python, ['-X', 'utf8', '-u', join(shippedFolder('adapters', 'duckdb', 'python'), 'runner.py')], {
      cwd: invocation.projectDir,
      env: invocation.env as NodeJS.ProcessEnv,
      windowsHide: true,
    })
    // Writing to a process that is gone; why it went is told by its end.
    child.stdin.on('error', () => undefined)
    const started = await new Promise<boolean>((resolve) => child.once('spawn', () => resolve(true)).once('error', () => resolve(false)))
    if (started) return child
  }
  throw pythonMissing(candidates)
}

/**
 * One process at a time changes what is open and sends. The lock is a file that only one can create; it is taken over from a
 * process that is gone, or from one that has not touched it for minutes: a pid may belong to somebody else by then, and on
 * another machine nobody can ask for it.
 */
import { closeSync, openSync, readFileSync, rmSync, statSync, utimesSync, writeSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { makeFolder } from '../../core/make-folder.js'

export interface LockOwner {
  readonly id: string
  readonly pid: number
  /** Whether a process of this machine is still there. */
  alive(pid: number): boolean
  now(): Date
}

export interface Lock {
  /** False where somebody took it over: then nothing may be sent or written any more. Says that the owner is at work. */
  hold(): boolean
  release(): void
}

/** Milliseconds; an attempt to send takes seconds at most, and the lock is touched before each. */
const stale = 300_000

/** Undefined where another process has it. Throws the system's error where the folder cannot be written. */
export function tryLock(root: string, owner: LockOwner): Lock | undefined {
  const path = join(root, '.sluice', 'alerts.lock')
  makeFolder(dirname(path))
  const text = JSON.stringify({ id: owner.id, pid: owner.pid, host: hostname() })
  if (create(path, text)) return held(path, text, owner)
  if (!isAbandoned(path, owner)) return undefined
  // Of two who find it abandoned only one may remove it: the other could remove the lock of the first.
  const guard = `${path}.takeover`
  if (!create(guard, text)) {
    if (isAbandoned(guard, owner)) rmSync(guard, { force: true })
    return undefined
  }
  try {
    if (isAbandoned(path, owner)) rmSync(path, { force: true })
    return create(path, text) ? held(path, text, owner) : undefined
  } finally {
    rmSync(guard, { force: true })
  }
}

function held(path: string, text: string, { now }: LockOwner): Lock {
  const mine = () => read(path) === text
  return {
    hold() {
      if (!mine()) return false
      const time = now()
      utimesSync(path, time, time)
      return true
    },
    release() {
      if (mine()) rmSync(path, { force: true })
    },
  }
}

function create(path: string, text: string): boolean {
  try {
    const file = openSync(path, 'wx', 0o600)
    try {
      writeSync(file, text)
    } finally {
      closeSync(file)
    }
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function isAbandoned(path: string, { alive, now }: LockOwner): boolean {
  const age = now().getTime() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY)
  if (age === Number.NEGATIVE_INFINITY) return false
  if (age > stale) return true
  const found = parsed(read(path))
  // Between creating and writing it is empty for a moment.
  if (!found) return age > 5000
  return found.host === hostname() && !alive(found.pid)
}

function parsed(text: string): { readonly pid: number; readonly host: string } | undefined {
  try {
    const found = JSON.parse(text)
    return typeof found?.pid === 'number' && typeof found.host === 'string' ? found : undefined
  } catch {
    return undefined
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

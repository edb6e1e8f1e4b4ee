/** One call of the tool: id, clock, environment, flags, cancel signal and event bus. Everything global travels in here. */
import { randomUUID } from 'node:crypto'
import { EventBus } from './event.js'
import { type Redactor, redactorOf } from './redact.js'

/** Resolved flags; the complete table with types, environment names and defaults is `commands/flags.ts`. */
export interface Flags {
  readonly which: string
  readonly threads: number | undefined
  readonly target: string | undefined
  readonly profile: string | undefined
  readonly vars: Readonly<Record<string, unknown>>
  readonly fullRefresh: boolean | undefined
  readonly failFast: boolean
  readonly warnError: boolean
  readonly empty: boolean
  readonly [flag: string]: unknown
}

/** Where answers are printed, as far as drawing one needs it. */
export interface Terminal {
  readonly isTTY: boolean
  /** Width in cells. */
  columns(): number
}

export interface Invocation {
  readonly id: string
  readonly startedAt: Date
  readonly cwd: string
  readonly projectDir: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly flags: Flags
  readonly signal: AbortSignal
  readonly events: EventBus
  readonly redactor: Redactor
  /** Texts that stand for files, by absolute path: what an editor holds and has not saved. */
  readonly overlay?: Overlay
  /** Absent where a program asks. */
  readonly terminal?: Terminal
  now(): Date
  /** Milliseconds its clock is ahead of the wall's: 0 but where `SLUICE_NOW` sets it, for looking back and for rehearsals. */
  readonly clockShift: number
}

export type Overlay = ReadonlyMap<string, string>

export interface InvocationOptions {
  readonly cwd: string
  readonly projectDir?: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly flags: Flags
  readonly signal?: AbortSignal
  readonly overlay?: Overlay
  readonly terminal?: Terminal
  readonly now?: () => Date
}

/** The only place where the wall clock is read. */
export function createInvocation(options: InvocationOptions): Invocation {
  // biome-ignore lint/plugin: the one place where the wall clock is read
  const wall = () => new Date()
  const clockShift = options.now ? 0 : shiftOf(options.env.SLUICE_NOW, wall())
  const now = options.now ?? (clockShift === 0 ? wall : () => new Date(wall().getTime() + clockShift))
  const id = randomUUID()
  const redactor = redactorOf(options.env)
  return {
    id,
    startedAt: now(),
    cwd: options.cwd,
    projectDir: options.projectDir ?? options.cwd,
    env: options.env,
    flags: options.flags,
    signal: options.signal ?? new AbortController().signal,
    events: new EventBus(redactor, now),
    redactor,
    ...(options.overlay ? { overlay: options.overlay } : {}),
    ...(options.terminal ? { terminal: options.terminal } : {}),
    now,
    clockShift,
  }
}

/** Where it is no time the command has said so before. */
function shiftOf(asked: string | undefined, wall: Date): number {
  const time = asked ? Date.parse(asked) : Number.NaN
  return Number.isNaN(time) ? 0 : time - wall.getTime()
}

export interface HostStreams {
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
  /** Whether a process is still there. */
  alive(pid: number): boolean
}

/** The streams of this process, for a command that talks a protocol over them; nothing else may then write to them. */
export function hostStreams(): HostStreams {
  return { input: process.stdin, output: process.stdout, alive }
}

/** This process, for locks that others can see through. */
export function hostProcess(): Pick<HostStreams, 'alive'> & { readonly pid: number } {
  return { pid: process.pid, alive }
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // It is there and somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Folder and environment of this process, for callers of the API that name none. */
export function hostDefaults(): { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> } {
  return { cwd: process.cwd(), env: process.env }
}

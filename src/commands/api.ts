/**
 * The commands as functions. A call is one invocation with nothing shared between calls: `await` gives the result,
 * `for await` the events as they happen, `cancel()` stops it. Failed nodes are in the result; a call rejects only when the
 * tool or the project kept it from running.
 */
import { resolve } from 'node:path'
import type { EventSink, RunEvent } from '../core/event.js'
import { hostDefaults } from '../core/invocation.js'
import type { CommandResult } from './command.js'
import { invoke } from './invoke-lazily.js'
import type { CommandName } from './registry.js'

/** Flags by their names in camelCase, and where the call takes place. */
export interface CallOptions {
  readonly projectDir?: string
  readonly profilesDir?: string
  readonly profile?: string
  readonly target?: string
  readonly targetPath?: string
  readonly vars?: Readonly<Record<string, unknown>>
  readonly threads?: number
  /** This process's environment where absent. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly cwd?: string
  readonly signal?: AbortSignal
  readonly sinks?: readonly EventSink[]
  /** Every other flag of the command. */
  readonly [flag: string]: unknown
}

export interface SelectOptions extends CallOptions {
  readonly select?: string | readonly string[]
  readonly exclude?: string | readonly string[]
  readonly selector?: string
  readonly state?: string
}

export interface Run<R> extends PromiseLike<R>, AsyncIterable<RunEvent> {
  cancel(reason?: string): void
}

const notFlags = new Set(['env', 'cwd', 'signal', 'sinks'])

export function call<R>(command: CommandName, options: CallOptions, args: readonly string[], result: (result: CommandResult) => R): Run<R> {
  const controller = new AbortController()
  const queue = eventQueue()
  const host = hostDefaults()
  const flags = Object.fromEntries(Object.entries(options).filter(([name, value]) => !notFlags.has(name) && value !== undefined))
  const { signal } = options
  // A project named is where relative paths start and profiles.yml is looked for first, as if one had changed to it.
  const projectDir = options.projectDir === undefined ? undefined : resolve(options.cwd ?? host.cwd, options.projectDir)
  const cwd = options.cwd ?? projectDir ?? host.cwd
  const stop = () => controller.abort(signal?.reason)
  if (signal?.aborted) stop()
  signal?.addEventListener('abort', stop, { once: true })
  const work = invoke({
    command,
    flags: { ...flags, ...(projectDir ? { projectDir } : {}) },
    args,
    cwd,
    env: options.env ?? host.env,
    signal: controller.signal,
    sinks: () => [queue.sink, ...(options.sinks ?? [])],
  })
    .then(result)
    .finally(() => {
      signal?.removeEventListener('abort', stop)
      queue.end()
    })
  return {
    // biome-ignore lint/suspicious/noThenProperty: a run is awaited like a promise and iterated like a stream
    then: (fulfilled, rejected) => work.then(fulfilled, rejected),
    cancel: (reason) => controller.abort(reason),
    async *[Symbol.asyncIterator]() {
      // Whoever iterates sees the failure at the end of the events.
      work.catch(() => undefined)
      yield* queue.events()
      await work
    },
  }
}

interface EventQueue {
  readonly sink: EventSink
  end(): void
  events(): AsyncGenerator<RunEvent>
}

/** Keeps every event, so that an iteration that starts late misses none. */
function eventQueue(): EventQueue {
  const kept: RunEvent[] = []
  let ended = false
  let wake: () => void = () => undefined
  return {
    sink: {
      name: 'api',
      on(event) {
        kept.push(event)
        wake()
      },
    },
    end() {
      ended = true
      wake()
    },
    async *events() {
      for (let next = 0; ; next++) {
        while (next >= kept.length && !ended) await new Promise<void>((resolve_) => (wake = resolve_))
        const event = kept[next]
        if (!event) return
        yield event
      }
    },
  }
}

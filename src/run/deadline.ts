/** The longest a node may take: `timeout` of its config, else of the target. When it passes its statements are cancelled. */
import type { ConnectionPool } from '../adapters/index.js'
import type { Runtime } from '../context/index.js'
import { parseDuration } from '../core/duration.js'
import { SluiceError } from '../core/error.js'
import type { Resource } from '../core/node.js'
import { nodeTimedOut } from './errors.js'

/** Milliseconds: a statement that was not yet on its way when the time was up is caught by the next asking. */
const askEvery = 100

export class Deadline {
  readonly #node: Resource
  readonly #seconds: number | undefined
  readonly #stop: () => Promise<void>
  #timer: NodeJS.Timeout | undefined
  #passed = false

  constructor(node: Resource, runtime: Runtime, pool: ConnectionPool, lane: string) {
    this.#node = node
    this.#seconds = timeoutOf(node, runtime)
    this.#stop = () => pool.cancel(lane)
    if (this.#seconds) this.#timer = setTimeout(() => void this.#pass(), this.#seconds * 1000)
  }

  /** The error of a node whose time is up, undefined while it is not. */
  get error(): SluiceError | undefined {
    return this.#passed ? nodeTimedOut(this.#node, this.#seconds ?? 0) : undefined
  }

  /** An interruption by the deadline, by its name; anything else as it is. */
  explain(error: unknown): unknown {
    return error instanceof SluiceError && error.code === 'INTERRUPTED' ? (this.error ?? error) : error
  }

  end(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  async #pass(): Promise<void> {
    this.#passed = true
    await this.#stop().catch(() => undefined)
    if (this.#timer) this.#timer = setTimeout(() => void this.#pass(), askEvery)
  }
}

function timeoutOf(node: Resource, { project }: Runtime): number | undefined {
  const own = (node.config as { readonly timeout?: unknown } | undefined)?.timeout
  return own === undefined || own === null ? project.target.timeout : parseDuration(own)
}

/** Gates of sources: each asked once in a run, when the first of its readers could start, and without a lane. */
import { SluiceError } from '../../core/error.js'
import type { Resource, SourceNode, UniqueId } from '../../core/node.js'
import type { RunResult } from '../../core/result.js'
import { resultOf } from '../results.js'
import type { RunState } from '../run-state.js'
import { Stopwatch } from '../timing.js'
import { ask } from './ask.js'
import { closedGate, gateResult, openWords } from './outcome.js'
import type { CheckOutcome, Gates } from './types.js'

export class Gatekeeper {
  readonly #state: RunState
  readonly #gates: Gates
  readonly #record: (result: RunResult) => void
  readonly #over = new AbortController()
  /** Source → what keeps its readers from running, once it is known. */
  readonly #asked = new Map<UniqueId, Promise<SluiceError | undefined>>()
  readonly #closed = new Map<UniqueId, SluiceError>()

  constructor(state: RunState, gates: Gates, record: (result: RunResult) => void) {
    this.#state = state
    this.#gates = gates
    this.#record = record
  }

  /** Undefined where the node reads no gated source; else the source whose gate keeps it from running, if one does. */
  before(id: UniqueId): Promise<UniqueId | undefined> | undefined {
    const sources = this.#gatedSources(id)
    if (sources.length === 0) return undefined
    return Promise.all(sources.map(async (source) => ((await this.#ask(source)) ? source : undefined))).then((found) =>
      found.find((source) => source !== undefined),
    )
  }

  /** Why a node that reads the source itself does not run. */
  reason(id: UniqueId, source: UniqueId): SluiceError | undefined {
    return this.#gatedSources(id).includes(source) ? this.#closed.get(source) : undefined
  }

  /** Under fail-fast nothing more starts once such a gate is closed. */
  stops(source: UniqueId): boolean {
    return this.#closed.get(source)?.fields.detail?.on_failure === 'error'
  }

  /** Nobody waits any more. */
  end(): void {
    this.#over.abort()
  }

  #gatedSources(id: UniqueId): readonly UniqueId[] {
    const { nodes } = this.#state.options.runtime.manifest
    const node = nodes[id]
    if (node?.resource_type !== 'model' && node?.resource_type !== 'snapshot') return []
    const found = new Set<UniqueId>()
    const walk = (from: Resource, seen: Set<UniqueId>): void => {
      for (const parent of 'depends_on' in from ? from.depends_on.nodes : []) {
        if (seen.has(parent)) continue
        seen.add(parent)
        if (this.#gates.checks.has(parent)) found.add(parent)
        const below = nodes[parent]
        if (below?.resource_type === 'model' && below.config.materialized === 'ephemeral') walk(below, seen)
      }
    }
    walk(node, new Set())
    return [...found].sort()
  }

  #ask(source: UniqueId): Promise<SluiceError | undefined> {
    const asked = this.#asked.get(source) ?? this.#judge(source)
    this.#asked.set(source, asked)
    return asked
  }

  async #judge(id: UniqueId): Promise<SluiceError | undefined> {
    const { runtime } = this.#state.options
    const { invocation, manifest } = runtime
    const source = manifest.sources[id] as SourceNode
    const watch = new Stopwatch(invocation)
    let outcomes: readonly CheckOutcome[]
    try {
      const signal = AbortSignal.any([invocation.signal, this.#over.signal])
      const asking = { source, state: this.#state, gates: this.#gates, signal }
      outcomes = await watch.phase('execute', () => Promise.all((this.#gates.checks.get(id) ?? []).map((check) => ask(check, asking))))
    } catch (thrown) {
      if (thrown instanceof SluiceError && thrown.code === 'INTERRUPTED') return undefined
      throw thrown
    }
    const measured = { timing: watch.timing, elapsed: watch.elapsed, thread: 'Gates' }
    const closed = closedGate(source, outcomes, manifest.locations.get(id))
    if (!closed) {
      this.#record(resultOf(source, 'pass', measured, { message: openWords(outcomes) }))
      return undefined
    }
    const { error, on } = closed
    invocation.events.emit('Note', { msg: `${error.message}${consequence[on]}` }, on === 'error' ? 'error' : 'warn')
    this.#record(gateResult(source, closed, measured))
    if (on === 'warn') return undefined
    this.#closed.set(id, error)
    return error
  }
}

const consequence = {
  error: '; what reads it is skipped',
  skip: '; what reads it is skipped this time',
  warn: '; what reads it runs all the same',
} as const

/** One check of a gate: asked, and asked again with growing pauses, until it holds or its tries are used up. */
import { setTimeout as sleep } from 'node:timers/promises'
import { durationText } from '../../core/duration.js'
import { momentOf } from '../../core/moment.js'
import type { SourceNode } from '../../core/node.js'
import { type GateCheck, interrupted, type Probe, type ProbeAnswer, type ProbeMeans, pauseBefore, runProbe } from '../../probe/index.js'
import { sourceAge } from '../resources/freshness.js'
import { asSluiceError } from '../results.js'
import type { RunState } from '../run-state.js'
import type { CheckOutcome, Gates } from './types.js'

interface Asking {
  readonly source: SourceNode
  readonly state: RunState
  readonly gates: Gates
  /** Of the run, and of its end. */
  readonly signal: AbortSignal
}

/** Rejects with INTERRUPTED alone. */
export async function ask(check: GateCheck, asking: Asking): Promise<CheckOutcome> {
  const { source, state, signal } = asking
  const { events } = state.options.runtime.invocation
  for (let tries = 1; ; tries++) {
    const answer = await once(check, asking)
    if (answer.ok || tries > check.retries) return { check, answer, tries }
    const pause = pauseBefore(tries + 1, check, Math.random())
    const found = `${answer.message}; expected ${answer.expected ?? 'an answer'}`
    const left = `try ${tries} of ${check.retries + 1}, the next in ${durationText(Number(pause.toFixed(1)))}`
    events.emit('Note', { msg: `Waiting for source ${source.source_name}.${source.name}: ${found} (${left})` })
    try {
      await sleep(pause * 1000, undefined, { signal })
    } catch {
      throw interrupted()
    }
  }
}

async function once(check: GateCheck, asking: Asking): Promise<ProbeAnswer> {
  const probe = check.probe ?? ownProbe(check, asking)
  return probe ? await runProbe(probe, meansOf(asking)) : await byLoadedAt(check, asking)
}

/** The source's `probe:`, held to the age that the gate allows. */
function ownProbe({ maxAge }: GateCheck, { source, gates }: Asking): Probe | undefined {
  const probe = gates.probes.get(source.unique_id)
  return probe && { ...probe, expectation: { ...probe.expectation, maxAge } }
}

async function byLoadedAt({ maxAge }: GateCheck, asking: Asking): Promise<ProbeAnswer> {
  const { source, state, signal } = asking
  const { runtime } = state.options
  try {
    const age = await onOwnLane(state, (connection) => sourceAge({ node: source, runtime, connection, thread: lane }))
    const seconds = age.max_loaded_at_time_ago_in_s
    const newest = momentOf(age.max_loaded_at) as Date
    // The year 1 stands for a table without rows.
    if (newest.getUTCFullYear() <= 1) return { ok: false, value: null, message: 'it has no rows', expected: wanted(maxAge) }
    const message = `newest ${newest.toISOString().slice(0, 16).replace('T', ' ')} UTC, ${durationText(Math.max(0, Math.round(seconds)))} old`
    if (maxAge === null || seconds <= maxAge) return { ok: true, newest, message }
    return { ok: false, newest, message, expected: wanted(maxAge) }
  } catch (thrown) {
    if (signal.aborted) throw interrupted()
    return { ok: false, message: asSluiceError(thrown).message, expected: wanted(maxAge) }
  }
}

function wanted(maxAge: number | null): string {
  return maxAge === null ? 'rows' : `at most ${durationText(maxAge)} old`
}

function meansOf({ gates, state, signal }: Asking): ProbeMeans {
  const { means } = gates
  return {
    ...means,
    signal,
    query: async (connection, sql, ended) => {
      if (connection !== null) return await means.query(connection, sql, ended)
      return await onOwnLane(state, async (own) => (await own.execute(sql, { fetch: true, ...(ended ? { signal: ended } : {}) })).table)
    },
  }
}

const lane = 'Gates'
const turns = new WeakMap<RunState, Promise<unknown>>()

/** All gates of a run share one connection, one after the other. */
function onOwnLane<T>(state: RunState, work: Parameters<typeof state.pool.use<T>>[1]): Promise<T> {
  const use = (): Promise<T> => state.pool.use(lane, work)
  const turn = (turns.get(state) ?? Promise.resolve()).then(use, use)
  turns.set(state, turn)
  return turn
}

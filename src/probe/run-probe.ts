/** Asks one question of the outside. What goes wrong is an answer too: only a cancelled run throws. */
import { durationText } from '../core/duration.js'
import { SluiceError } from '../core/error.js'
import { interrupted } from './errors.js'
import { judge } from './judge.js'
import { probeKinds } from './kinds/index.js'
import type { Finding, Probe, ProbeAnswer, ProbeMeans } from './probe.js'

/** Rejects with INTERRUPTED alone. */
export async function runProbe(probe: Probe, means: ProbeMeans): Promise<ProbeAnswer> {
  const { question, form, expectation, timeout } = probe
  const kind = probeKinds.find(({ key }) => key === question.kind)
  const late = AbortSignal.timeout(Math.max(1, Math.ceil(timeout * 1000)))
  const signal = AbortSignal.any([means.signal, late])
  let finding: Finding | undefined
  try {
    means.signal.throwIfAborted()
    finding = await kind?.ask(question, means, signal)
  } catch (thrown) {
    if (means.signal.aborted) throw interrupted()
    const message = late.aborted ? `no answer within ${durationText(timeout)}` : why(thrown)
    return { ok: false, message: means.redactor.clean(`${message}${about(probe)}`), expected: 'an answer' }
  }
  const answer = judge(finding as Finding, form, expectation, means.now())
  return { ...answer, message: means.redactor.clean(answer.message) }
}

function why(thrown: unknown): string {
  if (thrown instanceof SluiceError) return thrown.message
  if (!(thrown instanceof Error)) return String(thrown)
  // fetch says "fetch failed"; the reason stands behind it.
  const cause = thrown.cause instanceof Error ? thrown.cause : undefined
  const code = (cause as NodeJS.ErrnoException | undefined)?.code
  return cause ? cause.message || code || thrown.message : thrown.message
}

function about({ question }: Probe): string {
  switch (question.kind) {
    case 'http': {
      const { origin, pathname } = new URL(question.url)
      return ` (${origin}${pathname})`
    }
    case 'sql':
      return question.connection === null ? '' : ` (connection ${question.connection})`
    case 'command':
      return ` (${question.argv[0]})`
    default:
      return ''
  }
}

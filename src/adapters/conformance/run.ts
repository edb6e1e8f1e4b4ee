/** Runs the cases one after the other, each within its time, and tells what came of it. */
import { SluiceError } from '../../core/error.js'
import type { AdapterModule } from '../adapter.js'
import { notConforming } from './expect.js'
import type { Bench, Case, CaseResult, Needs } from './types.js'

/** Why a module cannot be asked this; undefined where it can. */
export function lacking(
  module: AdapterModule,
  { capability, strategy, enforced, exactDecimals, transactions }: Needs = {},
): string | undefined {
  if (capability && !module.capabilities.has(capability)) return `${module.type} does not declare ${capability}`
  if (strategy && !module.incrementalStrategies.includes(strategy)) return `${module.type} does not list the strategy ${strategy}`
  if (enforced && module.constraintSupport[enforced] !== 'enforced') return `${module.type} does not enforce ${enforced}`
  if (exactDecimals && module.exactDecimals === false) return `${module.type} has no exact decimals`
  if (transactions && module.sessionTransactions === false) return `${module.type} writes its transactions into its SQL`
  return undefined
}

export interface CaseRun {
  readonly bench: Bench
  /** Called after each case, to close what it opened. */
  readonly tidy: () => Promise<void>
  readonly signal: AbortSignal
  readonly onResult: (result: CaseResult) => void
}

export async function runCases(cases: readonly Case[], run: CaseRun): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = []
  for (const each of cases) {
    const result = await runCase(each, run)
    results.push(result)
    run.onResult(result)
  }
  return results
}

const cancelled = 'the run was cancelled'

async function runCase(each: Case, { bench, tidy, signal }: CaseRun): Promise<CaseResult> {
  const skipped = (reason: string): CaseResult => ({ id: each.id, status: 'skipped', reason, elapsed: 0 })
  const reason = signal.aborted ? cancelled : lacking(bench.module, each.needs)
  if (reason !== undefined) return skipped(reason)
  const started = performance.now()
  const elapsed = () => (performance.now() - started) / 1000
  try {
    await within(each.seconds ?? 20, each.run(bench))
    return { id: each.id, status: 'passed', elapsed: elapsed() }
  } catch (error) {
    return signal.aborted ? skipped(cancelled) : { id: each.id, status: 'failed', reason: told(error), elapsed: elapsed() }
  } finally {
    await within(10, tidy()).catch(() => undefined)
  }
}

async function within<T>(seconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(notConforming(`it was not done after ${seconds} s`)), seconds * 1000)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

function told(error: unknown): string {
  if (!(error instanceof SluiceError)) return String(error)
  const expected = error.fields.expected === undefined ? '' : `, expected ${error.fields.expected}`
  const text = error.code === 'ADAPTER_NOT_CONFORMING' ? `${error.message}${expected}` : `${error.code}: ${error.message}`
  return text.replace(/\s*\n\s*/g, ' ')
}

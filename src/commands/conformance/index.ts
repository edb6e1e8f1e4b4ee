/**
 * `debug --conformance`: the conformance suite on the user's own warehouse. Everything happens in scratch schemas, which
 * are dropped at the end, also after Ctrl-C.
 */
import { adapterModule, type Case, type CaseResult, conformanceSuite } from '../../adapters/index.js'
import type { RunEvent } from '../../core/event.js'
import type { Invocation } from '../../core/invocation.js'
import type { Project } from '../../core/project.js'
import { usage } from '../errors.js'
import { LiveBench } from './bench.js'
import { createScratch, dropSchemas, removeScratch } from './scratch.js'

export interface ConformanceReport {
  readonly results: readonly CaseResult[]
  /** Scratch schemas that could not be dropped. */
  readonly left: readonly string[]
}

export interface ConformanceOptions {
  readonly project: Project
  readonly invocation: Invocation
  /** Ids, or beginnings of them followed by `*`; all where absent. */
  readonly only?: readonly string[] | undefined
  readonly onResult: (result: CaseResult) => void
}

export async function checkConformance(options: ConformanceOptions): Promise<ConformanceReport> {
  const { project, invocation } = options
  const { target } = project
  const suite = await conformanceSuite()
  const module = await adapterModule(target.type, target.adapter)
  const asked = chosen(suite.conformanceCases, options.only)
  const possible = suite.conformanceCases.filter((each) => suite.lacking(module, each.needs) === undefined)
  const events: RunEvent[] = []
  const scratch = createScratch(target, invocation, possible, events)
  let results: readonly CaseResult[] = []
  let left: readonly string[] = []
  try {
    const adapter = await module.create(scratch.credentials, scratch.adapterInvocation)
    const bench = new LiveBench({ adapter, scratch, cases: possible, events, rowTexts: (table) => suite.rowTexts(table) })
    try {
      await bench.build()
      results = await suite.runCases(asked, { bench, tidy: () => bench.tidy(), signal: invocation.signal, onResult: options.onResult })
    } finally {
      await bench.close().catch(() => undefined)
      await adapter.close()
      left = await dropSchemas(scratch, module)
      // Told at once: what broke the suite may be all the caller hears of.
      for (const schema of left)
        invocation.events.emit('Note', { msg: `A scratch schema could not be dropped; drop it by hand: ${schema}` })
    }
  } finally {
    removeScratch(scratch)
  }
  return { results, left }
}

function chosen(cases: readonly Case[], only: readonly string[] | undefined): readonly Case[] {
  if (only === undefined || only.length === 0) return cases
  const matches = (id: string) => only.some((wanted) => (wanted.endsWith('*') ? id.startsWith(wanted.slice(0, -1)) : id === wanted))
  const found = cases.filter((each) => matches(each.id))
  if (found.length > 0) return found
  const groups = [...new Set(cases.map((each) => `${each.id.split('.')[0]}.*`))]
  throw usage(`no conformance case is named ${only.join(', ')}`, { expected: `ids, or groups: ${groups.join(' ')}` })
}

const words = { passed: 'PASS', failed: 'FAIL', skipped: 'SKIP' } as const

export function resultLine({ id, status, reason, elapsed }: CaseResult): string {
  const time = status === 'skipped' ? '' : `${elapsed.toFixed(2)} s`
  return `  ${words[status]}  ${id.padEnd(36)} ${time.padStart(8)}${reason === undefined ? '' : `  ${reason}`}`.trimEnd()
}

export function summaryLines({ results }: ConformanceReport): string[] {
  const count = (status: CaseResult['status']) => results.filter((result) => result.status === status).length
  const failed = results.filter((result) => result.status === 'failed')
  return [
    `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`,
    ...(failed.length > 0 ? ['Failed:', ...failed.map(({ id, reason }) => `  ${id}: ${reason}`)] : []),
  ]
}

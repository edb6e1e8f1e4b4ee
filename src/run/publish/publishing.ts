/** The nodes of a run that are published after their tests, and what those tests said. */
import type { Connection } from '../../adapters/index.js'
import type { Runtime } from '../../context/index.js'
import { SluiceError } from '../../core/error.js'
import type { ManifestNode, TestNode, UniqueId } from '../../core/node.js'
import { type PublishSetting, publishOf } from '../../core/publish.js'
import { isFailure, type RunResult } from '../../core/result.js'
import { storesFailures } from '../node-kinds.js'
import type { NodeRun } from '../node-run.js'
import type { RunOptions } from '../options.js'
import type { RunPlan } from '../plan.js'
import { asSluiceError } from '../results.js'
import { attachTests, type PublishedNode } from './attached.js'
import { Audit } from './audit.js'
import { materializationUntested, transactionsMissing } from './errors.js'
import { callsAudit } from './reach.js'
import { judgesRows } from './row-tests.js'

type TestRunner = (run: NodeRun<TestNode>) => Promise<RunResult>

export class Publishing {
  /** With what tests that read several nodes make wait for each other. */
  readonly plan: RunPlan
  readonly #runtime: Runtime
  readonly #nodes: ReadonlyMap<UniqueId, PublishedNode>
  readonly #problems: ReadonlyMap<UniqueId, SluiceError>
  readonly #runTest: TestRunner
  /** Node → test → what it said. */
  readonly #said = new Map<UniqueId, Map<UniqueId, RunResult>>()
  readonly #nodeOf = new Map<UniqueId, UniqueId>()
  readonly #published = new Set<UniqueId>()

  constructor(options: RunOptions, plan: RunPlan, runTest: TestRunner) {
    const { settings, problems } = settingsOf(options, plan)
    const attached = attachTests(options, plan, settings)
    this.plan = attached.plan
    this.#runtime = options.runtime
    this.#nodes = attached.nodes
    this.#problems = problems
    this.#runTest = runTest
    for (const [id, { tests }] of attached.nodes) for (const test of tests) this.#nodeOf.set(test.unique_id, id)
  }

  has(id: UniqueId): boolean {
    return this.#nodes.has(id)
  }

  /** Nodes that could only be published untested. */
  async refusals(connection: Connection): Promise<ReadonlyMap<UniqueId, SluiceError>> {
    const found = new Map(this.#problems)
    const transactions = await this.#hasTransactions(connection)
    for (const [id, { node, tests }] of this.#nodes) {
      const problem = found.get(id) ?? this.#problemOf(node, tests, transactions)
      if (problem) found.set(id, problem)
    }
    return found
  }

  /** Where the profile switches them off, to begin one does nothing. */
  async #hasTransactions(connection: Connection): Promise<boolean> {
    if (this.#runtime.module.sessionTransactions === false) return true
    await connection.begin()
    const { inTransaction } = connection
    await connection.rollback()
    return inTransaction
  }

  #problemOf(node: ManifestNode, tests: readonly TestNode[], transactions: boolean): SluiceError | undefined {
    const { macros, project, manifest } = this.#runtime
    const location = manifest.locations.get(node.unique_id)
    if (!transactions) return transactionsMissing(node, location)
    const name = String(node.config.materialized)
    const macro = macros.materialization(name, project.root.name)
    // One that is missing is told of by whoever looks for it.
    if (macro && !callsAudit(this.#runtime, macro)) return materializationUntested(node, name, location)
    try {
      for (const test of tests) judgesRows(test, manifest.locations.get(test.unique_id))
      return undefined
    } catch (error) {
      return asSluiceError(error, node)
    }
  }

  /** Undefined where the node is published as it is built. */
  begin(run: NodeRun): Audit | undefined {
    const id = run.node.unique_id
    const published = this.#nodes.get(id)
    if (!published) return undefined
    return new Audit(run, published, { runTest: this.#runTest, record: (test, result) => this.#record(id, test, result) })
  }

  /** A further try of the node: what was said of the last one holds no more. */
  forget(id: UniqueId): void {
    this.#said.delete(id)
  }

  /** The node is out; tells how it was tested. */
  published(run: NodeRun): void {
    const { node, runtime } = run
    const known = this.#nodes.get(node.unique_id)
    if (!known) return
    this.#published.add(node.unique_id)
    const said = [...(this.#said.get(node.unique_id)?.values() ?? [])]
    const warned = said.filter(({ status }) => status === 'warn').length
    const later = known.later.length
    const parts = [`audited ${count(said.length)} before publishing`, ...(warned ? [`${warned} warned`] : [])]
    if (later)
      parts.push(`${count(later)} that also ${later === 1 ? 'reads' : 'read'} what is built from it ${later === 1 ? 'runs' : 'run'} after`)
    runtime.invocation.events.emit('Note', { msg: `${node.name}: ${parts.join(', ')}` })
  }

  /** What a test said in the turn of its node. One that stores its failures runs again, when there is something to store them beside. */
  recorded(test: UniqueId): RunResult | undefined {
    const id = this.#nodeOf.get(test)
    const result = id === undefined ? undefined : this.#said.get(id)?.get(test)
    if (!result || id === undefined) return undefined
    const node = this.#runtime.manifest.nodes[test] as TestNode
    const again = this.#published.has(id) && storesFailures(node.config, this.#runtime.invocation.flags)
    return again ? undefined : result
  }

  #record(id: UniqueId, test: UniqueId, result: RunResult): void {
    const said = this.#said.get(id) ?? new Map<UniqueId, RunResult>()
    this.#said.set(id, said)
    const known = said.get(test)
    said.set(test, known ? both(known, result) : result)
  }
}

function count(tests: number): string {
  return `${tests} ${tests === 1 ? 'test' : 'tests'}`
}

/** Of two batches: the worse one, with the time of both. */
function both(first: RunResult, second: RunResult): RunResult {
  const rank = (result: RunResult): number => (isFailure(result.status) ? 2 : result.status === 'warn' ? 1 : 0)
  const worse = rank(second) >= rank(first) ? second : first
  const sum = rank(first) === rank(second) && worse.failures !== null ? { failures: (first.failures ?? 0) + (second.failures ?? 0) } : {}
  return { ...worse, ...sum, execution_time: first.execution_time + second.execution_time }
}

function settingsOf({ runtime }: RunOptions, plan: RunPlan) {
  const settings = new Map<UniqueId, PublishSetting>()
  const problems = new Map<UniqueId, SluiceError>()
  for (const id of plan.nodes.keys()) {
    const node = runtime.manifest.nodes[id]
    if (!node || node.resource_type === 'test') continue
    try {
      const setting = publishOf(node, { code: 'SETTINGS_INVALID', locate: () => runtime.manifest.locations.get(id) })
      if (setting) settings.set(id, setting)
    } catch (error) {
      if (!(error instanceof SluiceError)) throw error
      problems.set(id, error)
    }
  }
  return { settings, problems }
}

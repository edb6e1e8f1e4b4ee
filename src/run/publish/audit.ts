/**
 * One building of one node: its tests run on the node's own connection, which alone sees what was built, and what they read
 * of the node is the candidate. Until they have passed, nothing is committed.
 */
import type { ScopeOptions } from '../../context/index.js'
import type { Plain, TestNode, UniqueId } from '../../core/node.js'
import type { Relation } from '../../core/relation.js'
import { isFailure, type RunResult } from '../../core/result.js'
import { define } from '../../core/template-object.js'
import { measured, type NodeRun } from '../node-run.js'
import { failed } from '../results.js'
import { Stopwatch } from '../timing.js'
import type { PublishedNode } from './attached.js'
import { notAudited, publishRefused } from './errors.js'
import { judgesRows, looksAtNewRows } from './row-tests.js'

export interface AuditHost {
  runTest(run: NodeRun<TestNode>): Promise<RunResult>
  record(id: UniqueId, result: RunResult): void
}

export class Audit {
  readonly #run: NodeRun
  readonly #published: PublishedNode
  readonly #host: AuditHost
  readonly #before: string | null
  readonly #done = new Set<UniqueId>()
  #passed = false
  #running = false

  constructor(run: NodeRun, published: PublishedNode, host: AuditHost) {
    this.#run = run
    this.#published = published
    this.#host = host
    const { database, schema, identifier } = run.runtime.relationOf(published.node)
    this.#before = run.runtime.cache.get({ database, schema, identifier: identifier ?? '' })?.renderName() ?? null
  }

  /** What the materialization calls. */
  scopeOptions(globals: Plain = {}): Pick<ScopeOptions, 'globals' | 'onCommit'> {
    const { setting } = this.#published
    return {
      onCommit: () => this.#mayCommit(),
      globals: {
        ...globals,
        sluice_publishes: define('sluice_publishes', [], () => true),
        sluice_keeps_candidate: define('sluice_keeps_candidate', [], () => setting.keepCandidate),
        sluice_audit: define('sluice_audit', ['candidate', 'aside?'], (candidate: Relation, aside = false) =>
          this.#whole(candidate, aside === true),
        ),
        sluice_audit_new_rows: define('sluice_audit_new_rows', ['new_rows'], (rows: Relation) => this.#newRows(rows)),
      },
    }
  }

  /** The materialization has come to its end. */
  end(): void {
    if (!this.#passed) throw this.#unaudited()
  }

  #mayCommit(): boolean {
    if (this.#running) return false
    if (!this.#passed) throw this.#unaudited()
    return true
  }

  #unaudited() {
    const { node } = this.#published
    return notAudited(node, this.#run.runtime.manifest.locations.get(node.unique_id))
  }

  async #newRows(rows: Relation): Promise<string> {
    const { node, setting, tests } = this.#published
    if (!looksAtNewRows(node, setting)) return ''
    const { locations } = this.#run.runtime.manifest
    await this.#judge(
      tests.filter((test) => judgesRows(test, locations.get(test.unique_id))),
      rows,
      false,
    )
    return ''
  }

  async #whole(candidate: Relation, aside: boolean): Promise<string> {
    const { connection, runtime } = this.#run
    // A strategy that commits by itself has shown its rows already.
    if (!aside && !connection.inTransaction) throw this.#unaudited()
    await this.#judge(
      this.#published.tests.filter((test) => !this.#done.has(test.unique_id)),
      candidate,
      aside,
    )
    this.#passed = true
    runtime.invocation.signal.throwIfAborted()
    return ''
  }

  async #judge(tests: readonly TestNode[], candidate: Relation, aside: boolean): Promise<void> {
    const broken: RunResult[] = []
    this.#running = true
    try {
      for (const test of tests) {
        const result = await this.#test(test, candidate)
        this.#done.add(test.unique_id)
        this.#host.record(test.unique_id, result)
        if (!isFailure(result.status)) continue
        broken.push(result)
        // A statement that fails ends the transaction, and with it the candidate.
        if (result.status === 'error') break
      }
    } finally {
      this.#running = false
    }
    if (broken.length > 0) throw await this.#refusal(broken, candidate, aside)
  }

  async #test(test: TestNode, candidate: Relation): Promise<RunResult> {
    const { runtime } = this.#run
    // Its failures would be stored in the transaction that is about to be rolled back.
    const config = { ...test.config, store_failures: false, store_failures_as: null }
    const run: NodeRun<TestNode> = {
      ...this.#run,
      node: { ...test, config },
      watch: new Stopwatch(runtime.invocation),
      candidates: new Map([[this.#published.node.unique_id, candidate]]),
      publishing: undefined,
      noteCompiled: () => undefined,
    }
    const { connection } = this.#run
    const open = connection.inTransaction
    try {
      const result = await this.#host.runTest(run)
      // A statement beside the test's own has failed, and the candidate is gone with its transaction.
      if (open && !connection.inTransaction) return { ...result, status: 'error', message: 'the transaction ended while the test ran' }
      return result
    } catch (error) {
      if (runtime.invocation.signal.aborted || this.#run.deadline.error) throw error
      return failed(test, error, measured(run))
    }
  }

  async #refusal(broken: readonly RunResult[], candidate: Relation, aside: boolean) {
    const { node, setting } = this.#published
    const { connection, runtime } = this.#run
    const keep = aside && setting.keepCandidate && broken.every(({ status }) => status !== 'error')
    if (keep) await connection.commit()
    const location = runtime.manifest.locations.get(node.unique_id)
    const kept = keep ? candidate : undefined
    return publishRefused({ node, failed: broken, tests: this.#done.size, stands: this.#before, kept, location })
  }
}

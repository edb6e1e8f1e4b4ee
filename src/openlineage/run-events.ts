/** The stream of a run as OpenLineage events: one START and one end for the run and for each node of it. */
import { randomUUID } from 'node:crypto'
import type { EventPayloads, RunEvent } from '../core/event.js'
import { findResource } from '../core/manifest.js'
import type { Resource, TestNode, UniqueId } from '../core/node.js'
import type { RunResult } from '../core/result.js'
import { version } from '../core/version.js'
import { type DatasetContext, Datasets } from './datasets.js'
import type { CodeLocation } from './source-code.js'
import { type Dataset, type EventType, type Facets, facet, type LineageEvent, producer, runEventSchema } from './spec.js'

export interface RunContext extends DatasetContext {
  /** UUID of the run as a whole. */
  readonly runId: string
  readonly jobNamespace: string
  readonly jobName: string
  readonly engine: { readonly name: string; readonly dialect: string }
  /** The run that started this one, by OPENLINEAGE_PARENT_ID. */
  readonly parent: Facets
  readonly code: CodeLocation | undefined
}

interface Job {
  readonly runId: string
  readonly id: UniqueId
}

const told: ReadonlySet<string> = new Set(['model', 'seed', 'snapshot', 'test'])

export class RunEvents {
  readonly #context: RunContext
  readonly #datasets: Datasets
  readonly #running = new Map<UniqueId, Job>()
  #state: 'before' | 'running' | 'ended' = 'before'
  #error: string | undefined

  constructor(context: RunContext) {
    this.#context = context
    this.#datasets = new Datasets(context)
  }

  of(event: RunEvent): readonly LineageEvent[] {
    switch (event.name) {
      case 'RunPlanned':
        this.#state = 'running'
        return [this.#run('START', event.time)]
      case 'NodeStart':
        return this.#started((event.data as EventPayloads['NodeStart']).node_info.unique_id, event.time)
      case 'NodeFinished':
        return this.#finished((event.data as EventPayloads['NodeFinished']).result, event.time)
      case 'MainEncounteredError':
        this.#error ??= (event.data as EventPayloads['MainEncounteredError']).message
        return []
      case 'EndOfRunSummary':
        return this.#ended(event.data as EventPayloads['EndOfRunSummary'], event.time)
      default:
        return []
    }
  }

  /** For a run that stopped before its summary. */
  stopped(time: Date): readonly LineageEvent[] {
    if (this.#state !== 'running') return []
    const left = [...this.#running.values()].map(({ runId, id }) => this.#node('ABORT', time, { runId, id }, {}))
    return [...left, this.#over('FAIL', time, this.#error ?? 'the run stopped')]
  }

  #started(id: UniqueId, time: Date): readonly LineageEvent[] {
    const resource = findResource(this.#context.manifest, id)
    if (!resource || !told.has(resource.resource_type) || isEphemeral(resource)) return []
    const job = { runId: randomUUID(), id }
    this.#running.set(id, job)
    return [this.#node('START', time, job, {})]
  }

  #finished(result: RunResult, time: Date): readonly LineageEvent[] {
    const job = this.#running.get(result.unique_id)
    if (!job) return []
    this.#running.delete(result.unique_id)
    return [this.#node(outcome(result), time, job, { result })]
  }

  #ended({ num_errors: errors, keyboard_interrupt: interrupted, results }: EventPayloads['EndOfRunSummary'], time: Date) {
    const failed = errors > 0 || results.some(({ status }) => status === 'fail')
    const message = `${results.filter(({ status }) => status === 'error' || status === 'fail').length} of ${results.length} nodes failed`
    return [this.#over(interrupted ? 'ABORT' : failed ? 'FAIL' : 'COMPLETE', time, failed ? message : undefined)]
  }

  #over(type: EventType, time: Date, message: string | undefined): LineageEvent {
    this.#state = 'ended'
    return this.#run(type, time, message)
  }

  #run(type: EventType, time: Date, message?: string): LineageEvent {
    const { runId, jobName, parent } = this.#context
    const facets = { ...this.#engine(), ...parent, ...errorOf(message) }
    return this.#event(type, time, { runId, facets }, { name: jobName, facets: { jobType: jobType('JOB') } }, [], [])
  }

  #node(type: EventType, time: Date, { runId, id }: Job, { result }: { readonly result?: RunResult }): LineageEvent {
    const { runId: parentId, jobNamespace, jobName, manifest } = this.#context
    const resource = findResource(manifest, id) as Resource
    const parent = facet('ParentRunFacet', { run: { runId: parentId }, job: { namespace: jobNamespace, name: jobName }, ...this.#root() })
    const facets = { ...this.#engine(), parent, ...errorOf(type === 'FAIL' ? (result?.message ?? result?.error?.message) : undefined) }
    const job = { name: id, facets: this.#jobFacets(resource, result) }
    return this.#event(type, time, { runId, facets }, job, this.#inputs(resource, result), this.#outputs(resource, result))
  }

  #inputs(resource: Resource, result: RunResult | undefined): readonly Dataset[] {
    const ids = this.#datasets.inputs(resource.unique_id)
    if (resource.resource_type !== 'test' || !result || !['pass', 'warn', 'fail'].includes(result.status))
      return ids.map((id) => this.#datasets.input(id))
    const asserted = { dataQualityAssertions: facet('DataQualityAssertionsDatasetFacet', { assertions: [assertionOf(resource, result)] }) }
    const about = resource.attached_node ?? undefined
    return ids.map((id) => this.#datasets.input(id, about === undefined || about === id ? asserted : undefined))
  }

  #outputs(resource: Resource, result: RunResult | undefined): readonly Dataset[] {
    return resource.resource_type === 'test' ? [] : [this.#datasets.output(resource.unique_id, result && rowsOf(result))]
  }

  #jobFacets(resource: Resource, result: RunResult | undefined): Facets {
    const { engine, code } = this.#context
    const location = code?.(resource.original_file_path)
    return {
      jobType: jobType(resource.resource_type.toUpperCase()),
      ...(result?.compiled_code ? { sql: facet('SQLJobFacet', { query: result.compiled_code, dialect: engine.dialect }) } : {}),
      ...(location ? { sourceCodeLocation: facet('SourceCodeLocationJobFacet', { ...location }) } : {}),
    }
  }

  #engine(): Facets {
    const { name } = this.#context.engine
    return { processing_engine: facet('ProcessingEngineRunFacet', { version, name: `sluice ${name}`, openlineageAdapterVersion: version }) }
  }

  /** The run at the very top, where this one has a parent itself. */
  #root(): { readonly root?: unknown } {
    const outer = this.#context.parent.parent as { readonly root?: unknown } | undefined
    return outer?.root === undefined ? {} : { root: outer.root }
  }

  #event(
    eventType: EventType,
    time: Date,
    run: LineageEvent['run'],
    job: Omit<LineageEvent['job'], 'namespace'>,
    inputs: readonly Dataset[],
    outputs: readonly Dataset[],
  ): LineageEvent {
    const { jobNamespace: namespace } = this.#context
    return {
      eventType,
      eventTime: time.toISOString(),
      producer,
      schemaURL: runEventSchema,
      run,
      job: { namespace, ...job },
      inputs,
      outputs,
    }
  }
}

function isEphemeral(resource: Resource): boolean {
  return (resource.config as { readonly materialized?: string }).materialized === 'ephemeral'
}

/** A test that found rows did its work: what it found is in its assertion. */
function outcome({ status }: RunResult): EventType {
  if (status === 'error' || status === 'runtime error' || status === 'partial success') return 'FAIL'
  return status === 'skipped' ? 'ABORT' : 'COMPLETE'
}

function jobType(kind: string) {
  return facet('JobTypeJobFacet', { processingType: 'BATCH', integration: 'SLUICE', jobType: kind })
}

function errorOf(message: string | null | undefined): Facets {
  return message ? { errorMessage: facet('ErrorMessageRunFacet', { message, programmingLanguage: 'SQL' }) } : {}
}

function rowsOf({ rows, adapter_response: response }: RunResult): number | undefined {
  const count = rows?.total ?? rows?.inserted ?? response.rows_affected
  return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? count : undefined
}

function assertionOf(test: TestNode, { status, failures }: RunResult) {
  const { test_metadata: generic, column_name: column, config } = test
  return {
    assertion: generic === undefined ? 'custom_sql' : [generic.namespace, generic.name].filter((part) => part).join('.'),
    success: status === 'pass',
    name: test.name,
    severity: String(config.severity ?? 'error').toLowerCase(),
    ...(column ? { column } : {}),
    ...(failures === null ? {} : { actual: String(failures) }),
  }
}

/**
 * `compile` without a warehouse: the materialization runs against a recorder, and what it would have sent is written below
 * target/run. What a later run sends to a relation that stands is other SQL, so such nodes are recorded in both states.
 */
import { RecordingConnection } from '../../adapters/index.js'
import type { Runtime } from '../../context/index.js'
import { type ErrorFields, SluiceError, type SourceLocation } from '../../core/error.js'
import type { ErrorCode } from '../../core/error-codes.js'
import type { ManifestNode, ModelNode, Resource } from '../../core/node.js'
import type { Relation } from '../../core/relation.js'
import type { RunResult } from '../../core/result.js'
import { compileStep, writeRunFile } from '../compile-step.js'
import { materializationResult, offlineColumnsMissing, offlineRowsMissing } from '../errors.js'
import { materialize } from '../materialize.js'
import { lastBatchOnly, runMicrobatch } from '../microbatch.js'
import { isMicrobatch } from '../node-info.js'
import { measured, type NodeRun } from '../node-run.js'
import { resultOf } from '../results.js'
import { offlineGap } from './offline-gap.js'

export async function runOffline(run: NodeRun): Promise<RunResult> {
  const { node, watch } = run
  recorder(run).take()
  try {
    await watch.phase('compile', () => compileStep(run))
    await watch.phase('execute', async () => {
      if (isBuilt(node)) await writeRunFile(run, await recorded(run))
    })
  } catch (error) {
    throw recorder(run).rowsMissed ? offlineRowsMissing(error) : error
  }
  return resultOf(node, 'success', measured(run))
}

function recorder({ connection }: NodeRun): RecordingConnection {
  if (connection instanceof RecordingConnection) return connection
  throw materializationResult('only an offline adapter keeps what is sent to it', 'an offline adapter')
}

function isBuilt(node: Resource): boolean {
  return ['model', 'seed', 'snapshot', 'function', 'test', 'unit_test'].includes(node.resource_type)
}

async function recorded(run: NodeRun): Promise<string> {
  const first = await record(run)
  const { cache } = run.runtime
  if (!standsDifferently(run.node)) return file(first.statements)
  const next = await nextRun(run)
  // What is compiled is the first build's: the catalog is assumed empty.
  for (const relation of first.relations) cache.drop(relation)
  await compileStep(run)
  for (const relation of first.relations) cache.add(relation)
  return `-- First build\n${file(first.statements)}\n-- Next run: the relation stands\n${next}`
}

/** Where columns nobody named went into it, a comment: lists without names are no SQL. */
async function nextRun(run: NodeRun): Promise<string> {
  const { node, runtime } = run
  let text: string
  let missed = false
  try {
    await compileStep(run)
    const recorded = await record(run)
    missed = recorded.columnsMissed
    text = file(recorded.statements)
  } catch (error) {
    if (runtime.invocation.signal.aborted) throw error
    text = untold(error)
  }
  const gap = offlineGap(node as ManifestNode, missed)
  if (gap === undefined) return text
  const warning = offlineColumnsMissing(node, gap, placeOf(run))
  runtime.invocation.events.emit('Warning', warning.toJSON())
  const comment = `-- ${warning.code}: ${oneLine(warning.message)}\n`
  return missed ? comment : `${comment}${text}`
}

/** Stands in a file in place of what could not be known. */
export function untold(error: unknown): string {
  return `-- not to be told without a warehouse: ${oneLine(error instanceof Error ? error.message : String(error))}\n`
}

function placeOf({ node, runtime }: NodeRun): SourceLocation {
  return runtime.manifest.locations.get(node.unique_id) ?? { file: node.original_file_path, line: 1, column: 1 }
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ')
}

/** A table or view is built the same way again, only beside the old one. */
function standsDifferently(node: Resource): boolean {
  if (node.resource_type === 'seed' || node.resource_type === 'snapshot') return true
  return node.resource_type === 'model' && !['table', 'view', 'ephemeral'].includes(node.config.materialized)
}

interface Recorded {
  readonly statements: readonly string[]
  readonly columnsMissed: boolean
  readonly relations: readonly Relation[]
}

async function record(run: NodeRun): Promise<Recorded> {
  const { node, runtime } = run
  const connection = recorder(run)
  connection.take({ queries: node.resource_type === 'test' || node.resource_type === 'unit_test' })
  const relations = await executed(run)
  await connection.commit()
  // The reader of `take` resets what was missed.
  const { columnsMissed } = connection
  return { statements: statementsOf(connection, runtime), relations, columnsMissed }
}

async function executed(run: NodeRun): Promise<readonly Relation[]> {
  const { node, runtime } = run
  if (node.resource_type === 'model' && isMicrobatch(node.config)) {
    const batch = await lastBatchOnly(run as NodeRun<ModelNode>)
    const { error } = await runMicrobatch(batch)
    if (error) throw new SluiceError(error.code as ErrorCode, error as ErrorFields)
    return [runtime.relationOf(node).with({ type: 'table' })]
  }
  const shown = (runtime.standIns.get(node) ?? node) as ManifestNode
  const { materialized } = shown.config as { readonly materialized?: string }
  const returnsRelations = !['test', 'unit_test'].includes(node.resource_type)
  const built = await materialize({ ...run, node: shown }, { materialization: materialized ?? node.resource_type, returnsRelations })
  return built.relations
}

export function statementsOf(connection: RecordingConnection, runtime: Runtime): readonly string[] {
  const { queryComment } = runtime.project.root.config
  const behind = queryComment?.append ?? runtime.module.appendsQueryComment === true
  return connection.take().map((sql) => (queryComment === null ? sql : withoutComment(sql, behind)))
}

/** The query comment tells a warehouse's history who asks; in a file it is noise. */
function withoutComment(sql: string, append: boolean): string {
  return append ? sql.replace(/\n\/\* (?:(?!\*\/)[\s\S])* \*\/(;?)$/, '$1') : sql.replace(/^\/\* (?:(?!\*\/)[\s\S])* \*\/\n/, '')
}

/** As a file's text. */
export function file(statements: readonly string[]): string {
  return statements.map((sql) => `${sql.trim().replace(/;+$/, '')};\n`).join('\n')
}

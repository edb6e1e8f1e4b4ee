/**
 * `compile` without a warehouse: the materialization runs against a recorder, and what it would have sent is written below
 * target/run. What a later run sends to a relation that stands is other SQL, so such nodes are recorded in both states.
 */
import { RecordingConnection } from '../../adapters/index.js'
import type { ManifestNode, ModelNode, Resource } from '../../core/node.js'
import type { Relation } from '../../core/relation.js'
import type { RunResult } from '../../core/result.js'
import { compileStep, writeRunFile } from '../compile-step.js'
import { materializationResult } from '../errors.js'
import { materialize } from '../materialize.js'
import { lastBatchOnly, runMicrobatch } from '../microbatch.js'
import { isMicrobatch } from '../node-info.js'
import { measured, type NodeRun } from '../node-run.js'
import { resultOf } from '../results.js'

export async function runOffline(run: NodeRun): Promise<RunResult> {
  const { node, watch } = run
  await watch.phase('compile', () => compileStep(run))
  await watch.phase('execute', async () => {
    if (isBuilt(node)) await writeRunFile(run, await recorded(run))
  })
  return resultOf(node, 'success', measured(run))
}

function isBuilt(node: Resource): boolean {
  return ['model', 'seed', 'snapshot', 'function', 'test', 'unit_test'].includes(node.resource_type)
}

async function recorded(run: NodeRun): Promise<string> {
  const first = await record(run)
  const { cache } = run.runtime
  if (!standsDifferently(run.node)) return file(first.statements)
  let next: readonly string[]
  try {
    await compileStep(run)
    next = (await record(run)).statements
  } catch (error) {
    next = [`-- not to be told without a warehouse: ${error instanceof Error ? error.message : String(error)}`]
  }
  // What is compiled is the first build's: the catalog is assumed empty.
  for (const relation of first.relations) cache.drop(relation)
  await compileStep(run)
  for (const relation of first.relations) cache.add(relation)
  return `-- First build\n${file(first.statements)}\n-- Next run: the relation stands\n${file(next)}`
}

/** A table or view is built the same way again, only beside the old one. */
function standsDifferently(node: Resource): boolean {
  if (node.resource_type === 'seed' || node.resource_type === 'snapshot') return true
  return node.resource_type === 'model' && !['table', 'view', 'ephemeral'].includes(node.config.materialized)
}

interface Recorded {
  readonly statements: readonly string[]
  readonly relations: readonly Relation[]
}

async function record(run: NodeRun): Promise<Recorded> {
  const { connection, node, runtime } = run
  if (!(connection instanceof RecordingConnection))
    throw materializationResult('only an offline adapter keeps what is sent to it', 'an offline adapter')
  connection.take({ queries: node.resource_type === 'test' || node.resource_type === 'unit_test' })
  const relations = await executed(run)
  await connection.commit()
  const { queryComment } = runtime.project.root.config
  const statements = connection
    .take()
    .map((sql) => (queryComment === null ? sql : withoutComment(sql, queryComment.append ?? runtime.module.appendsQueryComment === true)))
  return { statements, relations }
}

async function executed(run: NodeRun): Promise<readonly Relation[]> {
  const { node, runtime } = run
  if (node.resource_type === 'model' && isMicrobatch(node.config)) {
    const batch = await lastBatchOnly(run as NodeRun<ModelNode>)
    await runMicrobatch(batch)
    return [runtime.relationOf(node).with({ type: 'table' })]
  }
  const shown = (runtime.standIns.get(node) ?? node) as ManifestNode
  const { materialized } = shown.config as { readonly materialized?: string }
  const returnsRelations = !['test', 'unit_test'].includes(node.resource_type)
  const built = await materialize({ ...run, node: shown }, { materialization: materialized ?? node.resource_type, returnsRelations })
  return built.relations
}

/** The query comment tells a warehouse's history who asks; in a file it is noise. */
function withoutComment(sql: string, append: boolean): string {
  return append ? sql.replace(/\n\/\* (?:(?!\*\/)[\s\S])* \*\/(;?)$/, '$1') : sql.replace(/^\/\* (?:(?!\*\/)[\s\S])* \*\/\n/, '')
}

function file(statements: readonly string[]): string {
  return statements.map((sql) => `${sql.trim().replace(/;+$/, '')};\n`).join('\n')
}

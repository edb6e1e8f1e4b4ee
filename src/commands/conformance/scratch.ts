/** The scratch project: written to a temporary folder, built on the user's warehouse in schemas of its own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Adapter, type AdapterModule, type Case, type Credentials, type Day, RelationCache } from '../../adapters/index.js'
import { createRuntime, type Runtime } from '../../context/index.js'
import { SluiceError } from '../../core/error.js'
import { EventBus, type RunEvent } from '../../core/event.js'
import type { Flags, Invocation } from '../../core/invocation.js'
import type { Manifest } from '../../core/manifest.js'
import type { UniqueId } from '../../core/node.js'
import type { Project, Target } from '../../core/project.js'
import type { RunResult } from '../../core/result.js'
import { buildGraph, type Graph } from '../../graph/index.js'
import { loadProject, targetFolder } from '../../load/index.js'
import { parseProject } from '../../parse/index.js'
import { runNodes } from '../../run/index.js'
import { select } from '../selection.js'

export interface Scratch {
  readonly folder: string
  readonly schemas: readonly [string, string, string]
  readonly credentials: Credentials
  readonly target: Target
  /** Of the scratch project; the adapter's has the user's project folder, where relative paths of the profile start. */
  readonly invocation: Invocation
  readonly adapterInvocation: Invocation
  readonly cases: readonly Case[]
}

/** Lanes of the builds: enough that nodes really run side by side. */
const threads = 4

export function createScratch(target: Target, invocation: Invocation, cases: readonly Case[], events: RunEvent[]): Scratch {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-conformance-'))
  const bus = new EventBus(invocation.redactor, invocation.now)
  bus.attach({ name: 'conformance', on: (event) => void events.push(event) })
  const name = `sluice_conformance_${invocation.id.slice(0, 8)}`
  return {
    folder,
    schemas: [name, `${name}_b`, `${name}_c`],
    credentials: target.credentials as Credentials,
    target,
    invocation: { ...invocation, events: bus, cwd: folder, projectDir: folder },
    adapterInvocation: { ...invocation, events: bus },
    cases,
  }
}

export function removeScratch({ folder }: Scratch): void {
  rmSync(folder, { recursive: true, force: true })
}

/** Stored failures of tests go to the scratch schema too: what is not there need not be dropped. */
const projectFiles = {
  'dbt_project.yml': "name: conformance\nversion: '1.0'\nprofile: conformance\n",
  'macros/naming.sql': '{% macro generate_schema_name(custom_schema_name, node) %}{{ return(target.schema) }}{% endmacro %}',
}

interface Opened {
  readonly project: Project
  readonly manifest: Manifest
  readonly graph: Graph
  readonly targetDir: string
  readonly invocation: Invocation
}

async function open(scratch: Scratch, day: Day, schema: string, signal = scratch.invocation.signal): Promise<Opened> {
  const files: Readonly<Record<string, string>> = Object.assign(
    { ...projectFiles },
    ...scratch.cases.map((each) => each.files?.(day) ?? {}),
  )
  for (const part of ['models', 'seeds', 'snapshots']) rmSync(join(scratch.folder, part), { recursive: true, force: true })
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(scratch.folder, path)), { recursive: true })
    writeFileSync(join(scratch.folder, path), text)
  }
  const invocation = { ...scratch.invocation, signal, flags: flagsOf(scratch.invocation.flags, day) }
  const fields = { ...scratch.target.fields, schema, threads }
  const project = await loadProject(invocation, { ...scratch.target, schema, threads, fields })
  const manifest = await parseProject(project, invocation)
  return { project, manifest, graph: buildGraph(manifest), targetDir: targetFolder(project), invocation }
}

/** Of the user's flags those that say how to run; none that says what. Microbatch models build the batches of the day. */
function flagsOf(flags: Flags, day: Day): Flags {
  const run = { which: 'build', threads, vars: { day }, fullRefresh: undefined, failFast: false, warnError: false, empty: false }
  const batches = { eventTimeStart: `2024-01-0${day}`, eventTimeEnd: '2024-01-03' }
  const neutral = { target: undefined, profile: undefined, targetPath: 'target', partialParse: false, sample: undefined }
  return { ...flags, ...run, ...batches, ...neutral }
}

function runtimeOf(opened: Opened, adapter: Adapter, selected: ReadonlySet<UniqueId>, more = {}): Runtime {
  const { project, manifest, invocation } = opened
  const cache = new RelationCache(adapter.module.relationStyle)
  return createRuntime({ project, manifest, adapter, invocation, cache, selected, ...more })
}

export interface Built {
  readonly runtime: Runtime
  /** By the node's name. */
  readonly results: ReadonlyMap<string, RunResult>
}

export async function buildDay(scratch: Scratch, adapter: Adapter, day: Day): Promise<Built> {
  const opened = await open(scratch, day, scratch.schemas[0])
  const selected = select(opened, opened.invocation, 'build')
  const runtime = runtimeOf(opened, adapter, selected)
  const { graph, targetDir } = opened
  const { results } = await runNodes({ runtime, graph, selected, action: 'execute', testsBlock: false, threads, targetDir, hooks: true })
  const named = results.map((result) => [nameOf(opened.manifest, result.unique_id), result] as const)
  return { runtime: runtimeOf(opened, adapter, selected), results: new Map(named) }
}

function nameOf({ nodes, unit_tests }: Manifest, id: UniqueId): string {
  return nodes[id]?.name ?? unit_tests[id]?.name ?? id
}

/** The node of this name, as the second build left it, by `clone` into the second schema. */
export async function cloneInto(scratch: Scratch, adapter: Adapter, name: string): Promise<RunResult> {
  const original = await open(scratch, 2, scratch.schemas[0])
  const opened = await open(scratch, 2, scratch.schemas[1])
  const id = `model.conformance.${name}`
  const node = original.manifest.nodes[id]
  const deferred = new Map(node && 'alias' in node ? [[id, node]] : [])
  const selected = new Set([id])
  const runtime = runtimeOf(opened, adapter, selected, { deferred })
  const { graph, targetDir } = opened
  const run = { runtime, graph, selected, testsBlock: false, threads: 1, targetDir, hooks: false }
  const { results } = await runNodes({ ...run, action: 'clone' })
  return results[0] as RunResult
}

/**
 * By an adapter of its own, which a cancelled run does not keep from working. Answers the schemas that would not go, each with
 * the reason.
 */
export async function dropSchemas(scratch: Scratch, module: AdapterModule): Promise<string[]> {
  const { signal } = new AbortController()
  try {
    const opened = await open(scratch, 1, scratch.schemas[0], signal)
    const adapter = await module.create(scratch.credentials, { ...scratch.adapterInvocation, signal })
    return await dropAll(scratch, opened, adapter).finally(() => adapter.close())
  } catch (error) {
    return [`${scratch.schemas.join(', ')}: ${coded(error).message}`]
  }
}

async function dropAll(scratch: Scratch, opened: Opened, adapter: Adapter): Promise<string[]> {
  const left: string[] = []
  const connection = await adapter.connect('conformance_cleanup')
  const scope = runtimeOf(opened, adapter, new Set()).operationScope(connection)
  for (const schema of scratch.schemas) {
    const drop = `{% do adapter.drop_schema(api.Relation.create(database=target.database, schema='${schema}')) %}`
    const problem = await scope.render(drop).then(() => undefined, coded)
    if (problem === undefined) continue
    await connection.rollback()
    left.push(`${schema}: ${problem.message}`)
  }
  await connection.close()
  return left
}

function coded(error: unknown): SluiceError {
  if (error instanceof SluiceError) return error
  throw error
}

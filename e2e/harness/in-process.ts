/** A project made of literal files, loaded and parsed in this process, with a runtime on a DuckDB in memory: for tests of src/. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { adapterModule, type Connection, type Credentials, RelationCache } from '../../src/adapters/index.js'
import { createRuntime, type Runtime, type RuntimeOptions } from '../../src/context/index.js'
import type { RunEvent } from '../../src/core/event.js'
import { createInvocation, type Flags, type Invocation } from '../../src/core/invocation.js'
import type { Manifest } from '../../src/core/manifest.js'
import type { Project } from '../../src/core/project.js'
import { loadProject } from '../../src/load/index.js'
import { parseProject } from '../../src/parse/index.js'

export type Files = Readonly<Record<string, string>>

export interface ParsedProject {
  readonly folder: string
  readonly project: Project
  readonly manifest: Manifest
  readonly invocation: Invocation
  readonly events: RunEvent[]
}

export interface RunningProject extends ParsedProject {
  readonly runtime: Runtime
  readonly connection: Connection
}

const profile = 'p:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: ":memory:", schema: main, threads: 1}\n'
const baseFlags = {
  which: 'build',
  threads: 1,
  target: undefined,
  profile: undefined,
  vars: {},
  fullRefresh: false,
  failFast: false,
  warnError: false,
  empty: false,
}

export interface ProjectOptions {
  /** Lines added to dbt_project.yml. */
  readonly settings?: string
  readonly flags?: Partial<Flags>
  readonly env?: Readonly<Record<string, string>>
}

export async function withParsed<T>(files: Files, options: ProjectOptions, body: (parsed: ParsedProject) => Promise<T> | T): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-in-process-'))
  const all: Files = {
    'dbt_project.yml': `name: p\nversion: '1.0'\nprofile: p\n${options.settings ?? ''}`,
    'profiles.yml': profile,
    ...files,
  }
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const invocation = createInvocation({ cwd: folder, env: options.env ?? {}, flags: { ...baseFlags, ...options.flags } })
  const events: RunEvent[] = []
  invocation.events.attach({ name: 'test', on: (event) => void events.push(event) })
  try {
    const project = await loadProject(invocation)
    return await body({ folder, project, manifest: await parseProject(project, invocation), invocation, events })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export async function withRuntime<T>(
  files: Files,
  options: ProjectOptions & Pick<RuntimeOptions, 'deferred' | 'selected'>,
  body: (running: RunningProject) => Promise<T>,
): Promise<T> {
  return await withParsed(files, options, async (parsed) => {
    const { project, manifest, invocation } = parsed
    const module = await adapterModule(project.target.type)
    const adapter = await module.create(project.target.credentials as Credentials, invocation)
    const cache = new RelationCache(module.relationStyle)
    const { deferred, selected } = options
    const runtime = createRuntime({
      project,
      manifest,
      adapter,
      invocation,
      cache,
      ...(deferred ? { deferred } : {}),
      ...(selected ? { selected } : {}),
    })
    const connection = await adapter.connect('test')
    try {
      return await body({ ...parsed, runtime, connection })
    } finally {
      await connection.close()
      await adapter.close()
    }
  })
}

/** DuckDB's facts, without a warehouse. */
export const duckdbModule = await adapterModule('duckdb')

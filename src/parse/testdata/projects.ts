/** Projects for tests: on disk beside this file, or made of a few texts in a temporary folder. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writtenResource } from '../../artifacts/index.js'
import { SluiceError, SluiceErrors } from '../../core/error.js'
import { createInvocation, type Invocation } from '../../core/invocation.js'
import type { Manifest } from '../../core/manifest.js'
import type { Plain } from '../../core/node.js'
import type { Project } from '../../core/project.js'
import { loadProject } from '../../load/index.js'
import { parseProject } from '../index.js'

export const testdata = dirname(fileURLToPath(import.meta.url))

export interface Parsed {
  readonly project: Project
  readonly manifest: Manifest
  readonly invocation: Invocation
  /** `CODE file:line:column message` of each warning. */
  readonly warnings: readonly string[]
}

export function invocationIn(folder: string, flags: Plain = {}, env: Record<string, string> = {}): Invocation {
  const base = { which: 'parse', threads: undefined, target: undefined, profile: undefined, vars: {}, fullRefresh: undefined }
  return createInvocation({ cwd: folder, env, flags: { ...base, failFast: false, warnError: false, empty: false, ...flags } })
}

export async function parsedFolder(folder: string, flags: Plain = {}, env: Record<string, string> = {}): Promise<Parsed> {
  const invocation = invocationIn(folder, flags, env)
  const warnings: string[] = []
  invocation.events.attach({
    name: 'test',
    on: (event) => {
      if (event.name === 'Warning') warnings.push(line(event.data as never))
    },
  })
  const project = await loadProject(invocation)
  const manifest = await parseProject(project, invocation)
  return { project, manifest, invocation, warnings }
}

const shell = {
  'dbt_project.yml': 'name: shop\nprofile: shop\n',
  'profiles.yml': 'shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb}\n',
}

type Files = Readonly<Record<string, string>>

/** Runs `step` with the files over a bare project named `shop`, and removes them. */
export async function inProject<T>(files: Files, step: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-parse-'))
  for (const [path, text] of Object.entries({ ...shell, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return await step(folder).finally(() => rmSync(folder, { recursive: true, force: true }))
}

export async function parsed(files: Files, flags: Plain = {}, env: Record<string, string> = {}): Promise<Parsed> {
  return await inProject(files, async (folder) => await parsedFolder(folder, flags, env))
}

/** `CODE file:line:column message` of each error; empty where there is none. */
export async function errorsOf(files: Files, flags: Plain = {}, env: Record<string, string> = {}): Promise<string[]> {
  try {
    await parsed(files, flags, env)
    return []
  } catch (error) {
    if (error instanceof SluiceErrors) return error.errors.map((each) => line({ code: each.code, ...each.fields }))
    if (error instanceof SluiceError) return [line({ code: error.code, ...error.fields })]
    throw error
  }
}

interface Told {
  readonly code: string
  readonly message: string
  readonly hint?: string | undefined
  readonly location?: { readonly file: string; readonly line: number; readonly column: number } | undefined
}

function line({ code, location, message, hint }: Told): string {
  const at = location ? ` ${location.file}:${location.line}:${location.column}` : ''
  return `${code}${at} ${message}${hint ? ` | ${hint}` : ''}`
}

const builtin = new Set(['dbt', 'dbt_duckdb', 'sluice'])
const volatile = new Set(['created_at', 'root_path', 'build_path', 'compiled_path'])

/** The manifest as it is written, without what the oracle leaves out. */
export function written(manifest: Manifest): Record<string, Record<string, unknown>> {
  const sections: Record<string, Record<string, unknown>> = {}
  for (const [section, entries] of Object.entries(manifest)) {
    if (section === 'metadata' || section === 'locations') continue
    const own = Object.entries(entries as Plain).filter(([id]) => section === 'selectors' || !builtin.has(id.split('.')[1] ?? ''))
    sections[section] = Object.fromEntries(own.map(([id, entry]) => [id, clean(shape(entry))]))
  }
  return sections
}

function shape(entry: unknown): unknown {
  const one = (resource: unknown): unknown => JSON.parse(JSON.stringify(writtenResource(resource as Plain)))
  return Array.isArray(entry) ? entry.map(one) : one(entry)
}

function clean(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => clean(item))
    if (key === 'macros') return items.filter((item) => !builtin.has(String(item).split('.')[1] ?? ''))
    return key === 'tags' || key === 'doc_blocks' ? items.sort() : items
  }
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).flatMap(([name, item]) => (volatile.has(name) ? [] : [[name, clean(item, name)]])))
}

// A project in a temporary folder and the built command line run in it, as a user would.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..')
export const tool = process.env.SLUICE_BIN ?? join(root, 'dist', 'bin.js')

export interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** Both, with times, ids, versions and paths made the same everywhere. */
  readonly text: string
}

export interface Project {
  readonly folder: string
  write(files: Readonly<Record<string, string>>): void
  read(path: string): string
  json<T = Record<string, unknown>>(path: string): T
  exists(path: string): boolean
  sluice(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Outcome>
  /** Not waited for: for signals. */
  start(args: readonly string[], env?: Readonly<Record<string, string>>): ChildProcess
  remove(): void
}

const shell = {
  'dbt_project.yml': "name: shop\nversion: '1.0'\nprofile: shop\n",
  'profiles.yml': 'shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb, threads: 2}\n',
}

/** Files over a bare DuckDB project named `shop`. */
export function project(files: Readonly<Record<string, string>> = {}): Project {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-e2e-'))
  const made = projectAt(folder)
  made.write({ ...shell, ...files })
  return made
}

export function projectAt(folder: string): Project {
  return {
    folder,
    write(files) {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true })
        writeFileSync(join(folder, path), text)
      }
    },
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    json: (path) => JSON.parse(readFileSync(join(folder, path), 'utf8')),
    exists: (path) => existsSync(join(folder, path)),
    sluice: (args, env = {}) => run(args, folder, env),
    start: (args, env = {}) => spawn(...commandOf(args), { cwd: folder, env: environment(env), stdio: ['ignore', 'pipe', 'pipe'] }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function commandOf(args: readonly string[]): [string, string[]] {
  return /\.[cm]?js$/.test(tool) ? [process.execPath, [tool, ...args]] : [tool, [...args]]
}

/** Nothing of the caller's dbt or colour settings leaks in; no test finds tables in its database that it did not make. */
function environment(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(DBT_|CI$|FORCE_COLOR|NO_COLOR)/.test(name))
  return { ...Object.fromEntries(own), NO_COLOR: '1', SLUICE_HISTORY: 'file', ...more }
}

export async function run(args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const [file, rest] = commandOf(args)
  return await new Promise((done) => {
    execFile(file, rest, { cwd, env: environment(env), maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1
      done({ code, stdout, stderr, text: normalise(stdout + stderr, cwd) })
    })
  })
}

export function normalise(text: string, folder: string): string {
  return text
    .replaceAll(`/private${folder}`, '<project>')
    .replaceAll(folder, '<project>')
    .replace(/^\d\d:\d\d:\d\d {2}/gm, '')
    .replace(/\d+ hours \d+ minutes and \d+\.\d+ seconds \(\d+\.\d+s\)/g, '<elapsed>')
    .replace(/ in \d+\.\d\ds\]/g, ' in <t>]')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>')
    .replace(/\(sluice \d+\.\d+\.\d+\)/g, '(sluice <version>)')
    .replace(/, \d+ macros/g, ', <n> macros')
}

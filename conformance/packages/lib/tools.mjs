/** Runs the commands of a project with one tool and gathers what it leaves. */
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { writeMacroCalls } from './macro-calls.mjs'

const macroWords = ['test', '--select', 'conformance']
const ourBin = resolve(dirname(fileURLToPath(import.meta.url)), '../../../dist/bin.js')

export function hasDbt() {
  return spawnSync(process.env.SLUICE_DBT || 'dbt', ['--version'], { stdio: 'ignore' }).status === 0
}

/** dbt first. */
export function tools() {
  return [
    { name: 'dbt', command: process.env.SLUICE_DBT || 'dbt', first: [] },
    { name: 'sluice', command: process.execPath, first: [process.env.SLUICE_BIN || ourBin] },
  ]
}

/**
 * @returns `root`, and `steps`: for each command `{ words, code, output, seconds, manifest, results }`; the last two are undefined
 *   where the command wrote none. `compiled` of the manifest's nodes is as dbt writes it.
 */
export async function runProject({ definition, project, server, hub, tool, root }) {
  const folder = join(root, project.folder)
  const { engine } = server
  const target = output(definition, engine, await server.open(root))
  const profiles = join(root, 'conformance-profiles')
  mkdirSync(profiles, { recursive: true })
  writeFileSync(join(profiles, 'profiles.yml'), JSON.stringify({ [project.profile]: { target: engine, outputs: { [engine]: target } } }))
  await prepare(definition, { root, folder, engine })
  const env = environment({
    DBT_PROFILES_DIR: profiles,
    DBT_PACKAGE_HUB_URL: hub.url,
    DBT_PARTIAL_PARSE: 'false',
    DBT_SEND_ANONYMOUS_USAGE_STATS: 'false',
    DO_NOT_TRACK: '1',
    NO_COLOR: '1',
    PYTHONWARNINGS: 'ignore',
    ...valueFor(definition.env, engine),
  })
  const steps = []
  const run = async (words) => void steps.push(await step({ tool, words, folder, env, kept: join(root, 'kept') }))
  for (const words of valueFor(project.commands, engine)) await run(words)
  if (project.macros !== undefined) {
    writeMacroCalls({ macros: project.macros, root, folder })
    await run(macroWords)
  }
  await server.close(`${definition.name}_${project.name ?? 'project'}_${tool.name}`)
  return { root, folder, steps }
}

function output(definition, engine, given) {
  if (typeof definition.output === 'function') return definition.output(engine, given)
  return { ...given, ...definition.output }
}

function valueFor(value, engine) {
  return typeof value === 'function' ? value(engine) : value
}

async function prepare(definition, { root, folder, engine }) {
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const edit = (path, change) => write(path, change(readFileSync(join(folder, path), 'utf8')))
  await definition.prepare?.({ root, folder, engine, write, edit })
}

/** What the caller set for dbt is not meant for these projects. */
function environment(more) {
  const own = Object.entries(process.env).filter(([name]) => !/^(?:DBT_|PG[A-Z]+$)/.test(name))
  return { ...Object.fromEntries(own), SLUICE_HISTORY: 'off', ...more }
}

async function step({ tool, words, folder, env, kept }) {
  const target = join(folder, 'target')
  rmSync(join(target, 'run_results.json'), { force: true })
  const started = performance.now()
  const { code, output } = await execute(tool.command, [...tool.first, ...words], folder, env)
  const seconds = (performance.now() - started) / 1000
  const place = join(kept, String(existsSync(kept) ? readdirSync(kept).length : 0))
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, 'output.txt'), output)
  for (const name of ['manifest.json', 'run_results.json'])
    if (existsSync(join(target, name))) cpSync(join(target, name), join(place, name))
  return {
    words,
    code,
    output,
    seconds,
    place: relative(folder, place),
    manifest: json(target, 'manifest'),
    results: json(target, 'run_results'),
  }
}

function json(target, name) {
  const path = join(target, `${name}.json`)
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}

async function execute(command, args, cwd, env) {
  return await new Promise((done, fail) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk) => (output += chunk))
    child.once('error', fail)
    child.once('close', (code) => done({ code, output }))
  })
}

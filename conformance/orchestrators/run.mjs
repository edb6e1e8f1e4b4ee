// Runs the tickets project through Dagster, Airflow's Cosmos and Prefect twice, with dbt and with sluice-dbt, and compares
// what each of them saw. Node 20 and a Python 3.10–3.12 on the path (or in SLUICE_PYTHON); the rest comes from PyPI.
//
//   node conformance/orchestrators/run.mjs [dagster] [cosmos] [prefect]
//
// ORCHESTRATORS_WORK: folder for the virtual environments and the copies of the project (default: below the system's
// temporary folder, kept for the next time). SLUICE_BIN: another dist/dbt.js.
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const root = resolve(here, '../..')
const work = resolve(process.env.ORCHESTRATORS_WORK ?? join(tmpdir(), 'sluice-orchestrators'))
const launcher = resolve(process.env.SLUICE_BIN ?? join(root, 'dist', 'dbt.js'))
const python = process.env.SLUICE_PYTHON ?? 'python3'
const dbt = ['dbt-core==1.11.*', 'dbt-duckdb==1.11.*']

/** What is installed for each tool. Airflow has an environment without dbt: it calls the executable of the first one. */
const tools = {
  dagster: { packages: ['dagster', 'dagster-dbt', ...dbt] },
  cosmos: { packages: ['apache-airflow>=3', 'astronomer-cosmos'], home: 'AIRFLOW_HOME' },
  prefect: { packages: ['prefect', 'prefect-dbt[cli]', 'fastapi<0.120', ...dbt], home: 'PREFECT_HOME' },
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in tools))
if (unknown.length > 0) stop(`unknown: ${unknown.join(', ')}; known: ${Object.keys(tools).join(', ')}`)

/** Exit 2: it could not run, which is no difference. */
function stop(message) {
  console.error(message)
  process.exit(2)
}

function environment(name, packages) {
  const folder = join(work, `venv-${name}`)
  if (!existsSync(join(folder, 'done'))) {
    console.log(`${name}: installing ${packages.join(', ')}`)
    execFileSync(python, ['-m', 'venv', folder], { stdio: 'inherit' })
    execFileSync(join(folder, 'bin', 'pip'), ['-q', 'install', ...packages], { stdio: 'inherit' })
    writeFileSync(join(folder, 'done'), '')
  }
  return join(folder, 'bin')
}

/** The project as it is, and one with a model and a test that fail; a fresh copy of both. */
function projects(label) {
  const parts = ['dbt_project.yml', 'profiles.yml', 'selectors.yml', 'models', 'macros', 'seeds', 'snapshots', 'tests', 'analyses', 'data']
  return ['good', 'bad'].map((kind) => {
    // The folder's name is in the names of tasks: the same for both.
    const folder = join(work, label, kind)
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    for (const part of parts) cpSync(join(root, part), join(folder, part), { recursive: true })
    if (kind === 'bad') {
      writeFileSync(join(folder, 'models', 'broken.sql'), "select cast('x' as integer) as id from {{ ref('fuel_types') }}\n")
      writeFileSync(join(folder, 'models', 'after_broken.sql'), "select * from {{ ref('broken') }}\n")
      writeFileSync(join(folder, 'tests', 'always_fails.sql'), "select * from {{ ref('fuel_types') }}\n")
    }
    return folder
  })
}

function answerOf(name, bin, executable, label) {
  const home = join(work, label, 'home')
  const [good, bad] = projects(label)
  rmSync(home, { recursive: true, force: true })
  mkdirSync(home, { recursive: true })
  const env = { ...process.env, ...(tools[name].home ? { [tools[name].home]: home } : {}), DBT_SEND_ANONYMOUS_USAGE_STATS: 'false' }
  const started = performance.now()
  const args = [join(here, `${name}_run.py`), executable, good, bad]
  const { stdout, stderr, status } = spawnSync(join(bin, 'python'), args, { cwd: home, env, encoding: 'utf8', maxBuffer: 1 << 30 })
  writeFileSync(join(work, label, 'stdout.log'), stdout ?? '')
  writeFileSync(join(work, label, 'stderr.log'), stderr ?? '')
  const last = (stdout ?? '').trimEnd().split('\n').at(-1) ?? ''
  if (status !== 0 || !last.startsWith('{')) stop(`${name} with ${executable} ended with ${status}; see ${join(work, label)}`)
  return { facts: JSON.parse(last), seconds: (performance.now() - started) / 1000 }
}

/** Key → facts as sorted lines. */
function lines(facts) {
  return Object.entries(facts).flatMap(([key, value]) => {
    if (Array.isArray(value)) return [[key, value.map((each) => JSON.stringify(each)).sort()]]
    if (value !== null && typeof value === 'object') return lines(value).map(([below, list]) => [`${key}/${below}`, list])
    return [[key, [JSON.stringify(value)]]]
  })
}

function compare(name, theirs, ours) {
  const own = new Map(lines(ours.facts))
  let different = 0
  for (const [key, wanted] of lines(theirs.facts)) {
    const found = own.get(key) ?? []
    const missing = wanted.filter((line) => !found.includes(line))
    const added = found.filter((line) => !wanted.includes(line))
    different += missing.length + added.length
    console.log(`${name}  ${key}: ${wanted.length} with dbt, ${found.length} with sluice-dbt, ${wanted.length - missing.length} the same`)
    for (const line of missing.slice(0, 5)) console.log(`  only dbt         ${line.slice(0, 300)}`)
    for (const line of added.slice(0, 5)) console.log(`  only sluice-dbt  ${line.slice(0, 300)}`)
  }
  console.log(`${name}: ${different} different; ${theirs.seconds.toFixed(0)} s with dbt, ${ours.seconds.toFixed(0)} s with sluice-dbt`)
  return different
}

if (!existsSync(launcher)) stop(`${launcher} is not there: npm run build`)
mkdirSync(work, { recursive: true })
const ours = join(work, 'sluice-dbt')
writeFileSync(ours, `#!/bin/sh\nexec '${process.execPath}' '${launcher}' "$@"\n`)
chmodSync(ours, 0o755)
const theirs = join(environment('dagster', tools.dagster.packages), 'dbt')
let different = 0
for (const name of asked.length > 0 ? asked : Object.keys(tools)) {
  const bin = environment(name, tools[name].packages)
  different += compare(name, answerOf(name, bin, theirs, `${name}-dbt`), answerOf(name, bin, ours, `${name}-sluice`))
}
process.exitCode = different === 0 ? 0 : 1

/** The projects whose lineage is compared: each a folder, a target and the dialect of its SQL. */
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { definition as dbtDate } from '../packages/dbt-date.mjs'
import { definition as dbtExpectations } from '../packages/dbt-expectations.mjs'
import { definition as dbtProjectEvaluator } from '../packages/dbt-project-evaluator.mjs'
import { definition as dbtUtils } from '../packages/dbt-utils.mjs'
import { definition as elementary } from '../packages/elementary.mjs'
import { startHub } from '../packages/lib/hub.mjs'
import { checkout } from '../packages/lib/sources.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const bin = process.env.SLUICE_BIN || resolve(here, '../../dist/bin.js')

export const projects = new Map([
  ['tickets', ({ root }) => ['duckdb', 'postgres', 'snowflake'].map((target) => project('tickets', root, target))],
  ['shop', () => ['duckdb', 'postgres', 'snowflake'].map((target) => project('shop', join(here, 'shop'), target))],
  ['timescale', ({ root }) => [project('timescale', join(root, 'examples/timescale'), 'timescale', 'postgres')]],
  ['tpcds', (context) => queries('tpcds', context)],
  ['tpch', (context) => queries('tpch', context)],
])

const packages = new Map([dbtUtils, dbtDate, dbtExpectations, dbtProjectEvaluator, elementary].map((each) => [each.name, each]))

export const packageNames = [...packages.keys()]

function project(name, folder, target, dialect = target) {
  return { name, folder, target, dialect, env: { DBT_PROFILES_DIR: folder } }
}

/** The queries as models, which `tpc.py` writes. */
function queries(name, { work, python, sources }) {
  execFileSync(python, [join(here, 'tpc.py'), sources(), work])
  return [project(name, join(work, name), 'duckdb')]
}

const targets = {
  duckdb: { type: 'duckdb', path: 'lineage.duckdb', schema: 'main' },
  postgres: { type: 'postgres', host: 'localhost', user: 'nobody', password: 'none', dbname: 'postgres', schema: 'public', port: 5432 },
}

/** A package's own test project, with what it needs of others, for two engines. */
export async function packageProjects(name, work) {
  const definition = packages.get(name)
  if (!definition) throw new TypeError(`no such project: ${name}; there are ${[...projects.keys(), ...packageNames].join(', ')}`)
  const sources = join(work, 'sources')
  const needs = (definition.needs ?? []).map((need) => (typeof need === 'string' ? packages.get(need) : need))
  const hub = await startHub(
    [definition, ...needs].filter((each) => each.hub !== undefined),
    sources,
  )
  const [first] = definition.projects
  const top = join(work, name)
  const folder = join(top, first.folder)
  checkout(definition, sources, top)
  const profiles = join(top, 'lineage-profiles')
  mkdirSync(profiles, { recursive: true })
  writeFileSync(join(profiles, 'profiles.yml'), JSON.stringify({ [first.profile]: { target: 'duckdb', outputs: targets } }))
  const env = { DBT_PROFILES_DIR: profiles, DBT_PACKAGE_HUB_URL: hub.url, DBT_PARTIAL_PARSE: 'false' }
  try {
    await deps(folder, env)
  } finally {
    await hub.stop()
  }
  // Built, so that templates that ask the warehouse for columns are answered; without a server there is no such answer.
  return Object.keys(targets).map((target) => ({ name, folder, target, dialect: target, env, built: target === 'duckdb' }))
}

async function deps(folder, env) {
  // Not spawnSync: the hub answers in this process.
  const child = spawn(process.execPath, [bin, 'deps'], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  const code = await new Promise((done) => child.once('close', done))
  if (code !== 0) throw new TypeError(`deps in ${folder}: ${output}`)
}

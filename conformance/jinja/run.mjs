/**
 * Jinja2's own test suite on the template engine:
 *
 *     node conformance/jinja/run.mjs [--write] [pytest arguments]
 *
 * Takes the sdist of jinja2 3.1.6 and pytest from PyPI into target/conformance/jinja, bundles the engine, and runs the tests
 * with a plugin that renders every template in a Node process. Ends with 1 when a test fails or never asks the engine without
 * being listed in excluded.json, and when a listed one passes. `--write` lists what fails under the reason "unsorted".
 * SLUICE_PYTHON names another Python than `python3`.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundle, here, work } from './lib/engine.mjs'

const version = '3.1.6'
const list = join(here, 'excluded.json')
const python = join(work, 'venv/bin/python')
const sources = join(work, `jinja2-${version}`)
const write = process.argv.includes('--write')
const rest = process.argv.slice(2).filter((argument) => argument !== '--write')

function prepare() {
  mkdirSync(work, { recursive: true })
  if (!existsSync(join(work, 'venv/ready'))) {
    rmSync(join(work, 'venv'), { recursive: true, force: true })
    execFileSync(process.env.SLUICE_PYTHON ?? 'python3', ['-m', 'venv', join(work, 'venv')], { stdio: 'inherit' })
    pip('install', '-q', `jinja2==${version}`, 'pytest==9.0.2', 'trio==0.32.0')
    writeFileSync(join(work, 'venv/ready'), '')
  }
  if (!existsSync(sources)) {
    pip('download', '-q', '--no-deps', '--no-binary', ':all:', '-d', work, `jinja2==${version}`)
    execFileSync('tar', ['-xzf', join(work, `jinja2-${version}.tar.gz`), '-C', work])
  }
}

function pip(...args) {
  execFileSync(python, ['-m', 'pip', '--disable-pip-version-check', ...args], { stdio: 'inherit' })
}

function runTests(engine) {
  const report = join(work, 'report.json')
  rmSync(report, { force: true })
  const env = {
    ...process.env,
    PYTHONPATH: join(here, 'shim'),
    PYTHONDONTWRITEBYTECODE: '1',
    SLUICE_JINJA_ENGINE: engine,
    SLUICE_JINJA_REPORT: report,
  }
  const args = ['-m', 'pytest', '-q', '--tb=no', '-p', 'sluice_proxy', '-p', 'no:cacheprovider', 'tests', ...rest]
  const ended = spawnSync(python, args, { cwd: sources, env, encoding: 'utf8' })
  if (!existsSync(report)) {
    console.error(ended.stdout, ended.stderr)
    process.exit(2)
  }
  return JSON.parse(readFileSync(report, 'utf8'))
}

/** Name of a test to the reason it is left out for. */
function readList() {
  const { excluded } = JSON.parse(readFileSync(list, 'utf8'))
  return new Map(Object.entries(excluded).flatMap(([reason, ids]) => ids.map((id) => [id, reason])))
}

function judge(report, excluded) {
  const wrong = Object.entries(report).flatMap(([id, test]) => complaint(id, test, excluded.get(id)) ?? [])
  const gone = rest.length === 0 ? [...excluded.keys()].filter((id) => !(id in report)) : []
  return [...wrong, ...gone.map((id) => `${id}\n    is listed, but there is no such test`)]
}

function complaint(id, { passed, touched, error }, reason) {
  const renders = passed && touched
  if (renders && reason) return `${id}\n    passes, but is listed under "${reason}"`
  if (renders || reason) return null
  return `${id}\n    ${passed ? 'never asks the engine' : error}`
}

function writeList(report) {
  const old = readList()
  const { reasons } = JSON.parse(readFileSync(list, 'utf8'))
  const kept = Object.fromEntries(Object.keys(reasons).map((reason) => [reason, []]))
  for (const [id, { passed, touched }] of Object.entries(report)) {
    if (passed && touched) continue
    const reason = old.get(id) ?? 'unsorted'
    kept[reason] ??= []
    kept[reason].push(id)
  }
  writeFileSync(list, `${JSON.stringify({ reasons, excluded: kept }, null, 2)}\n`)
}

prepare()
const report = runTests(bundle())
if (write) writeList(report)
const excluded = readList()
const wrong = judge(report, excluded)
for (const line of wrong) console.log(line)
const reasons = Object.keys(report).flatMap((id) => excluded.get(id) ?? [])
console.log(
  `${Object.keys(report).length} tests: ${Object.keys(report).length - reasons.length - wrong.length} pass, ${wrong.length} wrong, ${reasons.length} excluded`,
)
for (const reason of new Set(reasons)) console.log(`  ${String(reasons.filter((one) => one === reason).length).padStart(4)}  ${reason}`)
process.exit(wrong.length > 0 ? 1 : 0)

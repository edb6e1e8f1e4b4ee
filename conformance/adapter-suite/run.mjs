/**
 * dbt's own tests for adapters (the package dbt-tests-adapter, installed by pip into a virtual environment) on the command line tool.
 *
 *   node conformance/adapter-suite/run.mjs [duckdb] [postgres] [--quick] [-k EXPRESSION] [--jobs N] [--tool 'node dist/bin.js']
 *
 *   --quick        20 cases an engine, one of each area, in place of all
 *   -k             pytest's: only cases whose name fits
 *   --if-possible  without Python 3.10 or without a way to install packages: say so and end with 0
 *   --report FILE  the sums as JSON: {passed, failed, skipped}
 *   --keep         leave the work folder, with pytest's log
 *   --record       run dbt itself, and write what it passes to cases.json (hours)
 *
 * cases.json lists what dbt itself passes and a tool that always fails does not; nothing else is run. known.json gives a reason for
 * each case of these that may fail. Ends with 1 where another one fails, or one that is listed passes. Environment: SLUICE_BIN (else
 * dist/bin.js), SLUICE_PYTHON (a Python that has the packages; else a virtual environment `.venv-adapter-suite` is made), PGHOST,
 * PGPORT, PGUSER, PGPASSWORD (a server whose user may create databases and roles; else one is started).
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { judge, record, tell } from './lib/outcome.mjs'
import { openPostgres } from './lib/postgres.mjs'
import { runSuite, writeSuite } from './lib/pytest.mjs'
import { findPython } from './lib/python.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const root = resolve(here, '../..')
const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    expression: { type: 'string', short: 'k' },
    jobs: { type: 'string', default: '2' },
    tool: { type: 'string', default: `${process.execPath} ${process.env.SLUICE_BIN ?? join(root, 'dist/bin.js')}` },
    'if-possible': { type: 'boolean', default: false },
    report: { type: 'string' },
    keep: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
  },
})
const engines = positionals.length > 0 ? positionals : ['duckdb', 'postgres']
const work = mkdtempSync(join(tmpdir(), 'sluice-adapter-suite-'))
try {
  process.exitCode = await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 2
} finally {
  if (flags.keep) console.log(`kept: ${work}`)
  else rmSync(work, { recursive: true, force: true })
}

async function main() {
  const unknown = engines.find((engine) => engine !== 'duckdb' && engine !== 'postgres')
  if (unknown !== undefined) throw new TypeError(`no such engine: ${unknown}; there are duckdb, postgres`)
  const python = findPython(root, join(here, 'requirements.txt'))
  const cases = JSON.parse(readFileSync(join(here, 'cases.json'), 'utf8'))
  if (python.missing !== undefined) return without(python.missing, cases)
  const suite = writeSuite(python.path, join(here, 'suite'), work)
  if (flags.record) return await recordAll(cases, { python: python.path, suite }, python.dbt)
  const known = JSON.parse(readFileSync(join(here, 'known.json'), 'utf8'))
  const sums = { passed: 0, failed: 0, skipped: 0 }
  for (const engine of engines) {
    const wanted = cases[engine][flags.quick ? 'quick' : 'passed']
    const outcomes = await onEngine(
      engine,
      async (env) => await runSuite({ ...flags, python: python.path, suite, work, engine, env, wanted }),
    )
    const verdict = judge(outcomes, wanted, known[engine], flags.expression === undefined)
    tell(engine, verdict, known[engine])
    for (const name of Object.keys(sums)) sums[name] += verdict[name].length
  }
  report(sums)
  console.log(`dbt's adapter suite: ${sums.passed} passed, ${sums.failed} failed, ${sums.skipped} known to fail`)
  return sums.failed > 0 ? 1 : 0
}

async function onEngine(engine, body) {
  const server = engine === 'postgres' ? await openPostgres(work) : { env: {}, stop: async () => {} }
  try {
    return await body(server.env)
  } finally {
    await server.stop()
  }
}

async function recordAll(cases, settings, dbt) {
  for (const engine of engines)
    cases[engine] = await onEngine(
      engine,
      async (env) => await record(async (tool) => await runSuite({ ...flags, ...settings, work, engine, env, tool }), dbt),
    )
  writeFileSync(join(here, 'cases.json'), `${JSON.stringify(cases, null, 2)}\n`)
  return 0
}

function without(why, cases) {
  if (!flags['if-possible']) throw new TypeError(why)
  console.log(`dbt's adapter suite: skipped, ${why}`)
  const skipped = engines.map((engine) => cases[engine][flags.quick ? 'quick' : 'passed'].length).reduce((a, b) => a + b, 0)
  report({ passed: 0, failed: 0, skipped })
  return 0
}

function report(sums) {
  if (flags.report !== undefined) writeFileSync(flags.report, JSON.stringify(sums))
}

/**
 * Column lineage of whole projects, ours and that of sqlglot: each column of each model, and the columns it is made of.
 *
 *   node conformance/sqlglot/run.mjs [--project tickets]... [--target duckdb]... [--keep] [--all]
 *
 * Projects: tickets (this repository's), shop (of this folder), timescale (examples/), tpcds, tpch (their queries as models, from sqlglot's source release),
 * and the packages of conformance/packages, dbt_utils by default; `--all` is all of them. A difference that no row of
 * `differences.json` explains, and a row that nothing needs in a run of everything, ends it with 1.
 *
 * Environment: SLUICE_BIN (else dist/bin.js), SLUICE_PYTHON (a Python with sqlglot 30.30.0, else a virtual environment
 * `.venv-sqlglot` is made), SLUICE_SQLGLOT_SOURCES (its unpacked source release, else PyPI is asked), SLUICE_PACKAGE_MIRROR (as for
 * conformance/packages).
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { compareColumns } from './compare.mjs'
import { compiled, ourColumns } from './ours.mjs'
import { packageNames, packageProjects, projects } from './projects.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const root = resolve(here, '../..')
const { values: flags } = parseArgs({
  options: {
    project: { type: 'string', multiple: true },
    target: { type: 'string', multiple: true },
    keep: { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
  },
})
const work = mkdtempSync(join(tmpdir(), 'sluice-sqlglot-'))
const python = pythonWithSqlglot()
try {
  process.exitCode = await main()
} finally {
  if (flags.keep) console.log(`kept: ${work}`)
  else rmSync(work, { recursive: true, force: true })
}

async function main() {
  const known = JSON.parse(readFileSync(join(here, 'differences.json'), 'utf8')).map((row) => ({ ...row, regex: new RegExp(row.pattern) }))
  const used = new Set()
  let unexplained = 0
  for (const { name, folder, target, dialect, env, built } of await chosen()) {
    const into = join(work, `${name}-${target}`)
    const { manifest, path } = compiled({ folder, target, env, into, built })
    const ids = Object.values(manifest.nodes).filter(isModel)
    const ours = ourColumns({ folder, target, env, into, nodes: manifest.nodes, ids: ids.map((each) => each.unique_id) })
    const theirs = JSON.parse(execFileSync(python, [join(here, 'oracle.py'), path, dialect, folder], { maxBuffer: 2 ** 28 }))
    const { counts, differences } = compareColumns({ ours, theirs, ids: ids.map((each) => each.unique_id), label: `${name} ${target}` })
    const open = differences.filter((text) => !explained(text, known, used))
    unexplained += open.length
    console.log(line(name, target, counts, differences.length - open.length))
    for (const text of open) console.log(`  ${text}`)
  }
  const idle = flags.all ? known.filter((row) => !used.has(row)) : []
  for (const { pattern } of idle) console.log(`nothing needs: ${pattern}`)
  return unexplained + idle.length === 0 ? 0 : 1
}

function explained(text, known, used) {
  const row = known.find(({ regex }) => regex.test(text))
  if (row) used.add(row)
  return row !== undefined
}

function line(name, target, { models, whole, unread, columns, same, unnamed }, explained) {
  const rest = `${explained} explained, ${unread} models sqlglot cannot read, ${unnamed} columns without a name`
  return `${name} ${target}: ${whole} of ${models} models known column by column; ${same} of ${columns} columns the same, ${rest}`
}

function isModel({ resource_type: type, compiled_code: code, language }) {
  return (type === 'model' || type === 'snapshot') && language !== 'python' && Boolean(code)
}

async function chosen() {
  const names = flags.project ?? [...projects.keys(), ...(flags.all ? packageNames : ['dbt_utils'])]
  const out = []
  for (const name of names) {
    const made = projects.has(name) ? projects.get(name)({ root, work, python, sources }) : await packageProjects(name, work)
    out.push(...made.filter(({ target }) => !flags.target || flags.target.includes(target)))
  }
  return out
}

/** The unpacked source release, which has the queries. */
function sources() {
  if (process.env.SLUICE_SQLGLOT_SOURCES) return process.env.SLUICE_SQLGLOT_SOURCES
  const folder = join(work, 'release')
  const words = ['-m', 'pip', 'download', '-q', '--no-deps', '--no-binary', 'sqlglot', '-d', folder, version()]
  execFileSync(python, words, { stdio: ['ignore', 'ignore', 'inherit'] })
  const file = readdirSync(folder).find((each) => each.endsWith('.tar.gz'))
  execFileSync('tar', ['-xzf', join(folder, file), '-C', folder])
  return join(folder, file.replace(/\.tar\.gz$/, ''))
}

function version() {
  return readFileSync(join(here, 'requirements.txt'), 'utf8').trim()
}

function pythonWithSqlglot() {
  if (process.env.SLUICE_PYTHON) return process.env.SLUICE_PYTHON
  const folder = join(root, '.venv-sqlglot')
  const executable = join(folder, 'bin/python')
  if (!existsSync(executable)) execFileSync('python3', ['-m', 'venv', folder], { stdio: 'inherit' })
  execFileSync(executable, ['-m', 'pip', 'install', '-q', version()], { stdio: 'inherit' })
  return executable
}

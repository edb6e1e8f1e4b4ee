/** A Python that has the suite: the one that SLUICE_PYTHON names, else a virtual environment of the repository, made at need. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** @returns `{ path, dbt }`, its executables, or `{ missing }`, why there is none. */
export function findPython(root, requirements) {
  const given = process.env.SLUICE_PYTHON
  if (given !== undefined && can(given, 'import dbt.tests.util, dbt.tests.adapter, pytest, xdist, pytest_timeout, psycopg2'))
    return { path: given, dbt: join(dirname(given), 'dbt') }
  if (!can('python3', 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))'))
    return { missing: 'it needs Python 3.10 or newer, with venv' }
  const folder = join(root, '.venv-adapter-suite')
  const bin = join(folder, 'bin')
  const made = { path: join(bin, 'python'), dbt: join(bin, 'dbt') }
  const mark = join(folder, 'installed')
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return made
  try {
    console.log(`installing dbt's adapter suite into ${folder}`)
    execFileSync('python3', ['-m', 'venv', folder], { stdio: ['ignore', 'ignore', 'inherit'] })
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]
    execFileSync(made.path, pip, { stdio: ['ignore', 'ignore', 'inherit'] })
  } catch {
    return { missing: 'pip could not install it' }
  }
  writeFileSync(mark, wanted)
  return made
}

function can(python, code) {
  try {
    execFileSync(python, ['-c', code], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

#!/usr/bin/env node
/**
 * What `ls` selects between two states of a project, asked of a real dbt and of this tool, each with the manifests of either.
 *
 *   SLUICE_DBT=dbt node conformance/state/run.mjs [--keep] [--only=plain|more|breaking] [word…]
 *
 * Words: only selectors that contain one of them. Takes minutes, most of them dbt's.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { write } from './project.mjs'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..')
const tool = process.env.SLUICE_BIN ?? join(root, 'dist', 'bin.js')
const dbt = process.env.SLUICE_DBT ?? 'dbt'
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const only = process.argv.find((word) => word.startsWith('--only='))?.slice('--only='.length)
const parts = ['', '.body', '.configs', '.persisted_descriptions', '.relation', '.macros', '.contract']
const selectors = [
  ...parts.map((part) => ['--select', `state:modified${part}`]),
  ['--select', 'state:new'],
  ['--select', 'state:old'],
  ['--select', 'state:unmodified'],
  ['--select', 'state:modified+'],
  ['--select', '1+state:modified.body+1'],
  ['--select', 'state:modified,resource_type:model', 'state:new'],
  ['--exclude', 'state:modified', 'state:new'],
  ['--select', 'state:modified', '--resource-type', 'test'],
  ['--select', 'state:modified', '--resource-type', 'all'],
  ['--select', 'state:modified', '--vars', '{how: view, size: 1}'],
  ['--select', 'state:modified', '--target', 'prod'],
].filter((args) => words.length === 0 || words.some((word) => args.join(' ').includes(word)))

/** Asked of each kind of change and of our own manifests as well. */
const isMain = (args) => /^--select state:(modified|modified\.configs|modified\.contract|new)$/.test(args.join(' '))

const program = `
import json, os, sys, io, contextlib
from dbt.cli.main import dbtRunner
answers = []
for call in json.load(open(sys.argv[1])):
    os.chdir(call['cwd'])
    with contextlib.redirect_stdout(io.StringIO()):
        result = dbtRunner().invoke(call['args'])
    answers.append({'ok': result.success, 'lines': sorted(result.result or []) if isinstance(result.result, list) else [], 'error': str(result.exception or '')})
json.dump(answers, open(sys.argv[2], 'w'))
`

function askDbt(python, folder, calls) {
  const files = ['calls.json', 'answers.json'].map((name) => join(folder, name))
  writeFileSync(files[0], JSON.stringify(calls))
  const { status, stderr } = spawnSync(python, ['-W', 'ignore', '-c', program, ...files], { encoding: 'utf8', maxBuffer: 1e9 })
  if (status !== 0) throw new TypeError(stderr)
  return JSON.parse(readFileSync(files[1], 'utf8'))
}

function askTool({ cwd, args }) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [tool, '--quiet', ...args], { cwd, encoding: 'utf8', maxBuffer: 1e9 })
  const lines = stdout
    .split('\n')
    .filter((line) => line !== '')
    .sort()
  return { ok: status === 0, lines, error: status === 0 ? '' : stdout + stderr }
}

function differences(theirs, ours) {
  const told = []
  if (theirs.ok !== ours.ok)
    told.push(`dbt ${theirs.ok ? 'answers' : `refuses: ${theirs.error}`}; we ${ours.ok ? 'answer' : `refuse: ${ours.error}`}`)
  if (!theirs.ok) return told
  for (const line of theirs.lines) if (!ours.lines.includes(line)) told.push(`- ${line}`)
  for (const line of ours.lines) if (!theirs.lines.includes(line)) told.push(`+ ${line}`)
  return told
}

const kinds = [{ name: 'plain' }, { name: 'more', more: true }, { name: 'breaking', breaking: true }].filter(
  ({ name }) => only === undefined || only === name,
)

/** Both states of each kind, and the manifest of the earlier one as either tool writes it. */
function prepare(python, folder) {
  const calls = kinds.flatMap(({ name, ...kind }) => {
    const [before, now] = ['before', 'now'].map((state) => join(folder, name, state))
    write(before, { ...kind, now: false })
    write(now, { ...kind, now: true })
    const deps = [before, now].map((cwd) => ({ cwd, args: ['--quiet', 'deps'] }))
    return [...deps, { cwd: before, args: ['--quiet', 'parse', '--target-path', join(folder, name, 'theirs')] }]
  })
  const theirs = askDbt(python, folder, calls)
  const ours = kinds.map(({ name }) =>
    askTool({ cwd: join(folder, name, 'before'), args: ['parse', '--target-path', join(folder, name, 'ours')] }),
  )
  const failed = [...theirs, ...ours].find(({ ok }) => !ok)
  if (failed) throw new TypeError(failed.error)
}

function questions(folder) {
  return kinds.flatMap(({ name }) =>
    ['theirs', 'ours'].flatMap((state) =>
      (name === 'plain' && state === 'theirs' ? selectors : selectors.filter(isMain)).map((args) => ({
        name: `${name}, ${state} ${args.join(' ')}`,
        cwd: join(folder, name, 'now'),
        args: ['ls', ...args, '--state', join(folder, name, state)],
      })),
    ),
  )
}

function main() {
  const python = process.env.SLUICE_PYTHON ?? /^#!(\S+)/.exec(readFileSync(dbt, 'utf8'))?.[1]
  const folder = mkdtempSync(join(tmpdir(), 'sluice-state-'))
  prepare(python, folder)
  const calls = questions(folder)
  const theirs = askDbt(
    python,
    folder,
    calls.map((call) => ({ ...call, args: [...call.args, '--quiet'] })),
  )
  const told = calls.map((call, index) => ({ name: call.name, lines: differences(theirs[index], askTool(call)) }))
  const wrong = told.filter(({ lines }) => lines.length > 0)
  for (const { name, lines } of wrong) console.log(`${name}\n  ${lines.join('\n  ')}`)
  console.log(`${calls.length - wrong.length} of ${calls.length} selections as dbt's`)
  if (process.argv.includes('--keep')) console.log(folder)
  else rmSync(folder, { recursive: true, force: true })
  process.exitCode = wrong.length === 0 ? 0 : 1
}

main()

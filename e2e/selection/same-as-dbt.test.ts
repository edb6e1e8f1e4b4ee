// `ls` of the built command line against dbt's own answers for the same project (scripts/selector-oracle.py), parsing included.
// One case in 25 is asked, and those where a command line could go wrong by itself; SLUICE_ORACLE=all asks all.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectAt, root } from '../harness/project.js'

interface Answer {
  readonly args: readonly string[]
  readonly exit: number
  readonly lines: readonly string[]
}

const data = join(root, 'src/select/testdata')
const folder = mkdtempSync(join(tmpdir(), 'sluice-selection-'))
const before = join(folder, 'before')
const now = join(folder, 'now')
const answers = JSON.parse(readFileSync(join(data, 'oracle.json'), 'utf8')) as Answer[]
const alwaysAsked = ['state:modified', 'state:new', 'json', '']
const sample = answers.filter((answer, index) => index % 25 === 0 || answer.args.some((arg) => alwaysAsked.includes(arg)))
const asked = process.env.SLUICE_ORACLE === 'all' ? answers : sample

beforeAll(async () => {
  for (const target of [before, now]) cpSync(join(data, 'project'), target, { recursive: true })
  cpSync(join(data, 'before'), before, { recursive: true })
  for (const path of readFileSync(join(before, 'removed-files.txt'), 'utf8').split('\n')) if (path) rmSync(join(before, path))
  const parsed = await projectAt(before).sluice(['parse'])
  expect(parsed.code, parsed.text).toBe(0)
  for (const file of ['run_results.json', 'sources.json']) cpSync(join(data, 'state', file), join(before, 'target', file))
  mkdirSync(join(now, 'target'))
  cpSync(join(data, 'state/sources-current.json'), join(now, 'target/sources.json'))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Macros of the tool itself are another tool's own business. */
function withoutBuiltins(line: string): unknown {
  if (!line.startsWith('{')) return line
  const node = JSON.parse(line)
  if (node.depends_on) node.depends_on.macros = node.depends_on.macros.filter((id: string) => !/^macro\.(dbt|dbt_duckdb)\./.test(id))
  return node
}

describe('ls', () => {
  test.each(asked.map((answer) => [answer.args.join(' ') || '(everything)', answer] as const))('%s', async (_, answer) => {
    const outcome = await projectAt(now).sluice(['--quiet', 'ls', ...answer.args, '--state', '../before/target'])
    expect(outcome.code, outcome.text).toBe(answer.exit)
    if (answer.exit !== 0) return
    const lines = outcome.stdout.split('\n').filter((line) => line !== '')
    expect(lines.map(withoutBuiltins)).toEqual(answer.lines.map(withoutBuiltins))
  })
})

import { appendFileSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createInvocation, type Invocation } from '../core/invocation.js'
import type { Resource } from '../core/node.js'
import { openJournal, readLastRun } from './journal.js'
import { resultOf } from './results.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-journal-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function invocation(env: Record<string, string> = {}): Invocation {
  const flags = {
    which: 'build',
    threads: 1,
    target: undefined,
    profile: undefined,
    vars: {},
    fullRefresh: false,
    failFast: false,
    warnError: false,
    empty: false,
  }
  return createInvocation({ cwd: folder, env, flags })
}

const result = (id: string, message = 'OK') =>
  resultOf({ unique_id: id } as Resource, 'success', { timing: [], elapsed: 1, thread: 'Thread-1' }, { message })

it('gives back what was written, and whether the run ended', () => {
  const run = invocation()
  const journal = openJournal(folder, run, ['b', 'a'])
  journal.write(result('a'))
  expect(readLastRun(folder)).toMatchObject({ invocationId: run.id, which: 'build', selected: ['a', 'b'], complete: false })
  journal.write(result('b'))
  journal.end()
  expect(readLastRun(folder)?.results.map((each) => each.unique_id)).toEqual(['a', 'b'])
  expect(readLastRun(folder)?.complete).toBe(true)
})

it('survives a line that a kill cut off', () => {
  const journal = openJournal(folder, invocation(), ['a', 'b'])
  journal.write(result('a'))
  appendFileSync(journal.file, '{"kind":"result","result":{"unique_id":"b","sta')
  expect(readLastRun(folder)?.results.map((each) => each.unique_id)).toEqual(['a'])
})

it('writes no secret', () => {
  const journal = openJournal(folder, invocation({ DBT_ENV_SECRET_X: 'hush-hush' }), ['a'])
  journal.write(result('a', 'connect with hush-hush failed'))
  expect(readLastRun(folder)?.results[0]?.message).toBe('connect with ***** failed')
})

it('keeps twenty', () => {
  openJournal(folder, invocation(), [])
  for (let index = 0; index < 30; index++) {
    const file = join(folder, 'runs', `old-${index}.jsonl`)
    writeFileSync(file, '')
    utimesSync(file, index, index)
  }
  const last = openJournal(folder, invocation(), [])
  const left = readdirSync(join(folder, 'runs'))
  expect([left.length, left.includes('old-0.jsonl'), left.some((name) => last.file.endsWith(name))]).toEqual([20, false, true])
})

it('is undefined where nothing was recorded', () => {
  expect(readLastRun(join(folder, 'nowhere'))).toBeUndefined()
})

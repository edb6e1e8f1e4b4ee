import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createInvocation } from '../core/invocation.js'
import { frameSource } from './frame-source.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-frames-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function shown(file: string, text: string, env: Record<string, string> = {}): string | undefined {
  writeFileSync(join(folder, file), text)
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
  return frameSource(createInvocation({ cwd: folder, env, flags }))(file)
}

it('masks secrets of the environment that stand in a file', () => {
  expect(shown('m.sql', "select 'hunter2' as x", { DBT_ENV_SECRET_X: 'hunter2' })).toBe("select '*****' as x")
})

it.each([
  ['      threads: 0', '      threads: 0'],
  ['  outputs:', '  outputs:'],
  ['      password: hunter2', '      password: *****'],
  ['      password: "hunt\\"er, 2"', '      password: *****'],
  ["      password: 'it''s'  # old: hunter1", '      password: *****  # old: *****'],
  ['        - secret: hunter2', '        - secret: *****'],
  ['          hunter2', '          *****'],
  ['      # hunter2', '      *****'],
  ['      path: md:db?motherduck_token=hunter2', '      path: *****'],
  [`      password: "{{ env_var('PASSWORD') }}"`, `      password: "{{ env_var('PASSWORD') }}"`],
  [`      password: "{{ env_var('PASSWORD', 'hunter2') }}"`, '      password: *****'],
  ['    dev: {type: duckdb, token: hunter2, threads: 0}', '    dev: {type: duckdb, token: *****, threads: 0}'],
  ['      path: ./data/shop.duckdb', '      path: ./data/shop.duckdb'],
  [`      path: "{{ env_var('A') }}.duckdb"`, `      path: "{{ env_var('A') }}.duckdb"`],
  ['      filesystems: [hunter2, hunter3]', '      filesystems: [*****]'],
  ['      threads: : hunter2', '      threads: *****'],
])('masks what a profile gives away: %s', (line, expected) => {
  expect(shown('profiles.yml', line)).toBe(expected)
})

it('masks values of .env', () => {
  expect(shown('.env', 'TOKEN=hunter2\nexport B = "x y"\n')).toBe('TOKEN=*****\nexport B = *****\n')
})

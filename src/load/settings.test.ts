import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SluiceError } from '../core/error.js'
import { createInvocation } from '../core/invocation.js'
import { readSettings, settingsSections } from './index.js'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'settings-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function read(text: string, section: keyof typeof settingsSections, env: Record<string, string> = {}) {
  writeFileSync(join(root, 'sluice.yml'), text)
  const invocation = createInvocation({ cwd: root, env, flags: { which: 'build', vars: {} } as never })
  return readSettings({ root: { root }, env, target: { fields: { name: 'prod' } }, cliVars: {} } as never, invocation, section)
}

function problemOf(text: string): string {
  try {
    read(text, 'alerts')
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error
    const { location, message, hint } = error.fields
    return `${error.code} ${location?.file}:${location?.line}:${location?.column} ${message}${hint ? `; ${hint}` : ''}`
  }
  return 'none'
}

test('a section is rendered with the environment, secrets too; another one is left alone', () => {
  const text = "version: 1\nalerts: {url: \"{{ env_var('DBT_ENV_SECRET_URL') }}\", target: '{{ target.name }}'}\nslo: '{{ broken'\n"
  const alerts = read(text, 'alerts', { DBT_ENV_SECRET_URL: 'https://x' })
  expect([alerts?.text('url'), alerts?.text('target')]).toEqual(['https://x', 'prod'])
  expect(read('version: 1\n', 'alerts')).toBeUndefined()
  expect(read('# nothing\n', 'alerts')).toBeUndefined()
  expect(problemOf('alerts: {url: "{{ nope( }}"}')).toMatch(/^[A-Z_]+ sluice.yml:1:\d+ /)
})

test('a file that is none of ours says where it is wrong', () => {
  expect(problemOf('version: 1\nalert: {}\n')).toBe(
    'SETTINGS_INVALID sluice.yml:2:1 "alert" is no section of sluice.yml; did you mean alerts?',
  )
  expect(problemOf('- a\n')).toBe('SETTINGS_INVALID sluice.yml:1:1 sluice.yml does not hold a mapping')
})

test('every section is described', () => {
  const page = readFileSync(new URL('../../docs/settings.md', import.meta.url), 'utf8')
  for (const section of Object.keys(settingsSections)) expect(page).toContain(`\`${section}\``)
})

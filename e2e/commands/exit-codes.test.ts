import { execFileSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import '../harness/with-page.js'
import { type Project, project, tool } from '../harness/project.js'
import { shop } from './shop.js'

let made: Project
beforeAll(() => {
  made = project(shop)
})
afterAll(() => made.remove())

describe('usage errors exit 2 with a code and a hint', () => {
  it.each([
    [['biuld'], 'did you mean build?'],
    [['build', '--selct', 'x'], 'did you mean --select?'],
    [['build', '--indirect-selection', 'eagr'], 'did you mean eager?'],
    [['build', '--threads', 'many'], 'a whole number'],
    [['build', '--vars', '{a: [}'], '--vars is not valid YAML'],
    [['build', '--vars', 'as_of'], '--vars is not a YAML mapping'],
    [['run-operation', 'greet', '--args', '[1]'], '--args is not a YAML mapping'],
    [['docs'], 'generate'],
    [['source'], 'freshness'],
    [['build', '--target-path', 'dbt_project.yml'], 'ARTIFACT_WRITE_FAILED'],
    ...(process.platform === 'linux' ? [[['parse', '--target-path', '/proc/sluice'], 'ARTIFACT_WRITE_FAILED'] as [string[], string]] : []),
    [['build', '--warn-error', '--warn-error-options', '{error: all}'], 'cannot be used together'],
    [['build', '--warn-error-options', '{error: [NothingToDoo]}'], 'did you mean NothingToDo?'],
    [['run', '--event-time-start', '2026-01-01'], 'without its counterpart'],
    [['show'], 'show needs --select or --inline'],
    [['run-operation'], 'either a macro or --sql'],
    [['build', '--selector', 'nope'], 'nope'],
    [['build', '--target', 'prod'], 'prod'],
    [['build', '--profile', 'other'], 'other'],
    [['build', '--project-dir', 'nowhere'], "Path 'nowhere' does not exist"],
    [['ls', '--defer', '--state', 'nowhere'], 'manifest.json'],
    [['retry', '--state', 'nowhere'], 'run_results.json'],
    [['docs', 'serve', '--target-path', 'nowhere'], 'index.html'],
  ])('%s', async (args, said) => {
    const { code, text } = await made.sluice(args)
    expect(text).toContain(said)
    expect(text).not.toMatch(/^\s+at .*\.js:\d+/m)
    expect(code).toBe(2)
  })
})

describe('success exits 0', () => {
  it.each([
    [['--version']],
    [['--help']],
    [['build', '--help']],
    [['docs', '--help']],
    [['run', '--select', 'nope']],
    [['parse']],
    [['-d', 'parse']],
  ])('%s', async (args) => {
    expect(await made.sluice(args)).toMatchObject({ code: 0 })
  })
})

describe('the version', () => {
  it('names the dbt version first, as orchestrators take the first match', async () => {
    const { stdout } = await made.sluice(['--version'])
    expect(/\d+\.\d+\.\d+/.exec(stdout)?.[0]).toBe('1.11.16')
    expect(/installed: (\d+\.\d+\.\d+)/.exec(stdout)?.[1]).toBe('1.11.16')
    expect(stdout).toMatch(/^sluice \d+\.\d+\.\d+$/m)
  })
})

describe('sluice-dbt, in the place of dbt', () => {
  const asDbt = (...args: string[]) =>
    execFileSync(process.execPath, [join(dirname(tool), 'dbt.js'), ...args], { cwd: made.folder, encoding: 'utf8' })

  it('has the layout of dbt --version', () => {
    const lines = asDbt('--version').split('\n')
    expect(lines.slice(0, 2)).toEqual(['Core:', '  - installed: 1.11.16'])
    expect(lines).toContain('Plugins:')
    expect(lines.join('\n')).toMatch(/^ {2}- duckdb: +\d+\.\d+\.\d+ - /m)
  })

  it('writes its log to stdout for commands that answer as well, as programs expect that read one stream', async () => {
    const answer = (await made.sluice(['ls', '--output', 'json'])).stdout
    const stdout = asDbt('ls', '--output', 'json')
    expect(stdout).toContain('Running with dbt=1.11.16')
    expect(stdout.endsWith(answer)).toBe(true)
    expect(answer.length).toBeGreaterThan(10)
  })
})

describe('a reader that goes away', () => {
  it('ends the output, not the tool with a stack trace', async () => {
    const child = made.start(['ls'])
    let errors = ''
    child.stderr?.on('data', (chunk) => {
      errors += String(chunk)
    })
    child.stdout?.destroy()
    const code = await new Promise((done) => child.on('exit', done))
    expect(code).toBe(0)
    expect(errors).not.toContain('EPIPE')
  })
})

it('keeps a secret that was typed out of what it says', async () => {
  const { text } = await made.sluice(['build', '--vars', '{password: hunter2'], { DBT_ENV_SECRET_PASSWORD: 'hunter2' })
  expect(text).toContain('--vars is not valid YAML: {password: *****')
  expect(text).not.toContain('hunter2')
})

it('builds where the page cannot be written, and says so', async () => {
  made.write({ 'blocked/index.html/a': '' })
  const { code, text } = await made.sluice(['build', '--target-path', 'blocked'])
  expect(text).toMatch(/\[WARNING\]: ARTIFACT_WRITE_FAILED[\s\S]*blocked\/index\.html could not be (opened or )?written/)
  expect([code, made.exists('blocked/index.html.tmp')]).toEqual([0, false])
})

it('builds without a log where none can be written, and says so', async () => {
  const { code, text } = await made.sluice(['build', '--log-path', 'dbt_project.yml'])
  expect(text).toContain('ARTIFACT_WRITE_FAILED')
  expect(text).not.toContain('INTERNAL')
  expect(code).toBe(0)
})

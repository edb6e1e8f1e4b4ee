// docs/adapters.md, followed to the letter: its files are written in order, its commands run, its answers compared.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { root, run, tool } from '../harness/project.js'
import { sqliteModules, whyNoSqlite } from './sqlite.js'

const missing = whyNoSqlite()
const folder = mkdtempSync(join(tmpdir(), 'sluice-howto-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Step {
  readonly command: string
  readonly answers: readonly string[]
}

function save(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

function steps(text: string): Step[] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [command = '', ...answers] = part.trim().split('\n')
      return { command, answers }
    })
}

/** Runs the commands of a block where it says, and looks for each line of their answers. */
async function follow(text: string, place: string): Promise<number> {
  const commands = steps(text)
  for (const { command, answers } of commands) {
    const outcome = await run(command.replace(/^sluice /, '').split(' '), join(folder, place))
    const said = outcome.text.replace(/ +/g, ' ')
    for (const answer of answers) expect(`${command}\n${said}`).toContain(answer.replace(/ +/g, ' '))
  }
  return commands.length
}

describe.skipIf(missing !== undefined)(`docs/adapters.md${missing ? ` (${missing})` : ''}`, () => {
  it('leads from nothing to a project that builds', async () => {
    mkdirSync(join(folder, 'adapter', 'node_modules'), { recursive: true })
    for (const [name, path] of sqliteModules()) symlinkSync(path, join(folder, 'adapter', 'node_modules', name))
    symlinkSync(dirname(dirname(tool)), join(folder, 'adapter', 'node_modules', 'sluice'))
    let ran = 0
    const page = readFileSync(join(root, 'docs', 'adapters.md'), 'utf8')
    for (const [, kind, about = '', text = ''] of page.matchAll(/^```(\w+) (.+)\n([\s\S]*?)^```$/gm)) {
      if (kind === 'console') ran += await follow(text, about.replace('in ', ''))
      else save(about, text)
    }
    expect(ran).toBe(7)
    const checked = execFileSync(process.execPath, ['check.js'], { cwd: join(folder, 'adapter'), encoding: 'utf8' })
    expect(checked).toContain('passed value.integer-largest')
  })
})

import { execFileSync, spawn } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import '../harness/with-page.js'
import { type Project, project, tool } from '../harness/project.js'
import { shop } from './shop.js'

function hasScript(): boolean {
  try {
    execFileSync('script', ['--version'], { stdio: 'ignore' })
    return process.platform === 'linux'
  } catch {
    return false
  }
}

const control = String.fromCharCode(27)

/** What is left on the screen after all that was drawn over. */
function screen(text: string): string {
  const lines: string[] = ['']
  for (const part of text.split(new RegExp(`(${control}\\[\\d+F${control}\\[J|${control}\\[\\?25[lh]|\\r?\\n)`))) {
    const up = /\[(\d+)F/.exec(part)
    if (up) lines.splice(lines.length - 1 - Number(up[1]), Number(up[1]) + 1, '')
    else if (/^\r?\n$/.test(part)) lines.push('')
    else if (!part.startsWith(`${control}[?`)) lines[lines.length - 1] += part
  }
  const colours = new RegExp(`${control}\\[[0-9;]*m`, 'g')
  return lines.map((line) => line.replace(colours, '').trimEnd()).join('\n')
}

describe.runIf(hasScript())('on a terminal', () => {
  let made: Project
  beforeAll(() => {
    made = project(shop)
  })
  afterAll(() => made.remove())

  async function typed(command: string): Promise<string> {
    const line = `stty cols 110; ${process.execPath} ${tool} ${command}`
    const env = { ...process.env, TERM: 'xterm-256color', CI: '', LANG: 'C.UTF-8', NO_COLOR: '' }
    const child = spawn('script', ['-qec', line, '/dev/null'], { cwd: made.folder, env })
    let text = ''
    child.stdout.on('data', (chunk) => {
      text += String(chunk)
    })
    await new Promise((done) => child.on('exit', done))
    return text
  }

  it('a build is one line a node with its tests folded in, the warning and the totals last', async () => {
    const text = await typed('build')
    expect(text).toContain(`${control}[32m`)
    expect(text.endsWith(`${control}[?25h`) || text.lastIndexOf(`${control}[?25h`) > text.lastIndexOf(`${control}[?25l`)).toBe(true)
    const shown = screen(text)
      .replaceAll(made.folder, '<project>')
      .replace(/\d+\.\d\ds/g, '<time>')
      .replace(/ +<time>/g, '  <time>')
      .replace(/slowest: \w+/, 'slowest: <node>')
      .replace(/\d+ macros/, '<n> macros')
    const [head, ...rest] = shown.split('\n\n')
    const nodes = (rest[0] ?? '').split('\n').sort()
    expect([head, nodes.join('\n'), ...rest.slice(1)].join('\n\n')).toMatchInlineSnapshot(`
      "sluice 0.1.0  duckdb   Found 2 models, 1 seed, 3 data tests, <n> macros
      Selected 6 of 6 runnable nodes   target=dev  threads=2

         │ ! accepted_values_customers_total__15_75  warn 1
       ! model    customers     table  <time>  +2                  0/1 test  1 warn
       ✓ model    stg_orders    view  <time>                      2/2 tests
       ✓ seed     raw_orders  <time>  3 rows

      WARN  accepted_values_customers_total__15_75  Got 1 result, configured to warn if != 0

      Completed with 1 warning in  <time>   slowest: <node>  <time>
      Done. PASS=5 WARN=1 ERROR=0 SKIP=0 NO-OP=0 TOTAL=6
      Lineage page: <project>/target/index.html
      "
    `)
  })

  it('the cursor is back after a failure', async () => {
    const text = await typed('build --target nowhere')
    expect(screen(text)).toContain('✗ TARGET_NOT_FOUND')
    expect(text.lastIndexOf(`${control}[?25h`)).toBeGreaterThanOrEqual(text.lastIndexOf(`${control}[?25l`))
  })
})

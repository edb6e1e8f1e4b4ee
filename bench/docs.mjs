// The docs site of a wide project: what it takes to build, what it weighs, how fast it is in a real Chromium, beside `dbt docs generate`.
// usage: node bench/docs.mjs [MODELS] [--project FOLDER] [--dbt PATH] [--no-browser | --browser-only]   (after `npm run build`)
// --project: a folder that was generated before, with what was kept there; --dbt or SLUICE_DBT: a dbt to compare with.
// Times are wall seconds; CPU seconds beside them say what they would be on a machine that does nothing else.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { measureInBrowser } from './docs-browser.mjs'
import { writeWideProject } from './wide-project.mjs'

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { project: { type: 'string' }, dbt: { type: 'string' }, 'no-browser': { type: 'boolean' }, 'browser-only': { type: 'boolean' } },
})
const models = Number(positionals[0] ?? 10_000)
const dist = resolve(import.meta.dirname, '../dist')
const bin = join(dist, 'bin.js')
const dbt = flags.dbt ?? process.env.SLUICE_DBT
if (!existsSync(bin)) {
  console.error('dist/bin.js is not there: npm run build')
  process.exit(2)
}
const folder = flags.project ? resolve(flags.project) : mkdtempSync(join(tmpdir(), 'sluice-docs-'))
const target = join(folder, 'target')

/** Wall and CPU seconds of a command. */
function timed(command, args) {
  const script = 'TIMEFORMAT="time %R %U %S"; time "$@"'
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', command, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', SLUICE_NO_COLOR: '1' },
    maxBuffer: 1 << 28,
  })
  if (status !== 0) throw `${command} ${args.join(' ')} ended with ${status}\n${stdout}${stderr}`
  const [, wall, user, system] = /time (\S+) (\S+) (\S+)/.exec(stderr)
  return { wall: Number(wall), cpu: Number(user) + Number(system) }
}

const sluice = (...args) => timed(process.execPath, [bin, ...args])

function bytesOf(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return 0
  return stat.isDirectory() ? readdirSync(path).reduce((sum, name) => sum + bytesOf(join(path, name)), 0) : stat.size
}

const siteBytes = () =>
  readdirSync(target)
    .filter((name) => name === 'index.html' || name.startsWith('data-'))
    .reduce((sum, name) => sum + bytesOf(join(target, name)), 0)

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`
const seconds = ({ wall, cpu }) => `${wall.toFixed(1)} s (CPU ${cpu.toFixed(1)} s)`
const row = (name, value, goal = '', peer = '') =>
  console.log(`${name.padEnd(44)} ${String(value).padStart(26)}  ${goal.padEnd(12)} ${peer}`)

/** What the command says of itself: the site's own part, apart from reading the project and its SQL. */
function ownPart() {
  const log = readFileSync(join(folder, 'logs/dbt.log'), 'utf8')
  const said = [...log.matchAll(/Site: (\S+) s for its data, (\S+) s to write it/g)].at(-1)
  return said ? { data: Number(said[1]), write: Number(said[2]) } : undefined
}

function measureBuild() {
  rmSync(target, { recursive: true, force: true })
  const generate = ['docs', 'generate', '--empty-catalog', '--quiet']
  const parse = sluice('parse', '--quiet')
  rmSync(target, { recursive: true, force: true })
  const cold = sluice(...generate)
  const kept = sluice(...generate)
  const plain = sluice(...generate, '--no-compile')
  const own = ownPart()
  row('parse alone', seconds(parse))
  row('docs generate, nothing kept', seconds(cold))
  row('docs generate, all kept', seconds(kept))
  row('docs generate --no-compile, all kept', seconds(plain))
  if (own) row('  of these the site', `${(own.data + own.write).toFixed(1)} s`, '< 20 s', `data ${own.data} s, files ${own.write} s`)
  row('site as it is written by itself', megabytes(siteBytes()))
  for (const mode of ['dir', 'single']) {
    sluice(...generate, '--no-compile', '--mode', mode)
    row(`site, --mode ${mode}`, megabytes(siteBytes()), '< 25 MB', `index.html ${megabytes(bytesOf(join(target, 'index.html')))}`)
  }
  const exported = ['lineage.json', 'llms.txt', 'lineage.mmd', 'lineage.svg', 'docs'].map(
    (name) => `${name} ${megabytes(bytesOf(join(target, name)))}`,
  )
  row('beside it', '', '', exported.join(', '))
  row(
    'app, gzipped',
    `${(gzipSync(readFileSync(join(dist, 'docs-app/main.iife.js')), { level: 9 }).length / 1024).toFixed(0)} KB`,
    '≤ 150 KB',
  )
  return { cold, bytes: siteBytes() }
}

function compareWithDbt(own) {
  const path = join(folder, 'target-dbt')
  rmSync(path, { recursive: true, force: true })
  const generate = [
    '--no-send-anonymous-usage-stats',
    'docs',
    'generate',
    '--empty-catalog',
    '--target-path',
    path,
    '--profiles-dir',
    folder,
  ]
  const cold = timed(dbt, generate)
  const kept = timed(dbt, [...generate, '--static'])
  const site = ['index.html', 'manifest.json', 'catalog.json'].reduce((sum, name) => sum + bytesOf(join(path, name)), 0)
  row('dbt docs generate, nothing kept', seconds(cold), '', `${(cold.wall / own.cold.wall).toFixed(2)}× ours`)
  row('dbt docs generate --static, all kept', seconds(kept))
  row("dbt's site (page, manifest, catalog)", megabytes(site), '', `${(site / own.bytes).toFixed(1)}× ours`)
  row("dbt's static page", megabytes(bytesOf(join(path, 'static_index.html'))))
}

try {
  if (!flags.project || !existsSync(join(folder, 'dbt_project.yml'))) {
    const made = writeWideProject(folder, models)
    console.log(`${made.length} models, ${made.reduce((sum, { columns }) => sum + columns.length, 0)} columns`)
  }
  const own = flags['browser-only'] ? undefined : measureBuild()
  if (!flags['no-browser']) await measureInBrowser(join(target, 'index.html'), row)
  if (own && dbt) compareWithDbt(own)
} finally {
  if (!flags.project) rmSync(folder, { recursive: true, force: true })
}

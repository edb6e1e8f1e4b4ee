// How long the built tool takes to start, as a ratio against `node -e 0`, run in pairs so that a busy machine hits both alike;
// and which warehouse drivers each target loads: its own, and no other.
// usage: node bench/startup.mjs [PAIRS]   (after `npm run build`)
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const bin = resolve(import.meta.dirname, '../dist/bin.js')
const pairs = Number(process.argv[2] ?? 15)
if (!existsSync(bin)) {
  console.error('dist/bin.js is not there: npm run build')
  process.exit(2)
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]

function milliseconds(args) {
  const started = process.hrtime.bigint()
  const { status } = spawnSync(process.execPath, args, { cwd: resolve(import.meta.dirname, '..') })
  if (status !== 0) throw `node ${args.join(' ')} ended with ${status}`
  return Number(process.hrtime.bigint() - started) / 1e6
}

const commands = {
  '--version': ['--version'],
  '--help': ['--help'],
  ls: ['ls', '--quiet', '--target-path', join(tmpdir(), 'sluice-startup')],
}
for (const [name, args] of Object.entries(commands)) {
  const floor = []
  const ours = []
  for (let pair = 0; pair < pairs; pair++) {
    floor.push(milliseconds(['-e', '0']))
    ours.push(milliseconds([bin, ...args]))
  }
  const [low, high] = [median(floor), median(ours)]
  console.log(
    `sluice ${name.padEnd(10)} ${high.toFixed(0).padStart(5)} ms   node -e 0 ${low.toFixed(0).padStart(4)} ms   ${(high / low).toFixed(2)}×`,
  )
}

const folder = mkdtempSync(join(tmpdir(), 'sluice-drivers-'))
const watcher = join(folder, 'watch.mjs')
const seen = join(folder, 'seen')
const hooks = `export async function load(url, context, next) { (await import('node:fs')).appendFileSync(${JSON.stringify(seen)}, url + '\\n'); return next(url, context) }`
writeFileSync(
  watcher,
  `import { register } from 'node:module'; register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hooks)}`)})
   import { Module } from 'node:module'; import { appendFileSync } from 'node:fs'
   const load = Module._load; Module._load = (id, ...rest) => { appendFileSync(${JSON.stringify(seen)}, 'require:' + id + '\\n'); return load(id, ...rest) }`,
)
const drivers = { duckdb: /@duckdb\/node-api/, pg: /require:pg$|node_modules\/pg\//, 'snowflake-sdk': /snowflake-sdk/ }
for (const target of ['dev', 'postgres', 'snowflake']) {
  writeFileSync(seen, '')
  const flags = ['compile', '--select', 'stg_ticket_changes', '--target', target, '--target-path', join(folder, 'target')]
  spawnSync(process.execPath, ['--import', watcher, bin, ...flags], { cwd: resolve(import.meta.dirname, '..') })
  const loaded = readFileSync(seen, 'utf8').split('\n')
  const names = Object.keys(drivers).filter((name) => loaded.some((line) => drivers[name].test(line)))
  console.log(`compile --target ${target.padEnd(10)} loads ${names.join(', ') || 'no driver'}`)
}
rmSync(folder, { recursive: true, force: true })

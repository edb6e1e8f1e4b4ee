// How long the built tool takes to start, as a ratio against `node -e 0`, run in pairs so that a busy machine hits both alike;
// and which warehouse drivers each target loads: its own, and no other.
// usage: node bench/startup.mjs [PAIRS]   (after `npm run build`)
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

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
const drivers = ['@duckdb/node-api', 'pg', 'snowflake-sdk']
const log = join(folder, 'imports.log')
const register = pathToFileURL(resolve(import.meta.dirname, '../e2e/harness/import-log/register.mjs')).href
// Nobody listens there: what counts is which driver tries.
const nowhere = {
  TICKETS_PG_HOST: '127.0.0.1',
  TICKETS_PG_PORT: '9',
  TICKETS_SNOWFLAKE_ACCOUNT: 'none',
  TICKETS_SNOWFLAKE_PASSWORD: 'none',
}
for (const target of ['dev', 'postgres', 'snowflake']) {
  rmSync(log, { force: true })
  const flags = ['debug', '--connection', '--target', target]
  const env = {
    ...process.env,
    ...nowhere,
    NODE_OPTIONS: `--import=${register}`,
    SLUICE_IMPORT_LOG: log,
    TICKETS_DATABASE: join(folder, 'tickets.duckdb'),
  }
  spawnSync(process.execPath, [bin, ...flags], { cwd: resolve(import.meta.dirname, '..'), env, timeout: 60_000 })
  const opened = existsSync(log) ? readFileSync(log, 'utf8').split('\n') : []
  const names = drivers.filter((driver) => opened.includes(driver))
  console.log(`debug --target ${target.padEnd(10)} loads ${names.join(', ') || 'no driver'}`)
}
rmSync(folder, { recursive: true, force: true })

/**
 * Kills `sluice build` with SIGKILL at every step of build, test and swap, and looks whether anybody could have seen a table that is
 * missing, half done, or untested. Every second run builds rows that the tests refuse.
 *
 *   node scripts/publish/kill.mjs --engine postgres --kills 200
 *   node scripts/publish/kill.mjs --engine duckdb --kills 200
 *
 * A kill comes with a statement: the first one, the second one, … as the run tells of them, and up to 30 ms later. Without --server
 * (JSON with host, port, user, password, dbname) PostgreSQL is started from the npm package. The tool is SLUICE_BIN, or dist/bin.js.
 * --control builds the same without `publish`, and must find problems.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { writeProject, writeSeed } from './project.mjs'
import { duckdb, postgres } from './warehouses.mjs'

const { values: flags } = parseArgs({
  options: {
    engine: { type: 'string', default: 'duckdb' },
    kills: { type: 'string', default: '20' },
    server: { type: 'string' },
    seed: { type: 'string', default: '1' },
    control: { type: 'boolean', default: false },
  },
})
const tool = process.env.SLUICE_BIN ?? resolve(import.meta.dirname, '../../dist/bin.js')
const kills = Number(flags.kills)
const folder = mkdtempSync(join(tmpdir(), 'sluice-kill-'))
const random = randomOf(Number(flags.seed))
const problems = []
const started = performance.now()
let killed = 0
let finished = 0
let version = 0

const warehouse = flags.engine === 'postgres' ? await postgres(folder, flags.server && JSON.parse(flags.server)) : await duckdb(folder)
try {
  writeProject(folder, flags.engine, warehouse.output, flags.control ? false : 'after_tests')
  await complete()
  const { steps } = await complete()
  if (problems.length === 0) await attack(steps)
} finally {
  await warehouse.close()
  rmSync(folder, { recursive: true, force: true })
}
const seconds = ((performance.now() - started) / 1000).toFixed(0)
process.stdout.write(`${flags.engine}: ${killed} kills, ${finished} runs ended before theirs, ${problems.length} problems, ${seconds} s\n`)
for (const problem of problems.slice(0, 20)) process.stdout.write(`  ${problem}\n`)
process.exitCode = problems.length > 0 ? 1 : 0

async function attack(steps) {
  const watching = warehouse.watch()
  for (let n = 0; n < kills; n++) {
    // The steps in another order than that of time, each as often as the next.
    const at = flags.control ? steps - n : 1 + ((n * 7) % steps)
    const outcome = await build({ bad: flags.control ? 1 : n % 2, at, delay: Math.floor(random() * 30) })
    if (outcome.killed) killed++
    else finished++
    note(await warehouse.look(), `after kill ${n + 1} at statement ${at} of ${steps} (${outcome.sql})`)
    if (n % 10 === 9 || n === kills - 1) await complete()
  }
  const { looks, slowest, problems: seen } = await watching.end()
  note([...new Set(seen)], 'seen by the reader')
  process.stdout.write(
    `${flags.engine}: ${steps} statements a run, ${looks} looks${slowest ? `, the slowest ${slowest.toFixed(0)} ms` : ''}\n`,
  )
}

/** A run nobody kills: it must find its way whatever the last ones left, publish, and leave nothing behind. */
async function complete() {
  const outcome = await build({ bad: 0 })
  if (outcome.code !== 0) problems.push(`a run that was not killed ended with ${outcome.code}:\n${outcome.tail}`)
  note(await warehouse.look(), 'after a complete run')
  const left = await warehouse.leftovers()
  if (left.length > 0) problems.push(`left behind by a complete run: ${left.join(', ')}`)
  return outcome
}

function note(found, when) {
  for (const problem of found) problems.push(`${when}: ${problem}`)
}

/** `at`: the statement with which it is killed, `delay` ms later. */
function build({ bad, at, delay = 0 }) {
  version++
  writeSeed(folder, version, bad)
  const vars = `{v: ${version}, bad: ${bad}}`
  const args = [tool, 'build', '--log-format', 'json', '--log-level', 'debug', '--vars', vars]
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  const tail = []
  let steps = 0
  let sql = ''
  let fatal = false
  const read = (line) => {
    tail.push(line.slice(0, 400))
    if (tail.length > 60) tail.shift()
    if (!line.includes('"SQLQuery"')) return
    steps++
    if (steps !== at) return
    sql =
      /"sql":"((?:[^"\\]|\\.)*)"/
        .exec(line)?.[1]
        ?.replace(/\\n|\s+/g, ' ')
        .trim()
        .slice(0, 60) ?? ''
    setTimeout(() => {
      fatal = child.kill('SIGKILL')
    }, delay)
  }
  createInterface({ input: child.stdout }).on('line', read)
  createInterface({ input: child.stderr }).on('line', read)
  return new Promise((done) =>
    child.on('close', (code) => done({ code, killed: fatal && code === null, steps, sql, tail: tail.join('\n') })),
  )
}

/** The same numbers for the same seed. */
function randomOf(seed) {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/**
 * Runs end one after the other and at once, are killed at random moments, and their receivers fail in every way. In the end
 * every receiver must know what is open and what is not, must have had the messages of each incident in order, and none twice,
 * unless its acknowledgement was lost.
 *
 *   node scripts/alerts/storm.mjs [ROUNDS] [SEED]
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { faults, httpReceiver, mailReceiver } from './receivers.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const project = resolve(here, '..', '..')
const names = ['a', 'b', 'c']
/** Seconds; on a busy machine an answer takes its time, and one that comes too late counts for none. */
const patience = 0.8

/** The sender as one file: nothing has to be built for it. */
async function bundled(folder) {
  await build({
    configFile: false,
    logLevel: 'error',
    root: project,
    build: {
      ssr: join(here, 'send-once.mjs'),
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      rollupOptions: { output: { entryFileNames: 'send.mjs' } },
    },
  })
  return join(folder, 'send.mjs')
}

const now = () => new Date(performance.timeOrigin + performance.now())

function randomOf(seed) {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

export async function storm({ rounds, seed, log = () => undefined }) {
  const random = randomOf(seed)
  const pick = (list) => list[Math.floor(random() * list.length)]
  const scratch = mkdtempSync(join(tmpdir(), 'sluice-storm-'))
  // Beside the packages it imports.
  const out = join(project, 'node_modules', '.sluice-storm', String(process.pid))
  mkdirSync(out, { recursive: true })
  const receivers = {
    hook: await httpReceiver((body, headers) => ({ id: headers['idempotency-key'], key: body.incident.key, event: body.event })),
    slack: await httpReceiver((body) => slackRead(JSON.stringify(body))),
    pager: await httpReceiver((body) => ({ key: body.dedup_key.split('|')[1], event: body.event_action })),
    am: await httpReceiver(([alert]) => ({
      key: alert.labels.incident,
      event: Date.parse(alert.endsAt) > now().getTime() ? 'open' : 'resolved',
    })),
    mail: await mailReceiver(),
  }
  const { hook, slack, pager, am, mail } = receivers
  const settings = {
    sinks: {
      hook: { type: 'webhook', url: hook.url },
      slack: { type: 'slack', url: slack.url },
      pager: { type: 'pagerduty', url: pager.url, routing_key: 'key' },
      am: { type: 'alertmanager', url: am.url },
      mail: { type: 'email', host: '127.0.0.1', port: mail.port, from: 'a@b.c', to: 'x@y.z' },
    },
  }
  try {
    const file = await bundled(out)
    const world = new World(file, scratch, settings, random)
    for (let round = 0; round < rounds; round++) {
      for (const receiver of Object.values(receivers)) await receiver.become(pick(faults))
      await world.round()
      log(`${round + 1}/${rounds}: ${world.kills} killed`)
    }
    for (const receiver of Object.values(receivers)) await receiver.become('up')
    // A receiver may still want to be left alone.
    for (let round = 0; round < 20; round++) {
      await world.last()
      if (round > 0 && left(scratch).length === 0) break
      await setTimeout(300)
    }
    return { ...judge(receivers, world), left: left(scratch), kills: world.kills }
  } finally {
    for (const receiver of Object.values(receivers)) await receiver.close()
    rmSync(scratch, { recursive: true, force: true })
    rmSync(out, { recursive: true, force: true })
  }
}

class World {
  kills = 0
  /** Moments of kills. */
  killed = []
  bad = new Set()
  #run = 0
  #file
  #root
  #settings
  #random

  constructor(file, root, settings, random) {
    this.#file = file
    this.#root = root
    this.#settings = settings
    this.#random = random
  }

  /** Something changes, one or two runs end, some of them by a kill. */
  async round() {
    for (const name of names)
      if (this.#random() < 0.35) {
        if (this.bad.has(name)) this.bad.delete(name)
        else this.bad.add(name)
      }
    const first = this.#start(this.#seen(), this.#random() < 0.5)
    const second = this.#random() < 0.3 ? this.#start(undefined, this.#random() < 0.3) : undefined
    await Promise.all([first, second])
  }

  async last() {
    await this.#start(this.#seen(), false)
  }

  #seen() {
    const at = now().toISOString()
    const incident = (name) => ({
      key: `test:model.p.${name}`,
      kind: 'test',
      severity: 'error',
      title: `tests of ${name} fail`,
      text: 'why',
      cause: `model.p.${name}`,
      affected: [],
      exposures: [],
      owner: null,
      email: null,
      group: null,
      tags: [],
      runbook: null,
      since: at,
      witnesses: [`test.p.${name}`],
    })
    return {
      version: 1,
      id: `run-${++this.#run}`,
      at,
      project: 'p',
      target: 'prod',
      incidents: [...this.bad].map((name) => ({ incident: incident(name), selections: {} })),
      well: names.filter((name) => !this.bad.has(name)).map((name) => `test.p.${name}`),
      looked: [],
    }
  }

  #start(seen, kill) {
    const given = JSON.stringify({ root: this.#root, settings: this.#settings, patience, seen })
    const child = spawn(process.execPath, [this.#file, given], { stdio: ['ignore', 'pipe', 'inherit'] })
    const after = this.#random() * 450
    return new Promise((done) => {
      let told = ''
      child.stdout.on('data', (part) => {
        // Killed before it says so it has seen nothing, and the next run sees the same.
        if (kill && told === '') void setTimeout(after).then(() => this.#kill(child))
        told += part
      })
      child.on('close', () => done(told))
    })
  }

  #kill(child) {
    if (child.exitCode !== null) return
    this.kills += 1
    this.killed.push(performance.now())
    child.kill('SIGKILL')
  }
}

function slackRead(text) {
  const [, id] = /sluice · ([0-9a-f-]{36})/.exec(text) ?? []
  const [, name] = /tests of (\w) fail/.exec(text) ?? []
  return { id, key: `test:model.p.${name}`, event: /Resolved: /.test(text) ? 'resolved' : 'open' }
}

function left(root) {
  const folder = join(root, '.sluice', 'outbox')
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json') && !name.startsWith('.')) : []
}

/** Everything that must not be. */
function judge(receivers, { bad, killed }) {
  const all = Object.entries(receivers).flatMap(([name, { taken }]) =>
    names.map((short) => {
      const key = `test:model.p.${short}`
      const had = taken.filter((each) => each.key === key)
      const state = wrongState(had, bad.has(short))
      // These know alerts by their key, so that a repetition is none.
      const byKey = name === 'pager' || name === 'am'
      return {
        who: `${name}: ${key}`,
        wrong: byKey ? state : [...state, ...wrongOrder(had), ...wrongRepeats(had, killed)],
        repeated: repeats(had).length,
        byKey,
      }
    }),
  )
  return {
    problems: all.flatMap(({ who, wrong }) => wrong.map((each) => `${who}: ${each}`)),
    taken: Object.values(receivers).reduce((sum, { taken }) => sum + taken.length, 0),
    repeated: all.reduce((sum, { byKey, repeated }) => sum + (byKey ? 0 : repeated), 0),
  }
}

function wrongState(had, bad) {
  const last = had.at(-1)?.event
  const open = last !== undefined && last !== 'resolved' && last !== 'resolve'
  return open === bad ? [] : [`it is ${bad ? 'open' : 'over'}, the last that came is ${last}`]
}

function wrongOrder(had) {
  const first = had.filter((each, index) => had.findIndex(({ id }) => id === each.id) === index)
  return first.flatMap(({ event }, index) =>
    (event === 'resolved') === (index % 2 === 1) ? [] : [`message ${index + 1} of ${first.length} is "${event}"`],
  )
}

function repeats(had) {
  return had.filter((each, index) => had.findIndex(({ id }) => id === each.id) < index)
}

/** Only what was not acknowledged may come again, or what was while its sender was killed. */
function wrongRepeats(had, killed) {
  return repeats(had).flatMap((each) => {
    const before = had.filter(({ id, at }) => id === each.id && at < each.at)
    const excused = before.every(({ said, at }) => !said || killed.some((time) => time > at - 50 && time < at + 1000))
    return excused ? [] : [`${each.id} came again although it was acknowledged`]
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [rounds = 100, seed = 1] = process.argv.slice(2).map(Number)
  const outcome = await storm({ rounds, seed, log: (line) => process.stderr.write(`\r${line}`) })
  process.stdout.write(`\n${JSON.stringify(outcome, null, 2)}\n`)
  process.exitCode = outcome.problems.length + outcome.left.length > 0 ? 1 : 0
}

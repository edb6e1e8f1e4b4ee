/**
 * A real Prometheus scrapes `sluice metrics serve` of a project and answers questions about it; promtool holds the metrics and
 * the example rules to its own. SLUICE_PROMETHEUS names the folder of both programs, else they are looked for on the path.
 *
 *   node scripts/metrics/with-prometheus.mjs [PROJECT]      default: a small project of its own, with a failing test
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..')
const tool = process.env.SLUICE_BIN ?? join(root, 'dist', 'bin.js')

/** Undefined where it is not installed. */
export function prometheusFolder(env = process.env) {
  const folders = [env.SLUICE_PROMETHEUS, ...(env.PATH ?? '').split(':')].filter(Boolean)
  return folders.find((folder) => ['prometheus', 'promtool'].every((name) => spawnSync(join(folder, name), ['--version']).status === 0))
}

async function freePort() {
  return await new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => done(port))
    })
  })
}

function small() {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-prometheus-'))
  const files = {
    'dbt_project.yml': "name: shop\nversion: '1.0'\nprofile: shop\n",
    'profiles.yml': 'shop: {target: dev, outputs: {dev: {type: duckdb, path: shop.duckdb}}}\n',
    'models/orders.sql': 'select 1 as id, 7 as amount',
    'models/all.yml': 'models: [{name: orders, columns: [{name: amount, data_tests: [{accepted_values: {values: [1], quote: false}}]}]}]\n',
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  spawnSync(process.execPath, [tool, 'build', '--no-docs'], { cwd: folder })
  return folder
}

/** What Prometheus answers to some questions, by question. */
export async function scrape(folder, questions, programs) {
  const scratch = mkdtempSync(join(tmpdir(), 'prometheus-'))
  const [ours, theirs] = [await freePort(), await freePort()]
  const config = `global: {evaluation_interval: 1s}\nscrape_configs: [{job_name: sluice, scrape_interval: 1s, static_configs: [{targets: ["127.0.0.1:${ours}"]}]}]\nrule_files: ["${join(root, 'examples', 'prometheus', 'rules.yml')}"]\n`
  writeFileSync(join(scratch, 'prometheus.yml'), config)
  const children = [
    spawn(process.execPath, [tool, 'metrics', 'serve', '--port', String(ours)], { cwd: folder, stdio: 'ignore' }),
    spawn(
      join(programs, 'prometheus'),
      [
        `--config.file=${join(scratch, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(scratch, 'data')}`,
        `--web.listen-address=127.0.0.1:${theirs}`,
      ],
      { stdio: 'ignore' },
    ),
  ]
  try {
    const found = {}
    for (const question of questions) found[question] = await answer(theirs, question)
    const text = await (await fetch(`http://127.0.0.1:${ours}/metrics`)).text()
    const checked = spawnSync(join(programs, 'promtool'), ['check', 'metrics'], { input: text, encoding: 'utf8' })
    return { found, text, promtool: { status: checked.status, said: `${checked.stdout}${checked.stderr}`.trim() } }
  } finally {
    for (const child of children) child.kill('SIGTERM')
    await setTimeout(500)
    rmSync(scratch, { recursive: true, force: true })
  }
}

async function answer(port, question) {
  for (let attempt = 0; attempt < 120; attempt++) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(question)}`)
      const { data } = await response.json()
      if (data?.result?.length > 0) return data.result
    } catch {
      // Not up yet.
    }
    await setTimeout(500)
  }
  return []
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const programs = prometheusFolder()
  if (programs === undefined) {
    process.stdout.write('no prometheus and promtool: set SLUICE_PROMETHEUS to their folder\n')
    process.exit(2)
  }
  const folder = process.argv[2] ?? small()
  const questions = ['up{job="sluice"} == 1', 'sluice_node_seconds', 'sluice_test_passed == 0', 'ALERTS{alertname="SluiceTestFails"}']
  const { found, text, promtool } = await scrape(folder, questions, programs)
  for (const [question, result] of Object.entries(found)) process.stdout.write(`${question}\n  ${JSON.stringify(result.slice(0, 2))}\n`)
  process.stdout.write(`promtool check metrics: ${promtool.status === 0 ? 'passes' : 'FAILS'} ${promtool.said}\n`)
  process.stdout.write(
    execFileSync(join(programs, 'promtool'), ['check', 'rules', join(root, 'examples', 'prometheus', 'rules.yml')], { encoding: 'utf8' }),
  )
  process.stdout.write(`${text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length} series\n`)
  if (process.argv[2] === undefined) rmSync(folder, { recursive: true, force: true })
  process.exitCode = promtool.status === 0 && Object.values(found).every((result) => result.length > 0) ? 0 : 1
}

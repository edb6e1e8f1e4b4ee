/** What the command line says of a project: its compiled SQL, and each column with those it is made of. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const bin = process.env.SLUICE_BIN || resolve(dirname(fileURLToPath(import.meta.url)), '../../dist/bin.js')

/** No warehouse is asked, unless it is one to be built first: an embedded one. */
export function compiled({ folder, target, env, into, built }) {
  const options = { folder, target, env, into, mayFail: true }
  if (built) sluice(['build', '--quiet'], options)
  const output = sluice(['compile', '--quiet', ...(built ? [] : ['--offline'])], options)
  const path = join(into, 'manifest.json')
  if (!existsSync(path)) throw new TypeError(`nothing compiled in ${folder}: ${output.slice(-2000)}`)
  return { path, manifest: JSON.parse(readFileSync(path, 'utf8')) }
}

/**
 * By node `{ known, columns }`: `columns` has for each name in lower case its sources, `node.column` each. Models that are not built
 * on their own stand for what they read.
 */
export function ourColumns({ folder, target, env, into, nodes, ids }) {
  const words = ['lineage', ...ids.map((id) => `${id}.*`), '--up', '--depth', '1', '--json', '--quiet']
  const answer = JSON.parse(sluice(words, { folder, target, env, into }))
  const direct = new Map()
  for (const { from, to } of answer.edges) {
    if (from.column === null || to.column === null) continue
    const key = pointKey(to)
    direct.set(key, [...(direct.get(key) ?? []), from])
  }
  const depths = new Map(answer.nodes.map(({ id, known, reason }) => [id, { known, reason }]))
  const out = new Map(ids.map((id) => [id, { ...depths.get(id), columns: new Map() }]))
  for (const { node, column } of answer.asked) {
    if (column !== null) out.get(node)?.columns.set(column.toLowerCase(), sourcesOf({ node, column }, direct, nodes))
  }
  return out
}

function sourcesOf(point, direct, nodes) {
  const all = (direct.get(pointKey(point)) ?? []).flatMap((from) =>
    nodes[from.node]?.config.materialized === 'ephemeral' ? sourcesOf(from, direct, nodes) : [pointKey(from)],
  )
  return [...new Set(all)].sort()
}

function pointKey({ node, column }) {
  return `${node}.${column.toLowerCase()}`
}

function sluice(words, { folder, target, env, into, mayFail }) {
  const all = [bin, ...words, '--target', target, '--target-path', into, '--log-path', into]
  const { status, stdout, stderr } = spawnSync(process.execPath, all, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', ...env },
    maxBuffer: 2 ** 28,
  })
  if (status !== 0 && !mayFail) throw new TypeError(`sluice ${words[0]} in ${folder}: ${stdout.slice(-2000)}${stderr.slice(-2000)}`)
  return stdout
}

// The floor: the statements of a built project through @duckdb/node-api alone, in dependency order, on one connection.
// usage: node bench/floor.mjs PROJECT_DIR [DB_FILE]   (PROJECT_DIR has target/manifest.json and target/compiled of a fresh build)
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

const project = resolve(process.argv[2] ?? '.')
const database = process.argv[3] ?? '/tmp/sluice-floor.duckdb'
const manifest = JSON.parse(readFileSync(join(project, 'target/manifest.json'), 'utf8'))
const nodes = manifest.nodes

function ordered() {
  const seen = new Set()
  const order = []
  const visit = (id) => {
    if (seen.has(id) || !nodes[id]) return
    seen.add(id)
    for (const parent of nodes[id].depends_on?.nodes ?? []) visit(parent)
    order.push(nodes[id])
  }
  for (const id of Object.keys(nodes).sort()) visit(id)
  return order
}

function compiledText(node) {
  if (node.compiled_code) return node.compiled_code
  const file = node.compiled_path && join(project, node.compiled_path)
  return file && existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function statementOf(node) {
  if (node.resource_type === 'seed') {
    const types = Object.entries(node.config.column_types ?? {}).map(([name, type]) => `'${name}': '${type}'`)
    const options = types.length > 0 ? `, types={${types.join(', ')}}` : ''
    return `create table ${node.relation_name} as select * from read_csv('${join(project, node.original_file_path)}', header=true${options})`
  }
  const sql = compiledText(node)
  if (!sql) return undefined
  if (node.resource_type === 'test') return `select count(*) from (\n${sql}\n) as failures`
  if (node.resource_type !== 'model') return undefined
  return `create ${node.config.materialized === 'view' ? 'view' : 'table'} ${node.relation_name} as\n${sql}`
}

for (const file of [database, `${database}.wal`]) rmSync(file, { force: true })
const plan = ordered().flatMap((node) => statementOf(node) ?? [])
const schemas = new Set(Object.values(nodes).map((node) => node.schema))
const started = performance.now()
const instance = await DuckDBInstance.create(':memory:')
const connection = await instance.connect()
await connection.run(`attach '${database}' as "${Object.values(nodes)[0].database}"`)
await connection.run(`use "${Object.values(nodes)[0].database}"`)
for (const schema of schemas) await connection.run(`create schema if not exists "${schema}"`)
for (const statement of plan) {
  if (statement.startsWith('select')) await connection.runAndReadAll(statement)
  else await connection.run(statement)
}
connection.closeSync()
instance.closeSync()
console.log(
  `${plan.length} statements, ${((performance.now() - started) / 1000).toFixed(2)} s wall, ${((process.cpuUsage().user + process.cpuUsage().system) / 1e6).toFixed(2)} s CPU`,
)

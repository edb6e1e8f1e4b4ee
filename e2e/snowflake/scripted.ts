/**
 * Snowflake played from a script: what exists is told beforehand, every statement sent is kept, questions about the
 * catalog are answered from the script. Shows the SQL of a node in any state of the warehouse without a warehouse.
 */
import { join } from 'node:path'
import { type Adapter, adapterModule, type Connection, type Credentials, RelationCache } from '../../src/adapters/index.js'
import { splitStatements } from '../../src/adapters/snowflake/statements.js'
import { createRuntime, type Runtime } from '../../src/context/index.js'
import { SluiceError } from '../../src/core/error.js'
import type { RunEvent } from '../../src/core/event.js'
import { type Cell, Table } from '../../src/core/table.js'
import { buildGraph } from '../../src/graph/index.js'
import { type RunOptions, runNodes } from '../../src/run/index.js'
import type { ParsedProject } from '../harness/in-process.js'

export interface Script {
  /** Name → what SHOW says of it, in the schema of the target. */
  readonly exists?: Readonly<Record<string, { readonly kind?: 'TABLE' | 'VIEW'; readonly dynamic?: true; readonly iceberg?: true }>>
  /** Columns of relations by name, else those of every relation. */
  readonly columns?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Rows of other questions, by how they begin. */
  readonly answers?: Readonly<Record<string, readonly Readonly<Record<string, Cell>>[]>>
  readonly deferred?: readonly string[]
}

const usualColumns: Readonly<Record<string, string>> = { ID: 'NUMBER(38,0)', NAME: 'VARCHAR(16777216)', UPDATED_AT: 'TIMESTAMP_NTZ(9)' }

/** Asked of the catalog, or for the columns of a query: the same for every node. */
const routine = /^\s*(show (terse|objects)|describe )|\blimit 0\s*$/i

export const profile = `p:
  target: dev
  outputs:
    dev: {type: snowflake, account: acme, user: u, password: x, role: builder, warehouse: wh, database: shop, schema: main, threads: 1}
`

export interface Played {
  /** Statements, one each, as the connection cuts them. */
  readonly sent: readonly string[]
  readonly message: string
  readonly warnings: readonly string[]
}

/** The statements sent for the node, and how that ended. */
export async function played(parsed: ParsedProject, id: string, script: Script, action: RunOptions['action'] = 'execute'): Promise<Played> {
  const { manifest, folder, events } = parsed
  const started = events.length
  const { runtime, sent } = await scripted(parsed, script, id)
  const { results } = await runNodes({
    runtime,
    graph: buildGraph(manifest),
    selected: new Set([id]),
    action,
    testsBlock: false,
    threads: 1,
    targetDir: join(folder, 'target'),
    hooks: false,
  })
  const { status, message } = results[0] ?? { status: 'absent', message: '' }
  return { sent: sent.filter((sql) => !routine.test(sql)), message: `${status}: ${message}`, warnings: warningsSince(events, started) }
}

function warningsSince(events: readonly RunEvent[], started: number): string[] {
  return events.slice(started).flatMap(({ name, data }) => (name === 'JinjaLogWarning' ? [String((data as { msg: string }).msg)] : []))
}

/** The statements a template sends when it is run as an operation, and its text. */
export async function rendered(
  parsed: ParsedProject,
  template: string,
  script: Script,
): Promise<Omit<Played, 'message'> & { readonly text: string }> {
  const { events } = parsed
  const started = events.length
  const { runtime, sent } = await scripted(parsed, script)
  const scope = runtime.operationScope(await runtime.adapter.connect('test'))
  const text = await scope.render(template)
  return { sent, text, warnings: warningsSince(events, started) }
}

async function scripted(parsed: ParsedProject, script: Script, id = ''): Promise<{ readonly runtime: Runtime; readonly sent: string[] }> {
  const { project, manifest, invocation } = parsed
  const module = await adapterModule('snowflake')
  const engine = await module.offline?.(project.target.credentials as Credentials, invocation)
  const sent: string[] = []
  const adapter: Adapter = {
    module,
    version: 'scripted',
    connect: async (name) => connection(name, script, sent),
    isTransient: () => false,
    templateMethods: (on) => engine?.templateMethods(on) ?? {},
    loadSeed: async (request) => {
      sent.push(engine?.seedText(request) ?? '')
      return { message: 'OK' }
    },
    close: async () => undefined,
  }
  const cache = new RelationCache(module.relationStyle)
  const deferred = new Map(
    (script.deferred ?? []).map((other) => [
      id,
      { ...manifest.nodes[id], schema: other, relation_name: `shop.${other}.${manifest.nodes[id]?.name}` },
    ]),
  )
  const runtime = createRuntime({ project, manifest, adapter, invocation, cache, selected: new Set([id]), deferred: deferred as never })
  return { runtime, sent }
}

function connection(name: string, script: Script, sent: string[]): Connection {
  return {
    name,
    nodeInfo: undefined,
    inTransaction: false,
    committed: 0,
    execute: async (sql) => {
      sent.push(...splitStatements(sql).map((statement) => statement.sql))
      return { response: { message: 'SUCCESS 1', rowsAffected: 1 }, table: answer(sql.trim(), script) }
    },
    begin: async () => undefined,
    commit: async () => undefined,
    rollback: async () => undefined,
    cancel: async () => undefined,
    close: async () => undefined,
  }
}

function answer(sql: string, script: Script): Table {
  if (/\babsent\b/.test(sql)) throw new SluiceError('SQL_UNKNOWN_TABLE', { message: 'does not exist or not authorized' })
  for (const [start, rows] of Object.entries(script.answers ?? {})) if (sql.startsWith(start)) return tableOf(rows)
  if (/^show terse schemas/.test(sql)) return tableOf([{ name: 'MAIN' }])
  if (/^show objects/.test(sql)) {
    const objects = Object.entries(script.exists ?? {})
    return tableOf(
      objects.map(([name, { kind = 'TABLE', dynamic, iceberg }]) => ({
        name,
        database_name: 'SHOP',
        schema_name: /schema (\S+)/.exec(sql)?.[1]?.split('.').at(-1)?.toUpperCase(),
        kind,
        is_dynamic: dynamic ? 'Y' : 'N',
        is_iceberg: iceberg ? 'Y' : 'N',
      })),
    )
  }
  const described = /^describe table (\S+)/.exec(sql)?.[1]
  const columns = (described && script.columns?.[described.replaceAll('"', '').split('.').at(-1)?.toUpperCase() ?? '']) ?? usualColumns
  if (described) return tableOf(Object.entries(columns).map(([column, type]) => ({ name: column, type })))
  if (/\blimit 0$/.test(sql)) return new Table(Object.keys(columns), Object.values(columns), [])
  return Table.empty
}

function tableOf(rows: readonly Readonly<Record<string, Cell>>[]): Table {
  const names = Object.keys(rows[0] ?? {})
  return new Table(
    names,
    names.map(() => 'TEXT'),
    rows.map((row) => names.map((name) => row[name])),
  )
}

/** The text with its own indentation, without what templates leave behind: empty lines, blanks at the end. */
export function tidy(sql: string): string {
  const lines = sql
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
  const depth = Math.min(...lines.slice(1).map((line) => line.length - line.trimStart().length), 99)
  const first = lines[0]?.trimStart() ?? ''
  return [first, ...lines.slice(1).map((line) => line.slice(Math.min(depth, line.length)))].join('\n')
}

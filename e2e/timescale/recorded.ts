// A database with TimescaleDB as far as its answers were written down: what a model sends to it, without a server.
import type { Adapter, AdapterResponse, Connection, Credentials, ExecuteOptions } from '../../src/adapters/index.js'
import { adapterModule, RelationCache } from '../../src/adapters/index.js'
import { compileNode } from '../../src/compile/index.js'
import { createRuntime } from '../../src/context/index.js'
import { SluiceError } from '../../src/core/error.js'
import type { NodeInfo } from '../../src/core/event.js'
import type { ModelNode } from '../../src/core/node.js'
import { Relation, type RelationType } from '../../src/core/relation.js'
import { type Cell, Table } from '../../src/core/table.js'
import { withParsed } from '../harness/in-process.js'

/** A question whose text has `about` is answered with `rows`; a later entry is asked first. */
export interface Answer {
  readonly about: string
  readonly rows: readonly Readonly<Record<string, Cell>>[]
}

export interface Recording {
  /** The models' files, by name without `.sql`. */
  readonly models: Readonly<Record<string, string>>
  /** The model that is built. */
  readonly build: string
  readonly stands?: readonly { readonly name: string; readonly type: RelationType }[]
  readonly answers?: readonly Answer[]
  /** Models of the same run; all unless told. */
  readonly selected?: readonly string[]
  readonly fullRefresh?: boolean
}

export interface Recorded {
  /** What was sent in order, questions left out. */
  readonly sql: string
  readonly log: readonly string[]
  /** Why the model was not built. */
  readonly error: SluiceError | undefined
}

const profile = 'p:\n  target: dev\n  outputs:\n    dev: {type: postgres, dbname: plant, schema: raw, threads: 1}\n'
const installed: Answer = {
  about: 'pg_available_extensions',
  rows: [{ database: 'plant', available: true, version: '2.28.3', schema: 'public', license: 'timescale' }],
}

export async function record(recording: Recording): Promise<Recorded> {
  const files = Object.fromEntries(Object.entries(recording.models).map(([name, text]) => [`models/${name}.sql`, text]))
  const flags = { fullRefresh: recording.fullRefresh === true }
  return await withParsed({ 'profiles.yml': profile, ...files }, { flags }, async ({ project, manifest, invocation, events }) => {
    const module = await adapterModule('postgres')
    const engine = await module.offline?.(project.target.credentials as Credentials, invocation)
    const adapter = {
      module,
      version: '15',
      connect: async () => connection,
      isTransient: () => false,
      templateMethods: (at: Connection) => engine?.templateMethods(at) ?? {},
      close: async () => undefined,
    } as unknown as Adapter
    const connection = new AnsweringConnection([installed, ...(recording.answers ?? [])])
    const cache = new RelationCache(module.relationStyle)
    const place = { database: 'plant', schema: 'raw' }
    await cache.load(place, async () =>
      (recording.stands ?? []).map(({ name, type }) => new Relation(module.relationStyle, { ...place, identifier: name, type })),
    )
    const selected = new Set((recording.selected ?? Object.keys(files).map(nameOf)).map((name) => `model.p.${name}`))
    const runtime = createRuntime({ project, manifest, adapter, invocation, cache, selected })
    const node = manifest.nodes[`model.p.${recording.build}`] as ModelNode
    const macro = runtime.macros.materialization(node.config.materialized, 'p')
    if (!macro) throw new TypeError(`no materialization ${node.config.materialized}`)
    await compileNode(runtime, node, connection, {})
    connection.sent.length = 0
    const error = await runtime
      .nodeScope(node, connection)
      .callMacro(macro)
      .then(() => undefined, knownError)
    const told = ['JinjaLogInfo', 'JinjaLogWarning']
    const log = events.filter((event) => told.includes(event.name)).map((event) => String((event.data as { msg?: unknown }).msg))
    return { sql: connection.sent.map(shown).join('\n'), log, error }
  })
}

function knownError(error: unknown): SluiceError {
  if (error instanceof SluiceError) return error
  throw error
}

function nameOf(path: string): string {
  return path.replace(/^models\/|\.sql$/g, '')
}

/** Names that differ each time are made the same. */
function shown(sql: string): string {
  return `${sql
    .replace(/^\/\* \{.*?\} \*\/\n/, '')
    .replace(/__dbt_tmp\d+/g, '__dbt_tmp')
    .replace(/"[0-9a-f]{32}"/g, '"<index>"')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .join('\n')
    .trim()
    .replace(/;+$/, '')};\n`
}

class AnsweringConnection implements Connection {
  readonly name = 'recorded'
  readonly sent: string[] = []
  readonly committed = 0
  nodeInfo: NodeInfo | undefined
  inTransaction = false
  readonly #answers: readonly Answer[]
  #begun = false

  constructor(answers: readonly Answer[]) {
    this.#answers = [...answers].reverse()
  }

  async execute(sql: string, options: ExecuteOptions = {}): Promise<{ response: AdapterResponse; table: Table }> {
    const response = { message: 'OK' }
    if (options.fetch && /^\s*(\/\*.*?\*\/\s*)?(select|with)\b/is.test(sql)) return { response, table: this.#answer(sql) }
    if (this.inTransaction && !this.#begun) this.sent.push('begin')
    this.#begun = this.inTransaction
    this.sent.push(sql)
    return { response, table: Table.empty }
  }

  #answer(sql: string): Table {
    const rows = this.#answers.find(({ about }) => sql.includes(about))?.rows ?? []
    const names = Object.keys(rows[0] ?? {})
    const types = names.map(() => 'text')
    return new Table(
      names,
      types,
      rows.map((row) => names.map((name) => row[name] ?? null)),
    )
  }

  async begin(): Promise<void> {
    this.inTransaction = true
  }

  async commit(): Promise<void> {
    if (this.#begun) this.sent.push('commit')
    this.#begun = false
    this.inTransaction = false
  }

  async rollback(): Promise<void> {
    this.#begun = false
    this.inTransaction = false
  }

  async cancel(): Promise<void> {}

  async close(): Promise<void> {}
}

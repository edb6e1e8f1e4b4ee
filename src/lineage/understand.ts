/**
 * The SQL of a whole project: every node compiled as for an empty warehouse, read, and resolved against what is known of the
 * nodes it reads, in dependency order. No warehouse is asked, nothing is run, and what cannot be read fails nobody.
 */
import type { RecordingConnection } from '../adapters/index.js'
import { isEphemeral, type Runtime } from '../context/index.js'
import { isReferable, type ManifestNode, type SeedNode, type SourceNode, type UniqueId } from '../core/node.js'
import type { Graph } from '../graph/index.js'
import type { Dialect, ReadSql, SqlReader, TypeCheckerOptions } from '../sql/index.js'
import type { KnownColumn, KnownRelation, ProjectCatalog } from './catalog.js'
import { type Compilation, type Compiled, compileForReading } from './compile.js'
import { declaredColumns, seedColumns, snapshotColumns } from './given.js'
import { hasTwoQueries } from './macros.js'
import type { Recollection } from './memory.js'
import type { NodeSql, ProjectSql, SqlFinding } from './model.js'
import { givenSql, located, nodeSql, once } from './node-sql.js'
import { inOrder, refusedBy } from './place.js'
import type { SqlTools } from './tools.js'
import { withTypes } from './types.js'
import { type Understanding, understandQuery, unread } from './understanding.js'
import { usualTest } from './usual-tests.js'

export interface UnderstandRequest {
  readonly runtime: Runtime
  readonly graph: Graph
  readonly dialect: Dialect
  readonly tools: SqlTools
  readonly connection: RecordingConnection
  readonly catalog: ProjectCatalog
  /** Columns that the warehouse was asked for, by source. */
  readonly pulled?: ReadonlyMap<UniqueId, readonly KnownColumn[]>
  /** Of an earlier call, in a process that asks again. */
  readonly memory?: { begin(runtime: Runtime): Recollection } | undefined
  /** With a memory: only these are looked at, the others are taken for what they were. */
  readonly only?: ReadonlySet<UniqueId> | undefined
  /** Awaited between nodes: lets a process that serves others do so. */
  readonly breathe?: (() => Promise<void>) | undefined
  /** What each query means is asked for, though it may take a second parser. */
  readonly meanings?: boolean | undefined
  /** How types are checked; absent: not at all. */
  readonly checking?: TypeCheckerOptions
  /** Milliseconds of a steady clock. */
  readonly clock: () => number
}

const withQuery: ReadonlySet<string> = new Set(['model', 'snapshot', 'test', 'analysis'])

export async function understandProject(request: UnderstandRequest): Promise<ProjectSql> {
  const { runtime, graph, dialect } = request
  const { manifest } = runtime
  const effort = { compile: 0, resolve: 0, types: 0, cached: 0 }
  const nodes = new Map<UniqueId, NodeSql>()
  const all = new Understander(request, effort)
  const recollection = request.memory?.begin(runtime)
  for (const id of graph.nodes()) {
    const node = manifest.nodes[id] ?? manifest.sources[id]
    if (!node || (node.resource_type !== 'source' && node.resource_type !== 'seed' && !withQuery.has(node.resource_type))) continue
    const before =
      node.resource_type === 'source' ? undefined : recollection?.recall(node, request.only !== undefined && !request.only.has(id))
    if (before) {
      request.catalog.know(id, before.known)
      effort.cached++
    }
    const answer = before?.answer ?? (await all.answer(node))
    nodes.set(id, answer)
    standBuilt(node, runtime)
    recollection?.keep(id, { answer, known: request.catalog.known(id) })
    if (request.breathe) await request.breathe()
    runtime.invocation.signal.throwIfAborted()
  }
  const findings = inOrder([...nodes.values()].flatMap((node) => node.findings))
  return { dialect, nodes, findings, effort }
}

/** To the templates after it: what they ask of a relation that is there, nobody answers here, and that is noticed. */
function standBuilt(node: ManifestNode | SourceNode, runtime: Runtime): void {
  const builds = node.resource_type === 'source' || (isReferable(node) && !isEphemeral(node))
  if (!builds) return
  const type = 'materialized' in node.config && node.config.materialized === 'view' ? 'view' : 'table'
  runtime.cache.add(runtime.relationOf(node).with({ type }))
}

const longestChecked = 500_000
const mostChecked = 5_000

type Effort = { -readonly [K in keyof ProjectSql['effort']]: number }

class Understander {
  readonly #request: UnderstandRequest
  readonly #effort: Effort

  constructor(request: UnderstandRequest, effort: Effort) {
    this.#request = request
    this.#effort = effort
  }

  async answer(node: ManifestNode | SourceNode): Promise<NodeSql> {
    return node.resource_type === 'source' || node.resource_type === 'seed' ? this.given(node) : await this.queried(node)
  }

  given(node: SeedNode | SourceNode): NodeSql {
    const { runtime, dialect, catalog } = this.#request
    const known = node.resource_type === 'seed' ? seedColumns(runtime, node, dialect) : this.#ofSource(node)
    catalog.know(node.unique_id, known)
    return givenSql(node.unique_id, known)
  }

  /** A source may be the table that a seed of the project fills. */
  #ofSource(source: SourceNode): KnownRelation {
    const { runtime, dialect, catalog, pulled } = this.#request
    const asked = pulled?.get(source.unique_id)
    if (asked) return { columns: asked }
    const seed = catalog.seedOf(source)
    if (!seed) return declaredColumns(source, dialect)
    const known = catalog.known(seed.unique_id)
    const filled = known.columns ? known : seedColumns(runtime, seed, dialect)
    return filled.columns ? filled : declaredColumns(source, dialect)
  }

  async queried(node: ManifestNode): Promise<NodeSql> {
    const { runtime, dialect, catalog, connection } = this.#request
    const plain = usualTest(node, runtime, catalog)
    if (plain) return plain
    if (node.language === 'python') return this.#declared(node, 'it is not written in SQL')
    const compilation = await this.#timed('compile', () => compileForReading(runtime, node, connection))
    if ('error' in compilation)
      return this.#declared(node, compilation.guessed ?? compilation.error.message, refusals(node, compilation, runtime))
    const understood = await this.#understand(node, compilation)
    const added = node.resource_type === 'snapshot' ? snapshotColumns(node, dialect) : []
    const columns = [...understood.columns.map(({ name, type }) => ({ name, type })), ...added]
    if (understood.complete) catalog.know(node.unique_id, { columns })
    else catalog.know(node.unique_id, columns.length > 0 ? { columns, declared: 'partly' } : withoutCare(declaredColumns(node, dialect)))
    const answer = nodeSql(node, understood, compilation, added, runtime)
    return hasTwoQueries(node, runtime.manifest) ? { ...answer, ...(await this.#nextRun(node, answer)) } : answer
  }

  /** An incremental model has a second query: the one for a table that is there already. */
  async #nextRun(node: ManifestNode, first: NodeSql): Promise<Pick<NodeSql, 'findings' | 'reads' | 'rowsHash' | 'columns'>> {
    const { runtime, connection } = this.#request
    const overrides = { macros: { is_incremental: true } }
    const compilation = await this.#timed('compile', () => compileForReading(runtime, node, connection, overrides))
    if ('error' in compilation) return { ...first, rowsHash: null }
    const { findings, reads, rowsHash, columns } = await this.#understand(node, compilation, 'faults')
    const news = once(findings.map((each) => located(each, node, compilation, runtime))).filter(
      (each) => !first.findings.some((known) => isSame(each, known)),
    )
    return {
      findings: [...first.findings, ...news],
      reads: [...new Set([...first.reads, ...reads])].filter((id) => id !== node.unique_id).sort(),
      rowsHash: columns.length === first.columns.length ? both(first.rowsHash, rowsHash) : null,
      columns: first.columns.map((column, at) => ({ ...column, valueHash: both(column.valueHash, columns[at]?.valueHash ?? null) })),
    }
  }

  /** Nobody reads the columns of a test, and those of a model are known from its first query. */
  async #understand(node: ManifestNode, compilation: Compiled, asked: 'types' | 'faults' = usedTypes(node)): Promise<Understanding> {
    const { dialect, tools } = this.#request
    const { code: sql, guessed } = compilation
    const reader = await tools.reader(dialect)
    const understood = await this.#timed('resolve', async () => {
      try {
        return await this.#read(reader, compilation, node)
      } catch (thrown) {
        // Whatever a text holds, a project is not refused for it.
        return unread(`it could not be followed (${String(thrown).slice(0, 200)})`, node.depends_on.nodes)
      }
    })
    const typed = milder(node, await this.#typed(sql, understood, asked))
    return guessed === null ? typed : { ...typed, reason: guessed, complete: false, findings: [], rowsHash: null }
  }

  async #read(reader: SqlReader, { code: sql, ephemeral }: Compiled, node: ManifestNode): Promise<Understanding> {
    const { dialect, catalog } = this.#request
    const read = await reader.read(sql)
    const refused = read.refused ? [{ code: 'SQL_SYNTAX', severity: 'error' as const, ...read.refused }] : []
    if (!('queries' in read)) return { ...unread(read.failure.message, readsOf(read.tables, node, catalog)), findings: refused }
    const [query, ...others] = read.queries
    if (!query || others.length > 0) return unread('it is not one query', node.depends_on.nodes)
    const meant = this.#request.meanings === true
    const exact = meant && query.exact !== true ? await reader.exact(sql) : undefined
    const ordered = isEphemeral(node)
    const understood = understandQuery(query, { sql, dialect, catalog, ephemeral, exact, ordered, meant })
    return refused.length > 0 ? { ...understood, findings: refused } : understood
  }

  async #typed(sql: string, understood: Understanding, asked: 'types' | 'faults'): Promise<Understanding> {
    const { tools, catalog, checking } = this.#request
    // A text of this size is no query a person wrote, and the checker's time grows with the square of its columns.
    if (!checking || sql.length > longestChecked || understood.columns.length > mostChecked) return understood
    return await this.#timed('types', async () => {
      const checker = await tools.checker(checking)
      return checker ? await withTypes(understood, sql, checker, catalog, asked) : understood
    })
  }

  #declared(node: ManifestNode, reason: string, findings: readonly SqlFinding[] = []): NodeSql {
    const { pulled, dialect } = this.#request
    const asked = pulled?.get(node.unique_id)
    const known = asked ? { columns: asked, declared: 'partly' as const } : withoutCare(declaredColumns(node, dialect))
    this.#request.catalog.know(node.unique_id, known)
    return { ...givenSql(node.unique_id, known), depth: 'table', reason, reads: node.depends_on.nodes, findings }
  }

  async #timed<T>(stage: 'compile' | 'resolve' | 'types', work: () => T | Promise<T>): Promise<T> {
    const { clock } = this.#request
    const start = clock()
    try {
      return await work()
    } finally {
      this.#effort[stage] += clock() - start
    }
  }
}

/** An analysis is run by nobody here: it may be written for another tool, with that tool's own placeholders. */
function milder(node: ManifestNode, understood: Understanding): Understanding {
  if (node.resource_type !== 'analysis') return understood
  const findings = understood.findings
    .filter(({ code }) => code !== 'SQL_SYNTAX')
    .map((each) => ({ ...each, severity: 'warning' as const }))
  return { ...understood, findings }
}

function usedTypes({ resource_type }: ManifestNode): 'types' | 'faults' {
  return resource_type === 'test' ? 'faults' : 'types'
}

/** Of both queries of an incremental model: a change of either is one of the model. */
function both(first: string | null, next: string | null): string | null {
  return first === null || next === null ? null : `${first} ${next}`
}

function isSame(a: SqlFinding, b: SqlFinding): boolean {
  return a.code === b.code && a.message === b.message && a.location.file === b.location.file && a.location.line === b.location.line
}

/** Of a text that is no tree: the relations it names, or those the template asked for. */
function readsOf(tables: Extract<ReadSql, { tables: unknown }>['tables'], node: ManifestNode, catalog: ProjectCatalog): UniqueId[] {
  const ids = tables.flatMap(({ path }) => catalog.idOf(path) ?? [])
  return [...new Set([...ids, ...node.depends_on.nodes])].sort()
}

/** What is written down of a model nobody could read is no promise that there is nothing else. */
function withoutCare(known: KnownRelation): KnownRelation {
  return known.declared ? { ...known, declared: 'partly' } : known
}

/** A template that fails for want of a warehouse is not at fault. */
function refusals(node: ManifestNode, compilation: Extract<Compilation, { error: unknown }>, runtime: Runtime): SqlFinding[] {
  return compilation.guessed === null ? [refusedBy(compilation.error, node, runtime)] : []
}

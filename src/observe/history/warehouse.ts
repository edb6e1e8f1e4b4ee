/**
 * Runs as rows of the warehouse: tables `runs`, `node_results` and `schema_version` in a schema of their own, made by the first
 * run that finds none. Their SQL is written by macros of the package `sluice` and sent on a connection of the caller's.
 */
import type { Plain } from '../../core/node.js'
import { headOfRow, historyTables, nodeColumns, nodeOfRow, nodeRow, runColumns, runRow } from './columns.js'
import type { NodeRecord, RunHead, RunRecord } from './record.js'
import type { HistoryStore, RunsAsked } from './store.js'

/** The warehouse as the history needs it. */
export interface HistoryDatabase {
  readonly database: string
  readonly schema: string
  /** What a macro of the package `sluice` returns. */
  call(macro: string, args: Plain): Promise<unknown>
  /** One statement; `affected` is -1 where the driver does not tell. */
  execute(
    sql: string,
    bindings?: readonly unknown[],
  ): Promise<{ readonly rows: readonly (readonly unknown[])[]; readonly affected: number }>
  /** True where another run was first: what is lost is tried again. */
  mayAgain(error: unknown): boolean
  /** Told when the tables are new. */
  created(): void
}

const batch = 500
const tries = 6

export class HistoryInWarehouse implements HistoryStore {
  readonly #database: HistoryDatabase
  #exists: Promise<boolean> | undefined

  constructor(database: HistoryDatabase) {
    this.#database = database
  }

  async write(record: RunRecord): Promise<void> {
    try {
      await this.#insert(record)
    } catch (refused) {
      await this.#create(refused)
      await this.#insert(record)
    }
  }

  async runs(limit = Number.POSITIVE_INFINITY): Promise<readonly RunHead[]> {
    return await this.#heads({ limit })
  }

  async nodes({ id }: RunHead): Promise<readonly NodeRecord[]> {
    return (await this.#nodesOf([id])).get(id) ?? []
  }

  async records(asked: RunsAsked = {}): Promise<readonly RunRecord[]> {
    const heads = await this.#heads(asked)
    const nodes = await this.#nodesOf(heads.map(({ id }) => id))
    return heads.map((head) => ({ head, nodes: nodes.get(head.id) ?? [] }))
  }

  async prune(before: Date): Promise<number> {
    if (!(await this.exists())) return 0
    const statements = await this.#statements('sluice_history_prune', { before: before.toISOString() })
    return await this.#together(async () => {
      let removed = 0
      for (const sql of statements) removed = (await this.#database.execute(sql)).affected
      return Math.max(0, removed)
    })
  }

  async claimPruning(now: Date): Promise<boolean> {
    const last = new Date(now.getTime() - 86_400_000).toISOString()
    const [sql = ''] = await this.#statements('sluice_history_claim', { now: now.toISOString(), last })
    return await this.#together(async () => (await this.#database.execute(sql)).affected !== 0)
  }

  /** Whether any run was ever kept here. */
  async exists(): Promise<boolean> {
    this.#exists ??= this.#call('sluice_history_exists', {}).then((found) => found === true)
    return await this.#exists
  }

  async #heads({ limit, since }: RunsAsked): Promise<readonly RunHead[]> {
    if (!(await this.exists())) return []
    const asked = {
      columns: runColumns,
      limit: limit !== undefined && Number.isFinite(limit) ? limit : null,
      since: since?.toISOString() ?? null,
    }
    const [sql = ''] = await this.#statements('sluice_history_runs', asked)
    return (await this.#database.execute(sql)).rows.map(headOfRow)
  }

  async #nodesOf(ids: readonly string[]): Promise<ReadonlyMap<string, readonly NodeRecord[]>> {
    const found = new Map<string, NodeRecord[]>()
    for (let at = 0; at < ids.length; at += batch) {
      const [sql = ''] = await this.#statements('sluice_history_nodes', { columns: nodeColumns, run_ids: ids.slice(at, at + batch) })
      for (const row of (await this.#database.execute(sql)).rows) {
        const run = String(row[0])
        const list = found.get(run) ?? []
        if (list.length === 0) found.set(run, list)
        list.push(nodeOfRow(row))
      }
    }
    return found
  }

  /** The run and its nodes in one transaction; nothing where the run is there already. */
  async #insert({ head, nodes }: RunRecord): Promise<void> {
    const [once = ''] = await this.#statements('sluice_history_insert_once', { table: 'runs', columns: runColumns, key: 'run_id' })
    await this.#together(async () => {
      const { affected } = await this.#database.execute(once, [...runRow(head), head.id])
      if (affected === 0) return
      let [sql, rows] = ['', 0]
      for (let at = 0; at < nodes.length; at += batch) {
        const part = nodes.slice(at, at + batch)
        if (part.length !== rows) {
          rows = part.length
          sql = (await this.#statements('sluice_history_insert', { table: 'node_results', columns: nodeColumns, rows }))[0] ?? ''
        }
        await this.#database.execute(
          sql,
          part.flatMap((node, index) => nodeRow(head.id, node, at + index)),
        )
      }
    })
  }

  /** @param refused - why nothing could be inserted: told where the tables are there, and are not the reason */
  async #create(refused: unknown): Promise<void> {
    for (let tried = 1; ; tried++) {
      try {
        const statements = await this.#statements('sluice_history_create', { tables: historyTables })
        const isNew = await this.#together(async () => {
          let affected = 0
          for (const sql of statements) affected = (await this.#database.execute(sql)).affected
          return affected !== 0
        })
        this.#exists = undefined
        if (isNew) this.#database.created()
        return
      } catch (error) {
        if (!this.#database.mayAgain(error)) throw (await this.#isThere()) ? refused : error
        if (tried === tries) throw error
      }
    }
  }

  async #isThere(): Promise<boolean> {
    this.#exists = undefined
    return await this.exists().catch(() => false)
  }

  async #together<T>(work: () => Promise<T>): Promise<T> {
    const { execute } = this.#database
    await execute('begin')
    try {
      const result = await work()
      await execute('commit')
      return result
    } catch (error) {
      await execute('rollback').catch(() => undefined)
      throw error
    }
  }

  async #statements(macro: string, args: Plain): Promise<readonly string[]> {
    const told = await this.#call(macro, args)
    return Array.isArray(told) ? told.map(String) : [String(told)]
  }

  async #call(macro: string, args: Plain): Promise<unknown> {
    const { database, schema } = this.#database
    return await this.#database.call(macro, { database, schema, ...args })
  }
}

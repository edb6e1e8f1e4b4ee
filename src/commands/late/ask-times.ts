/** Asks tables for the newest times in them: each table once for the column of its check, and once for all columns of times. */
import { ConnectionPool } from '../../adapters/index.js'
import type { NodeScope, Runtime } from '../../context/index.js'
import { SluiceError } from '../../core/error.js'
import { momentOf } from '../../core/moment.js'
import type { SourceNode, UniqueId } from '../../core/node.js'
import type { Relation } from '../../core/relation.js'
import type { Table } from '../../core/table.js'
import { toPlain } from '../../jinja/index.js'
import { type Arrival, fromWall, type Newest } from '../../observe/index.js'
import { type DatedResource, loadedAtQuery } from './promises.js'

export interface TableTimes {
  readonly exists: boolean
  readonly times: readonly Newest[]
  readonly problem: string | null
}

interface Columns {
  /** All columns, lower-case. */
  readonly all: readonly string[]
  readonly times: readonly { readonly name: string; readonly sql: string }[]
}

/** Each further column is a further aggregate over the same scan. */
const mostColumns = 24

export class TimesAsker {
  readonly #runtime: Runtime
  readonly #pool: ConnectionPool
  readonly #columns = new Map<UniqueId, Promise<Columns | null>>()
  /** One statement at a time: there are few, and other people's builds go first. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(runtime: Runtime) {
    this.#runtime = runtime
    this.#pool = new ConnectionPool(runtime.adapter)
  }

  async close(): Promise<void> {
    await this.#pool.close()
  }

  /** Of one column or expression, of the rows that meet `filter`. */
  async newest(resource: DatedResource, column: string, filter: string | null, zone: string): Promise<Newest | string> {
    try {
      const columns = await this.#columnsOf(resource)
      if (columns === null) return 'there is no such table'
      const [newest] = await this.#ask(resource, columns, [column], filter, zone)
      return newest as Newest
    } catch (error) {
      return this.#why(error)
    }
  }

  /** Of all columns of times, and of `more` expressions. */
  async all(resource: DatedResource, more: readonly string[], zone: string): Promise<TableTimes> {
    try {
      const columns = await this.#columnsOf(resource)
      if (columns === null) return { exists: false, times: [], problem: null }
      const own = columns.times.slice(0, mostColumns).map(({ name }) => name)
      const further = more.filter((each) => !own.some((name) => name.toLowerCase() === each.toLowerCase()))
      const asked = [...further, ...own]
      return { exists: true, times: asked.length === 0 ? [] : await this.#ask(resource, columns, asked, null, zone), problem: null }
    } catch (error) {
      return { exists: true, times: [], problem: this.#why(error) }
    }
  }

  /** By day, the last four weeks; empty where it cannot be said. */
  async arrivals(resource: DatedResource, column: string, zone: string): Promise<readonly Arrival[]> {
    const since = new Date(this.#runtime.invocation.now().getTime() - 28 * 86_400_000).toISOString().slice(0, 10)
    try {
      const columns = await this.#columnsOf(resource)
      if (columns === null || column === loadedAtQuery) return []
      const table = await this.#call(resource, (scope, relation) =>
        scope.callMacro('sluice_arrivals', [relation, sqlOf(columns, column), since]),
      )
      return table.rows.flatMap(({ cells: [, first, last, loads] }) => {
        const [from, to] = [momentIn(first, zone), momentIn(last, zone)]
        return from === null || to === null ? [] : [{ first: from.at, last: to.at, loads: Number(loads) }]
      })
    } catch (error) {
      this.#why(error)
      return []
    }
  }

  /** Names of columns a table has, for reading expressions. */
  async names(resource: DatedResource): Promise<readonly string[]> {
    return (await this.#columnsOf(resource).catch(() => null))?.all ?? []
  }

  #columnsOf(resource: DatedResource): Promise<Columns | null> {
    let found = this.#columns.get(resource.unique_id)
    if (!found) {
      const named = resource.resource_type !== 'source' || !this.#runtime.module.sourceText?.(resource)
      found = this.#turn(resource, async (scope, relation) => {
        const answer = toPlain(await scope.callMacro('sluice_time_columns', [relation, named])) as Columns | null
        return answer && { ...answer, all: answer.all.map((name) => name.toLowerCase()) }
      })
      this.#columns.set(resource.unique_id, found)
    }
    return found
  }

  async #ask(resource: DatedResource, columns: Columns, asked: readonly string[], filter: string | null, zone: string): Promise<Newest[]> {
    const table = await this.#call(resource, async (scope, relation) => {
      const expressions: string[] = []
      for (const column of asked) expressions.push(column === loadedAtQuery ? await loadedAt(scope, resource) : sqlOf(columns, column))
      return await scope.callMacro('sluice_newest', [relation, expressions, filter])
    })
    const cells = table.rows[0]?.cells ?? []
    return asked.map((column, index) => {
      const found = momentIn(cells[index], zone)
      return { column, at: found?.at ?? null, wall: found?.wall ?? null, zoned: found?.zoned ?? false, dated: found?.dated ?? false }
    })
  }

  async #call(resource: DatedResource, ask: (scope: NodeScope, relation: Relation) => Promise<unknown>): Promise<Table> {
    return (await this.#turn(resource, ask)) as Table
  }

  #turn<T>(resource: DatedResource, work: (scope: NodeScope, relation: Relation) => Promise<T>): Promise<T> {
    const ask = () =>
      this.#pool.use('late', async (connection) => {
        const scope = this.#runtime.nodeScope(resource as SourceNode, connection, { packageName: 'sluice' })
        return await work(scope, scope.lookup('this') as Relation)
      })
    const turn = this.#last.then(ask, ask)
    this.#last = turn.catch(() => undefined)
    return turn
  }

  /** What a person is told; an interrupted command ends. */
  #why(error: unknown): string {
    if (!(error instanceof SluiceError) || this.#runtime.invocation.signal.aborted) throw error
    return (error.message.split('\n')[0] ?? error.message).replace(/\.$/, '')
  }
}

/** A column by its name as the table has it; anything else is SQL, as `loaded_at_field` is. */
function sqlOf(columns: Columns, column: string): string {
  const plain = column.replaceAll(/^["`]|["`]$/g, '')
  return columns.times.find(({ name }) => name.toLowerCase() === plain.toLowerCase())?.sql ?? column
}

async function loadedAt(scope: NodeScope, resource: DatedResource): Promise<string> {
  const source = resource as SourceNode
  return `(${await scope.render(source.loaded_at_query ?? 'null', source.original_file_path)})`
}

interface Moment {
  readonly at: number
  readonly wall: number
  readonly zoned: boolean
  readonly dated: boolean
}

/** What has no zone counts as a time of `zone`. */
export function momentIn(cell: unknown, zone: string): Moment | null {
  if (cell === null || cell === undefined) return null
  const text = String(cell)
  const moment = momentOf(text)
  if (!moment) return null
  const dated = /^\d{4}-\d{2}-\d{2}$/.test(text.trim())
  const zoned = !dated && /(Z|[+-]\d\d(:?\d\d)?)$/i.test(text.trim().slice(10))
  const wall = moment.getTime()
  return { at: zoned || zone === 'UTC' ? wall : fromWall(wall, zone), wall, zoned, dated }
}

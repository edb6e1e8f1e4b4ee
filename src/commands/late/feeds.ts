/** Which columns of its parents the times of a node are made of: from the SQL, where it can be read; else by their names. */
import type { Invocation } from '../../core/invocation.js'
import { findResource } from '../../core/manifest.js'
import type { UniqueId } from '../../core/node.js'
import type { NodeColumn, ProjectSql } from '../../lineage/index.js'
import type { Feed } from '../../observe/index.js'
import type { OpenProject } from '../open-project.js'
import { isDated } from './promises.js'

export class Feeds {
  readonly #opened: OpenProject
  readonly #invocation: Invocation
  readonly #columnsOf: (id: UniqueId) => Promise<readonly string[]>
  #sql: Promise<ProjectSql | undefined> | undefined

  /** @param columnsOf - names of columns a table has, lower-case, for nodes whose SQL nobody reads */
  constructor(opened: OpenProject, invocation: Invocation, columnsOf: (id: UniqueId) => Promise<readonly string[]>) {
    this.#opened = opened
    this.#invocation = invocation
    this.#columnsOf = columnsOf
  }

  /** Parents that have a table; through ephemeral models. */
  async of(id: UniqueId, column: string | null): Promise<readonly Feed[]> {
    const parents = this.#parents(id)
    if (column === null) return parents.map((parent) => ({ id: parent, column: null, exact: false }))
    const sql = await this.#understood()
    const known = sql?.nodes.get(id)
    const own = known?.depth === 'column' ? columnIn(known.columns, column) : undefined
    if (sql && own) {
      const feeds = this.#follow(sql, own, isExact(own))
      // A value that comes from no table is made by the build: any parent may be behind.
      return feeds.length > 0 ? feeds : parents.map((parent) => ({ id: parent, column: null, exact: false }))
    }
    const found = await Promise.all(parents.map(async (parent) => ({ id: parent, names: await this.#columnsOf(parent) })))
    const same = found.filter(({ names }) => names.includes(column.toLowerCase()))
    return same.length > 0
      ? same.map((each) => ({ id: each.id, column, exact: true }))
      : parents.map((parent) => ({ id: parent, column: null, exact: false }))
  }

  #parents(id: UniqueId): readonly UniqueId[] {
    const { graph, manifest } = this.#opened
    const found = new Set<UniqueId>()
    const look = (at: UniqueId): void => {
      for (const parent of graph.parents(at)) {
        const resource = findResource(manifest, parent)
        if (!isDated(resource)) continue
        if (isEphemeral(resource)) look(parent)
        else found.add(parent)
      }
    }
    look(id)
    return [...found]
  }

  #follow(sql: ProjectSql, column: NodeColumn, exact: boolean): readonly Feed[] {
    return column.upstream.flatMap((edge): readonly Feed[] => {
      const resource = findResource(this.#opened.manifest, edge.node)
      if (!isDated(resource)) return []
      if (!isEphemeral(resource)) return [{ id: edge.node, column: edge.column, exact }]
      const own = columnIn(sql.nodes.get(edge.node)?.columns ?? [], edge.column)
      return own ? this.#follow(sql, own, exact && isExact(own)) : []
    })
  }

  /** Undefined where the SQL cannot be read: names have to do. */
  #understood(): Promise<ProjectSql | undefined> {
    this.#sql ??= import('../project-sql.js').then(({ understand }) =>
      understand(this.#opened, this.#invocation).catch((error: unknown) => {
        if (this.#invocation.signal.aborted) throw error
        return undefined
      }),
    )
    return this.#sql
  }
}

function isEphemeral(resource: { readonly config?: unknown }): boolean {
  return (resource.config as { readonly materialized?: unknown } | undefined)?.materialized === 'ephemeral'
}

function columnIn(columns: readonly NodeColumn[], name: string): NodeColumn | undefined {
  return columns.find((each) => each.name === name) ?? columns.find((each) => each.name.toLowerCase() === name.toLowerCase())
}

const reference = String.raw`[\w."$]+`
const asItIs = [
  new RegExp(`^${reference}$`),
  new RegExp(String.raw`^(try_)?cast\s*\(\s*${reference}\s+as\s+(timestamp|datetime)[\w\s()]*\)$`, 'i'),
  new RegExp(String.raw`^${reference}\s*::\s*(timestamp|datetime)[\w\s()]*$`, 'i'),
  new RegExp(String.raw`^max\s*\(\s*${reference}\s*\)$`, 'i'),
]

/** As it is, cast to a time, or the greatest of a group: then its newest is the newest of what it comes from. */
export function isExact({ upstream, steps }: Pick<NodeColumn, 'upstream' | 'steps'>): boolean {
  if (upstream.every(({ kind }) => kind === 'passthrough' || kind === 'rename')) return true
  return steps.length > 0 && steps.every(({ sql }) => asItIs.some((form) => form.test(sql.trim())))
}

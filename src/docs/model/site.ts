/**
 * What the docs site is made of, as the page receives it: one index that is read at once, blocks that a page asks for when it
 * is opened, and shards that hold what single nodes need. A number that stands for a node is its position in `SiteIndex.nodes`.
 */

export type NodeStatus = 'ok' | 'warn' | 'fail' | 'skipped' | 'none'

export type StatusCounts = Readonly<Record<NodeStatus, number>>

export interface SiteIndex {
  readonly formatVersion: 2
  readonly project: string
  readonly adapter: string
  readonly target: string
  readonly toolVersion: string
  /** ISO 8601, UTC. */
  readonly generatedAt: string
  /** Markdown: the `__overview__` block of the project, or its README. */
  readonly overview: string
  readonly lastRun: SiteRun | null
  /** Every test once, by its newest result. */
  readonly tests: StatusCounts
  readonly nodes: readonly SiteNode[]
  /** Parent, child. */
  readonly edges: readonly (readonly [number, number])[]
  readonly owners: readonly SiteOwner[]
  /** Which shard holds what belongs to each node: `nodes[i]` is in shard `floor(i / shardSize)`. */
  readonly shardSize: number
  /** Blocks that were written; a page whose block is absent says why and what to do. */
  readonly blocks: readonly string[]
  /** Why there is no column lineage; empty where there is. */
  readonly noColumns: string
  /** The same for the same files of a project: of the texts of its nodes and macros. */
  readonly fingerprint: string
  /** What the reader asked to leave out: `SQL`, `samples`, `names and places`. */
  readonly leftOut: readonly string[]
}

export interface SiteRun {
  readonly command: string
  readonly finishedAt: string
  readonly elapsed: number
  readonly counts: StatusCounts
}

export interface SiteOwner {
  readonly group: string
  readonly name: string
  readonly email: string
  readonly description: string
}

/** What lists, search and the lineage overview need of each node. */
export interface SiteNode {
  readonly id: string
  readonly type: string
  readonly name: string
  readonly package: string
  /** Folder path below the resource folder, with slashes. */
  readonly folder: string
  readonly materialized: string
  /** First sentence of the description. */
  readonly summary: string
  readonly tags: readonly string[]
  readonly group: string
  /** Of the group, or named by `meta.owner`. */
  readonly owner: string
  readonly access: string
  /** Of a versioned model, else empty. */
  readonly version: string
  /** `meta.certified`. */
  readonly certified: boolean
  /** ISO 8601 date it is deprecated from, else empty. */
  readonly deprecated: string
  readonly contract: boolean
  /** Known columns, and how many of them have a description of their own or an inherited one. */
  readonly columns: number
  readonly described: number
  readonly status: NodeStatus
  /** Of a source: the last freshness check. */
  readonly freshness: NodeStatus
  /** Seconds of the last run; null when it was not in it. */
  readonly seconds: number | null
  /** Rows the catalog counts, or those the last run wrote where it wrote all; null where nobody knows. */
  readonly rows: number | null
  readonly bytes: number | null
  /** Tests attached, by result. */
  readonly tests: StatusCounts
  /** Place in the project lineage, in layout units. */
  readonly x: number
  readonly y: number
}

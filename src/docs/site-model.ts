/**
 * The docs site's data, as the page receives it: one small index that is read at once, and detail shards that are
 * inflated when a node is opened. Arrays refer to nodes by position in `SiteIndex.nodes`.
 */

export type NodeStatus = 'ok' | 'warn' | 'fail' | 'skipped' | 'none'

export interface SiteIndex {
  readonly formatVersion: 1
  readonly project: string
  readonly adapter: string
  readonly target: string
  readonly toolVersion: string
  /** ISO 8601, UTC. */
  readonly generatedAt: string
  readonly overview: string
  readonly lastRun: SiteRun | null
  readonly nodes: readonly SiteNode[]
  /** Parent, child. */
  readonly edges: readonly (readonly [number, number])[]
  readonly owners: readonly SiteOwner[]
  /** Which shard holds the detail of each node: `nodes[i]` is in shard `floor(i / shardSize)`. */
  readonly shardSize: number
}

export interface SiteRun {
  readonly command: string
  readonly finishedAt: string
  readonly elapsed: number
  readonly counts: Readonly<Record<NodeStatus, number>>
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
  readonly access: string
  readonly columns: readonly string[]
  readonly status: NodeStatus
  /** Seconds of the last run; null when it was not in it. */
  readonly seconds: number | null
  /** Tests attached, by result. */
  readonly tests: Readonly<Record<NodeStatus, number>>
  /** Place in the project lineage, in layout units. */
  readonly x: number
  readonly y: number
}

/** What a node's own page needs. */
export interface SiteDetail {
  readonly id: string
  readonly description: string
  readonly relation: string
  readonly file: string
  readonly columns: readonly SiteColumn[]
  readonly rawCode: string
  readonly compiledCode: string
  readonly tests: readonly SiteTest[]
  readonly message: string
  readonly config: readonly (readonly [string, string])[]
  readonly stats: readonly (readonly [string, string])[]
  readonly url: string
  readonly ownerText: string
}

export interface SiteColumn {
  readonly name: string
  readonly type: string
  readonly description: string
  readonly tags: readonly string[]
  readonly tests: readonly string[]
}

export interface SiteTest {
  readonly id: string
  readonly name: string
  /** `not_null`, `unit`, `singular` … */
  readonly kind: string
  readonly column: string
  readonly status: NodeStatus
  readonly severity: string
  readonly failures: number | null
  readonly message: string
  readonly seconds: number | null
  readonly description: string
  readonly sql: string
}

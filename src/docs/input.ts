/** What the site is made from: everything a command knows when it writes the page. */
import type { FreshnessEntry, FreshnessFailure } from '../artifacts/index.js'
import type { Manifest } from '../core/manifest.js'
import type { MonitorReport } from '../core/monitor-report.js'
import type { UniqueId } from '../core/node.js'
import type { RunStatus, SampleRows, Timing } from '../core/result.js'
import type { ProjectSql } from '../lineage/index.js'
import type { GovernanceBlock, NodeStatus, RunSummary, SiteLate, SiteProfile, SiteReport, SloBlock } from './model/index.js'

export interface SiteResult {
  readonly unique_id: UniqueId
  readonly status: RunStatus
  /** Seconds. */
  readonly execution_time: number
  readonly message: string | null
  readonly failures: number | null
  readonly timing?: readonly Timing[]
  readonly thread_id?: string
  readonly adapter_response?: Readonly<Record<string, unknown>>
  readonly samples?: SampleRows | undefined
  readonly batch_results?: { readonly successful: readonly unknown[]; readonly failed: readonly unknown[] } | null
}

/** A run that is kept. */
export interface PastRun extends RunSummary {
  /** What its nodes and tests did, by id; absent where only the totals are kept. */
  readonly outcomes?: Readonly<Record<UniqueId, PastOutcome>>
}

export interface PastOutcome {
  readonly status: NodeStatus
  readonly seconds: number
  /** Of a test. */
  readonly failures?: number | null
  /** Of a source: seconds since its newest row. */
  readonly age?: number | null
}

/** The parts of catalog.json the site shows. */
export interface SiteCatalog {
  readonly nodes: Readonly<Record<UniqueId, SiteCatalogTable>>
  readonly sources: Readonly<Record<UniqueId, SiteCatalogTable>>
}

export interface SiteCatalogTable {
  readonly columns: Readonly<
    Record<string, { readonly name: string; readonly type: string; readonly index: number; readonly comment?: string | null }>
  >
  readonly stats: Readonly<Record<string, { readonly label: string; readonly value: unknown; readonly include: boolean }>>
}

export interface SiteOptions {
  readonly excludeSql: boolean
  /** Without messages and values that may hold data of the warehouse. */
  readonly noSamples: boolean
  /** Without names of people, addresses of the warehouse, paths and free text: for handing on. */
  readonly redact: boolean
}

/** As `GovernanceBlock`, with the ids of nodes; null: about none. */
export interface SiteGovernance {
  readonly findings: readonly SiteFinding[] | null
  readonly coverage: GovernanceBlock['coverage']
}

export type SiteFinding = Omit<NonNullable<GovernanceBlock['findings']>[number], 'node'> & { readonly id: UniqueId | null }

export interface SiteInput {
  readonly manifest: Manifest
  readonly results: readonly SiteResult[]
  readonly catalog: SiteCatalog | null
  /** Of nodes that were not in the last run: the newest result of each. */
  readonly earlier?: readonly SiteResult[]
  /** Null when nothing has run yet. */
  readonly run: { readonly command: string; readonly finishedAt: string; readonly elapsed: number } | null
  readonly target: string
  readonly toolVersion: string
  /** ISO 8601, UTC. */
  readonly generatedAt: string
  /** What is known of the SQL; null with the reason in `noColumns`. */
  readonly sql?: ProjectSql | null
  readonly noColumns?: string
  readonly freshness?: readonly (FreshnessEntry | FreshnessFailure)[]
  /** Earlier runs, newest first, without the last one. */
  readonly history?: readonly PastRun[]
  /** How the project's promises stand; null: not computed. */
  readonly slo?: SloBlock | null
  /** Another manifest to show the differences from, and where it lies. */
  readonly before?: { readonly manifest: Manifest; readonly from: string; readonly sql: ProjectSql | null } | null
  readonly governance?: SiteGovernance | null
  /** What the values of nodes and sources were like when last looked at. */
  readonly profiles?: ReadonlyMap<UniqueId, SiteProfile>
  /** What monitors saw when they last ran. */
  readonly monitors?: readonly MonitorReport[]
  /** What is late, as it was last found. */
  readonly late?: SiteLate
  /** What `sluice report` last made, the shortest period first. */
  readonly reports?: readonly SiteReport[]
  /** Markdown of the project's README, for want of an `__overview__` block. */
  readonly readme?: string
  /** Users, hosts and accounts of the target: `redact` takes them out wherever they are. */
  readonly privateWords?: readonly string[]
  readonly options?: Partial<SiteOptions>
}

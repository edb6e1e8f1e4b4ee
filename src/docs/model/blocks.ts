/** Blocks by name: each is written once, inflated when a page first asks for it. */
import type { ChangesBlock } from './changes.js'
import type { SiteDetail, SiteTest } from './detail.js'
import type { LateBlock } from './late.js'
import type { SiteLineage } from './lineage.js'
import type { MonitorsBlock } from './monitors.js'
import type { ReportBlock } from './report.js'
import type { RulesBlock } from './rules.js'
import type { SelectBlock } from './select.js'
import type { NodeStatus, StatusCounts } from './site.js'
import type { SloBlock } from './slo.js'

/** One value for the whole site. */
export interface Blocks {
  readonly search: SearchBlock
  readonly tests: TestsBlock
  readonly rules: RulesBlock
  readonly runs: RunsBlock
  readonly history: HistoryBlock
  readonly sources: SourcesBlock
  readonly macros: MacrosBlock
  readonly glossary: GlossaryBlock
  readonly governance: GovernanceBlock
  readonly select: SelectBlock
  readonly changes: ChangesBlock
  readonly exposures: ExposuresBlock
  readonly metrics: MetricsBlock
  readonly monitors: MonitorsBlock
  readonly late: LateBlock
  readonly report: ReportBlock
  readonly slo: SloBlock
}

/** One value for each node, in shards. */
export interface Shards {
  readonly detail: SiteDetail
  readonly lineage: SiteLineage
}

/** Column names, each once, sorted; and of each node the positions of its columns in them. */
export interface SearchBlock {
  readonly names: readonly string[]
  readonly columns: readonly (readonly number[])[]
}

/** Every test, without its SQL. */
export interface TestsBlock {
  readonly tests: readonly (Omit<SiteTest, 'sql'> & { readonly nodes: readonly number[] })[]
  /** Columns that name a row, and lack a test that says so. */
  readonly keyGaps: readonly KeyGap[]
}

export interface KeyGap {
  readonly node: number
  readonly columns: readonly string[]
  readonly missing: readonly ('unique' | 'not_null')[]
  /** What makes it a key: `unique_key`, `primary_key` or its name. */
  readonly because: 'unique_key' | 'primary_key' | 'name'
}

export interface RunsBlock {
  /** Newest first. */
  readonly runs: readonly RunSummary[]
  /** What each node did in `runs[0]`, by time of start. */
  readonly last: readonly RunEntry[]
  /** Positions in `last` of the chain of nodes that decided how long the run took, first to last. */
  readonly criticalPath: readonly number[]
  /** What each of them waited for before it could start. */
  readonly waits: readonly RunWait[]
  /** Positions in `last` of the longest chain of dependencies: no number of threads makes the run shorter. */
  readonly longestChain: readonly number[]
  /** What `RunEntry.cost` is counted in; empty where no entry has one. */
  readonly costUnit: string
}

export type RunWait = 'start' | 'dependency' | 'thread'

/** Runs that are kept, newest first, the last one included; and what single nodes and tests did in them. */
export interface HistoryBlock {
  readonly runs: readonly RunSummary[]
  /** Unique ids, each once. */
  readonly ids: readonly string[]
  /** For each run: position in `ids`, status, seconds, rows that fail it (of tests). */
  readonly outcomes: readonly (readonly (readonly [id: number, status: NodeStatus, seconds: number, failures: number | null])[])[]
}

export interface RunSummary {
  readonly id: string
  readonly command: string
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly elapsed: number
  readonly target: string
  readonly counts: StatusCounts
  /** In `RunsBlock.costUnit`. */
  readonly cost?: number | null
}

export interface RunEntry {
  readonly id: string
  /** Position, or -1 for what has no page of its own (tests, hooks). */
  readonly node: number
  /** Of a test: the position of the node it looks at; else `node`. */
  readonly about: number
  readonly name: string
  readonly type: string
  readonly status: NodeStatus
  /** Seconds after the start of the run. */
  readonly start: number
  readonly seconds: number
  readonly thread: string
  readonly message: string
  readonly rows: number | null
  readonly bytes: number | null
  /** In the currency or unit of `costUnit`; null where nobody knows. */
  readonly cost: number | null
  /** What the warehouse calls the query or job; else empty. */
  readonly query: string
  /** Of a model built in batches: how many succeeded and failed; else null. */
  readonly batches: readonly [succeeded: number, failed: number] | null
}

export interface SourcesBlock {
  readonly sources: readonly SourceState[]
}

export interface SourceState {
  readonly node: number
  readonly status: NodeStatus
  /** ISO 8601, UTC; empty where the check failed or never ran. */
  readonly loadedAt: string
  readonly checkedAt: string
  /** Seconds; null where unknown. */
  readonly age: number | null
  readonly warnAfter: number | null
  readonly errorAfter: number | null
  readonly loader: string
  readonly field: string
  readonly message: string
  /** Which rows the check looks at; empty: all. */
  readonly filter: string
  /** True where a limit is declared. */
  readonly ruled: boolean
  /** Nodes downstream, at any distance, exposures among them. */
  readonly consumers: number
  readonly exposures: readonly number[]
  /** Earlier checks, oldest first, the last one included: ISO 8601 time of the check, age in seconds. */
  readonly timeline: readonly (readonly [string, number])[]
}

/** Macros of the project and its packages; what is built in is only counted. */
export interface MacrosBlock {
  readonly macros: readonly SiteMacro[]
  /** How many each built-in package has. */
  readonly builtin: readonly (readonly [origin: string, count: number])[]
}

export interface SiteMacro {
  readonly id: string
  readonly name: string
  readonly package: string
  readonly description: string
  readonly arguments: readonly { readonly name: string; readonly type: string; readonly description: string }[]
  readonly file: string
  /** Empty where SQL is left out, and of macros of packages that nothing calls. */
  readonly sql: string
  /** Nodes that call it themselves; who does through other macros follows from `calls`. */
  readonly users: readonly number[]
  /** Tests that call it themselves. */
  readonly tests: number
  /** Ids of macros that it calls, built-in ones included. */
  readonly calls: readonly string[]
}

export interface GlossaryBlock {
  /** `docs` blocks. */
  readonly terms: readonly {
    readonly name: string
    readonly text: string
    readonly file: string
    readonly package: string
    /** Nodes whose description it is in. */
    readonly users: readonly number[]
    /** Columns whose description it is in. */
    readonly columns: readonly (readonly [node: number, column: string])[]
  }[]
}

export interface GovernanceBlock {
  /** What `sluice check` finds: its rules over the project. Null where it was not asked. */
  readonly findings:
    | readonly {
        readonly rule: string
        readonly severity: string
        readonly message: string
        readonly node: number
        readonly file: string
        readonly line: number
        readonly hint: string
      }[]
    | null
  /** By folder and in all (`total`): counts of `docs coverage`. */
  readonly coverage: readonly {
    readonly name: string
    readonly nodes: number
    readonly described: number
    readonly tested: number
    readonly owned: number
    readonly columns: number
    readonly columnsDescribed: number
  }[]
  /** Columns with tags, `pii` for `meta: {pii: true}` among them; the last says how many of the tags, at their end, are inherited. */
  readonly tagged: readonly (readonly [node: number, column: string, tags: readonly string[], inherited: number])[]
}

export interface ExposuresBlock {
  readonly exposures: readonly {
    readonly node: number
    readonly kind: string
    readonly maturity: string
    readonly url: string
    readonly owner: string
    readonly email: string
  }[]
}

export interface MetricsBlock {
  readonly metrics: readonly {
    readonly node: number
    readonly label: string
    /** Of a metric its kind: `simple`, `ratio` … */
    readonly kind: string
    readonly description: string
    /** Its definition as label and text, in the order they are read. */
    readonly definition: readonly (readonly [string, string])[]
  }[]
}

/** What selection methods see: the project's resources that can be selected, the graph, and the artifacts to compare with. */
import type { SluiceError } from '../core/error.js'
import type { EventName, EventPayloads } from '../core/event.js'
import { allResources, type Manifest } from '../core/manifest.js'
import type { Resource, UniqueId } from '../core/node.js'
import type { Graph } from '../graph/index.js'
import type { PreviousManifest } from './state/previous.js'

export type Emit = <K extends EventName>(name: K, data: EventPayloads[K]) => void

/** As in run_results.json. */
export interface PreviousResult {
  readonly unique_id: UniqueId
  readonly status: string
}

/** As in sources.json; a source whose check failed has no `max_loaded_at`. */
export interface SourceFreshness {
  readonly unique_id: UniqueId
  readonly status: string
  readonly max_loaded_at?: string | null
}

/** Of a node whose text differs from the earlier manifest's. */
export interface Verdict {
  /** It means the same: the node counts as unmodified. */
  readonly same: boolean
  /** One clause each. */
  readonly reasons: readonly string[]
}

export interface StateOptions {
  readonly previousManifest?: PreviousManifest | undefined
  readonly previousResults?: readonly PreviousResult[] | undefined
  readonly previousSources?: readonly SourceFreshness[] | undefined
  readonly currentSources?: readonly SourceFreshness[] | undefined
  /** `state_modified_compare_more_unrendered_values`: sources compare by their database and schema before rendering. */
  readonly compareUnrendered?: boolean | undefined
  /** Which constraints the warehouse enforces; only dropping one of these breaks a contract. */
  readonly constraintSupport?: Readonly<Record<string, string>> | undefined
  readonly now?: (() => Date) | undefined
  /** What SQL means counts instead of its text, for the nodes that are named here. */
  readonly verdicts?: ReadonlyMap<UniqueId, Verdict> | undefined
  /** What each value of the method `state` comes to, where it was worked out before: the docs page has no earlier manifest. */
  readonly answers?: Readonly<Record<string, ReadonlySet<UniqueId> | SluiceError>> | undefined
}

export interface SelectionEnv {
  readonly manifest: Manifest
  readonly graph: Graph
  /** Enabled resources, all kinds. */
  readonly resources: readonly Resource[]
  readonly state: StateOptions
  readonly emit: Emit
  /** Ids that a named selector selects. */
  readonly selector: (name: string) => ReadonlySet<UniqueId>
}

export function enabledResources(manifest: Manifest): Resource[] {
  return [...allResources(manifest)].filter(isEnabled)
}

/** N.B. an exposure is never disabled here: disabled ones are not in the manifest's `exposures`. */
function isEnabled(resource: Resource): boolean {
  return resource.resource_type === 'exposure' || resource.config.enabled !== false
}

const apart = new Set(['source', 'exposure', 'metric', 'unit_test', 'semantic_model', 'saved_query', 'function'])

/** Member of the manifest's `nodes`: models, seeds, snapshots, data tests, analyses, operations. */
export function isNode(resource: Resource): boolean {
  return !apart.has(resource.resource_type)
}

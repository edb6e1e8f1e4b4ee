/** What the history says of each node of this target: its last occasion, its last success, since when it fails, and for whose sake. */
import { findResource, type Manifest } from '../../core/manifest.js'
import type { UniqueId } from '../../core/node.js'
import type { Graph } from '../../graph/index.js'
import {
  type Build,
  type Culprit,
  hasFailed,
  hasSucceeded,
  type NodeRecord,
  type RunHead,
  type RunRecord,
  usualOf,
} from '../../observe/index.js'

interface Occasion {
  readonly build: Build
  readonly record: NodeRecord
}

export class PastBuilds {
  readonly #byNode = new Map<UniqueId, Occasion[]>()
  readonly #manifest: Manifest
  readonly #graph: Graph

  /** @param records - of the target, newest first */
  constructor(records: readonly RunRecord[], manifest: Manifest, graph: Graph) {
    this.#manifest = manifest
    this.#graph = graph
    for (const { head, nodes } of records) {
      if (head.command === 'freshness') continue
      for (const record of nodes) this.#add(head, record)
    }
  }

  #add(head: RunHead, record: NodeRecord): void {
    const list = this.#byNode.get(record.id)
    const occasion = { build: buildOf(head, record), record }
    if (list) list.push(occasion)
    else this.#byNode.set(record.id, [occasion])
  }

  last(id: UniqueId): Build | null {
    return this.#byNode.get(id)?.[0]?.build ?? null
  }

  /** Tests do not build: a test command leaves what stands. */
  built(id: UniqueId): Build | null {
    return this.#byNode.get(id)?.find(({ build }) => hasSucceeded(build))?.build ?? null
  }

  usualSeconds(id: UniqueId): number | null {
    return usualOf((this.#byNode.get(id) ?? []).flatMap(({ build }) => (hasSucceeded(build) ? [build.seconds] : [])))
  }

  /** Nodes and tests of the project that failed or were skipped the last time. */
  bad(): readonly { readonly id: UniqueId; readonly build: Build }[] {
    return [...this.#byNode].flatMap(([id, [first]]) =>
      first && (hasFailed(first.build) || first.build.status === 'skipped') && this.#isThere(id) ? [{ id, build: first.build }] : [],
    )
  }

  /** Itself, or what it was skipped for; undefined where that is well again. */
  culprit(id: UniqueId): Culprit | undefined {
    const last = this.last(id)
    if (!last) return undefined
    if (id.startsWith('source.')) return isGate(last) ? this.#culpritAt(id, last) : undefined
    if (hasFailed(last)) return this.#culpritAt(id, last)
    if (last.status !== 'skipped') return undefined
    const above = this.#graph.ancestors([id])
    const blamed = this.bad().filter(({ id: other, build }) => {
      if (build.run !== last.run || !(hasFailed(build) || isGate(build))) return false
      return above.has(other) || this.#testsOneOf(other, above)
    })
    const first = blamed.sort((a, b) => a.build.at - b.build.at)[0]
    return first && this.#culpritAt(first.id, first.build)
  }

  /** Whether what failed in that run has been well since. */
  #culpritAt(id: UniqueId, build: Build): Culprit {
    const occasions = this.#byNode.get(id) ?? []
    let since = build.at
    for (const { build: each } of occasions) {
      if (hasSucceeded(each)) break
      since = each.at
    }
    const place = this.#manifest.locations.get(id)
    const resource = findResource(this.#manifest, id)
    const file = place ? `${place.file}${place.line > 1 ? `:${place.line}` : ''}` : (resource?.original_file_path ?? null)
    return { id, name: nameOf(this.#manifest, id), build, since, place: file }
  }

  #testsOneOf(id: UniqueId, above: ReadonlySet<UniqueId>): boolean {
    const test = findResource(this.#manifest, id)
    if (test?.resource_type !== 'test' && test?.resource_type !== 'unit_test') return false
    return test.depends_on.nodes.some((node) => above.has(node))
  }

  #isThere(id: UniqueId): boolean {
    return findResource(this.#manifest, id) !== undefined && !id.startsWith('operation.')
  }
}

function isGate({ message, status }: Build): boolean {
  return !hasSucceeded({ status }) && /^the gate of source\b/i.test(message ?? '')
}

function buildOf(head: RunHead, { status, startedAt, seconds, message }: NodeRecord): Build {
  return { status, at: Date.parse(startedAt ?? head.startedAt), seconds, message, run: head.id, command: head.command }
}

/** As one types it. */
export function nameOf(manifest: Manifest, id: UniqueId): string {
  const resource = findResource(manifest, id)
  if (!resource) return id
  return resource.resource_type === 'source' ? `${resource.source_name}.${resource.name}` : resource.name
}

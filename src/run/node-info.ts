/** What events say about a node: dbt's `node_info`, and the words for it in start and result lines. */
import type { NodeInfo } from '../core/event.js'
import type { Plain, Resource } from '../core/node.js'
import type { Target } from '../core/project.js'

type Fields = Resource & {
  readonly config?: Plain
  readonly meta?: Plain
  readonly database?: string | null
  readonly schema?: string | null
  readonly alias?: string
  readonly relation_name?: string | null
  readonly checksum?: unknown
}

export interface NodeMoment {
  readonly status: string
  readonly startedAt?: string
  readonly finishedAt?: string
}

export function nodeInfo(node: Resource, moment: NodeMoment): NodeInfo {
  const fields = node as Fields
  return {
    node_path: node.path,
    node_name: node.name,
    unique_id: node.unique_id,
    resource_type: node.resource_type,
    materialized: String(fields.config?.materialized ?? ''),
    node_status: moment.status,
    node_started_at: moment.startedAt ?? '',
    node_finished_at: moment.finishedAt ?? '',
    meta: fields.meta ?? {},
    node_relation: {
      database: fields.database ?? null,
      schema: fields.schema ?? null,
      alias: fields.alias ?? null,
      relation_name: fields.relation_name ?? null,
    },
    node_checksum: checksumOf(fields.checksum),
  }
}

function checksumOf(checksum: unknown): string {
  if (typeof checksum === 'string') return checksum
  return String((checksum as { checksum?: string } | undefined)?.checksum ?? '')
}

/** `sql table model main.tickets`, as in `1 of 6 START sql table model main.tickets`. */
export function describeNode(node: Resource, target: Target): string {
  switch (node.resource_type) {
    case 'model':
      return `${node.language} ${isMicrobatch(node.config) ? 'microbatch' : node.config.materialized} model ${describeRelation(node, target)}`
    case 'seed':
      return `seed file ${describeRelation(node, target)}`
    case 'snapshot':
      return `snapshot ${describeRelation(node, target)}`
    case 'function':
      return `function ${describeRelation(node, target)}`
    case 'unit_test':
      return `unit_test ${node.model}::${node.version === null || node.version === undefined ? node.name : `${node.name}_v${node.version}`}`
    case 'source':
      return `freshness of ${node.source_name}.${node.name}`
    case 'saved_query':
      return `saved query ${node.name}`
    default:
      return `${node.resource_type} ${node.name}`
  }
}

/** Unquoted, without the database where it is the target's. */
export function describeRelation(
  node: { readonly database: string | null; readonly schema: string; readonly alias: string },
  target: Target,
): string {
  const database = node.database === null || node.database === target.database ? [] : [node.database]
  return [...database, node.schema, node.alias].join('.')
}

export function isMicrobatch(config: Plain): boolean {
  return config.materialized === 'incremental' && config.incremental_strategy === 'microbatch'
}

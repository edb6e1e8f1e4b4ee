/** From a node to the relation it builds or reads: quoting from engine, project and source, in this order. */
import type { AdapterModule } from '../adapters/index.js'
import type { Plain, SourceNode } from '../core/node.js'
import { type PathPart, pathParts, Relation, type RelationFields } from '../core/relation.js'
import type { RelationNode } from './types.js'

const ephemeralPrefix = '__dbt__cte__'

/** The project's own quoting choices; a source's own come before them. */
export type ProjectQuoting = Readonly<Partial<Record<PathPart, boolean>>>

/** The relation a node builds. Its type is left open: only the warehouse knows. */
export function relationOfNode(module: AdapterModule, quoting: ProjectQuoting, node: RelationNode, more: RelationFields = {}): Relation {
  return new Relation(module.relationStyle, {
    database: node.database,
    schema: node.schema,
    identifier: node.alias ?? node.identifier ?? null,
    quotePolicy: booleans(quoting),
    ...more,
  })
}

/** The relation a source names, or the text its engine reads instead. */
export function relationOfSource(module: AdapterModule, quoting: ProjectQuoting, source: SourceNode, more: RelationFields = {}): Relation {
  return new Relation(module.relationStyle, {
    database: source.database,
    schema: source.schema,
    identifier: source.identifier,
    quotePolicy: { ...booleans(quoting), ...booleans(source.quoting) },
    verbatim: module.sourceText?.(source) ?? null,
    ...more,
  })
}

/** What a `ref` to an ephemeral model prints: the name of the common table expression put before the query. */
export function relationOfCte(module: AdapterModule, identifier: string, more: RelationFields = {}): Relation {
  return new Relation(module.relationStyle, { identifier: cteName(identifier), type: 'cte', quotePolicy: { identifier: false }, ...more })
}

export function cteName(identifier: string): string {
  return `${ephemeralPrefix}${identifier}`
}

function booleans(quoting: Plain): Partial<Record<PathPart, boolean>> {
  return Object.fromEntries(pathParts.flatMap((part) => (typeof quoting[part] === 'boolean' ? [[part, quoting[part]]] : [])))
}

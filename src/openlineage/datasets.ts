/** The relations of a project as OpenLineage datasets: schema, description, and where each column comes from. */
import { findResource, type Manifest } from '../core/manifest.js'
import type { Resource, UniqueId } from '../core/node.js'
import type { ColumnEdge, NodeColumn, NodeSql, ProjectSql, RowEdge } from '../lineage/index.js'
import { type NamedRelation, relationName } from './naming.js'
import { type Dataset, type Facets, facet } from './spec.js'

export interface DatasetContext {
  readonly manifest: Manifest
  /** Absent where the SQL of the warehouse is not understood. */
  readonly sql: ProjectSql | undefined
  readonly namespace: string
  readonly fold: (name: string) => string
}

interface Transformation {
  readonly type: 'DIRECT' | 'INDIRECT'
  readonly subtype: string
  readonly description?: string
  readonly masking: boolean
}

const effects = { filter: 'FILTER', join: 'JOIN', group: 'GROUP_BY', order: 'SORT' } as const
/** How strongly a kind changes a value: along a way through ephemeral models the strongest counts. */
const strengths = ['passthrough', 'rename', 'derive', 'aggregate', 'window'] as const

export class Datasets {
  readonly #context: DatasetContext

  constructor(context: DatasetContext) {
    this.#context = context
  }

  /** Relations a node reads, those behind ephemeral models included. */
  inputs(id: UniqueId): readonly UniqueId[] {
    const { manifest, sql } = this.#context
    const node = sql?.nodes.get(id)
    const resource = findResource(manifest, id)
    const depends = resource && 'depends_on' in resource ? resource.depends_on.nodes : []
    const reads = node && node.depth !== 'none' ? node.reads : depends
    const found = reads.flatMap((parent) => (this.#isEphemeral(parent) ? this.inputs(parent) : this.#isRelation(parent) ? [parent] : []))
    return [...new Set(found)].filter((parent) => parent !== id)
  }

  input(id: UniqueId, inputFacets?: Facets): Dataset {
    return { ...this.#dataset(id, this.#described(id)), ...(inputFacets ? { inputFacets } : {}) }
  }

  output(id: UniqueId, rowCount: number | undefined): Dataset {
    const lineage = this.#columnLineage(id)
    const statistics = rowCount === undefined ? {} : { outputStatistics: facet('OutputStatisticsOutputDatasetFacet', { rowCount }) }
    return { ...this.#dataset(id, { ...this.#described(id), ...lineage }), outputFacets: statistics }
  }

  #dataset(id: UniqueId, facets: Facets): Dataset {
    return { ...this.#name(id), facets }
  }

  #name(id: UniqueId) {
    const resource = findResource(this.#context.manifest, id)
    const name = resource ? relationName(resource as NamedRelation, this.#context.fold) : id
    return { namespace: this.#context.namespace, name }
  }

  #described(id: UniqueId): Facets {
    const { manifest, sql, namespace } = this.#context
    const resource = findResource(manifest, id) as (Resource & { readonly description?: string }) | undefined
    const fields = schemaFields(resource, sql?.nodes.get(id))
    return {
      dataSource: facet('DatasourceDatasetFacet', { name: namespace, uri: namespace }),
      ...(fields.length > 0 ? { schema: facet('SchemaDatasetFacet', { fields }) } : {}),
      ...(resource?.description ? { documentation: facet('DocumentationDatasetFacet', { description: resource.description }) } : {}),
    }
  }

  #columnLineage(id: UniqueId): Facets {
    const node = this.#context.sql?.nodes.get(id)
    if (node?.depth !== 'column') return {}
    const entries = node.columns.map((column) => [column.name, { inputFields: this.#inputFields(column) }] as const)
    const fields = Object.fromEntries(entries.filter(([, { inputFields }]) => inputFields.length > 0))
    const dataset = this.#rowFields(node)
    if (Object.keys(fields).length === 0 && dataset.length === 0) return {}
    return { columnLineage: facet('ColumnLineageDatasetFacet', { fields, ...(dataset.length > 0 ? { dataset } : {}) }) }
  }

  #inputFields(column: NodeColumn) {
    const description = column.steps
      .map(({ sql }) => sql.replace(/\s+/g, ' ').trim())
      .join(' ← ')
      .slice(0, mostDescribed)
    return this.#throughEphemeral(column.upstream, new Set()).map((edge) => ({
      ...this.#name(edge.node),
      field: edge.column,
      transformations: transformationsOf(edge, description),
    }))
  }

  /** Columns of relations: what an ephemeral model makes of them happens in its reader. */
  #throughEphemeral(edges: readonly ColumnEdge[], seen: Set<string>): readonly ColumnEdge[] {
    return edges.flatMap((edge) => {
      if (!this.#isEphemeral(edge.node)) return this.#isRelation(edge.node) ? [edge] : []
      const key = `${edge.node}\n${edge.column}`
      if (seen.has(key)) return []
      const column = this.#context.sql?.nodes.get(edge.node)?.columns.find(({ name }) => name === edge.column)
      const inner = this.#throughEphemeral(column?.upstream ?? [], new Set([...seen, key]))
      return inner.map((each) => ({ ...each, kind: stronger(each.kind, edge.kind) }))
    })
  }

  /** What shapes the rows, in the node itself and in the ephemeral models it reads. */
  #rowFields(node: NodeSql) {
    const rows = this.#rows(node, new Set())
    return rows.map(({ node: from, column, effects: kinds }) => ({
      ...this.#name(from),
      field: column,
      transformations: kinds.map((kind): Transformation => ({ type: 'INDIRECT', subtype: effects[kind], masking: false })),
    }))
  }

  #rows(node: NodeSql, seen: Set<UniqueId>): readonly RowEdge[] {
    if (seen.has(node.id)) return []
    seen.add(node.id)
    const behind = node.reads.flatMap((id) => {
      const inner = this.#isEphemeral(id) ? this.#context.sql?.nodes.get(id) : undefined
      return inner ? this.#rows(inner, seen) : []
    })
    const own = node.rows.flatMap((row) =>
      this.#throughEphemeral([{ ...row, kind: 'passthrough' }], new Set()).map((edge) => ({ ...edge, effects: row.effects })),
    )
    return [...own, ...behind]
  }

  #isEphemeral(id: UniqueId): boolean {
    return this.#context.manifest.nodes[id]?.config.materialized === 'ephemeral'
  }

  #isRelation(id: UniqueId): boolean {
    const type = findResource(this.#context.manifest, id)?.resource_type
    return type === 'model' || type === 'seed' || type === 'snapshot' || type === 'source'
  }
}

const mostDescribed = 1_000

/** A window reads values and, by its partition and order, rows. */
function transformationsOf({ kind }: ColumnEdge, description: string): readonly Transformation[] {
  const words = description === '' ? {} : { description }
  if (kind === 'passthrough' || kind === 'rename') return [{ type: 'DIRECT', subtype: 'IDENTITY', masking: false }]
  if (kind === 'aggregate') return [{ type: 'DIRECT', subtype: 'AGGREGATION', ...words, masking: false }]
  const derived: Transformation = { type: 'DIRECT', subtype: 'TRANSFORMATION', ...words, masking: false }
  return kind === 'window' ? [derived, { type: 'INDIRECT', subtype: 'WINDOW', masking: false }] : [derived]
}

function stronger(one: ColumnEdge['kind'], other: ColumnEdge['kind']): ColumnEdge['kind'] {
  return strengths.indexOf(one) > strengths.indexOf(other) ? one : other
}

/** What the SQL says, else what is declared. */
function schemaFields(resource: Resource | undefined, node: NodeSql | undefined) {
  const declared = resource && 'columns' in resource ? Object.values(resource.columns as Record<string, DeclaredColumn>) : []
  const known = node && node.columns.length > 0 ? node.columns : declared.map(({ name, data_type }) => ({ name, type: data_type ?? null }))
  const texts = new Map(declared.map(({ name, description }) => [name.toLowerCase(), description]))
  return known.map(({ name, type }, at) => {
    const description = texts.get(name.toLowerCase())
    return { name, ...(type === null ? {} : { type }), ...(description ? { description } : {}), ordinal_position: at + 1 }
  })
}

interface DeclaredColumn {
  readonly name: string
  readonly data_type?: string | null
  readonly description?: string
}

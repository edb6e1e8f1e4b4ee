/** The parts of OpenLineage 2-0-2 that are sent: events, datasets, and the facets with their versions. */
import { version } from '../core/version.js'

/** Who says so: in every event and facet. */
export const producer = `urn:sluice:${version}`

const spec = 'https://openlineage.io/spec'
export const runEventSchema = `${spec}/2-0-2/OpenLineage.json#/$defs/RunEvent`

const facetVersions = {
  ColumnLineageDatasetFacet: '1-2-0',
  DataQualityAssertionsDatasetFacet: '1-1-0',
  DatasourceDatasetFacet: '1-0-1',
  DocumentationDatasetFacet: '1-1-0',
  ErrorMessageRunFacet: '1-0-1',
  JobTypeJobFacet: '2-0-4',
  OutputStatisticsOutputDatasetFacet: '1-0-2',
  ParentRunFacet: '1-2-0',
  ProcessingEngineRunFacet: '1-1-1',
  SchemaDatasetFacet: '1-2-0',
  SourceCodeLocationJobFacet: '1-1-0',
  SQLJobFacet: '1-1-0',
} as const

export type Facet = Readonly<Record<string, unknown>>
export type Facets = Readonly<Record<string, Facet>>

export function facet(kind: keyof typeof facetVersions, fields: Readonly<Record<string, unknown>>): Facet {
  return { _producer: producer, _schemaURL: `${spec}/facets/${facetVersions[kind]}/${kind}.json#/$defs/${kind}`, ...fields }
}

export interface Dataset {
  readonly namespace: string
  readonly name: string
  readonly facets: Facets
  readonly inputFacets?: Facets
  readonly outputFacets?: Facets
}

export type EventType = 'START' | 'COMPLETE' | 'FAIL' | 'ABORT'

export interface LineageEvent {
  readonly eventType: EventType
  readonly eventTime: string
  readonly producer: string
  readonly schemaURL: string
  readonly run: { readonly runId: string; readonly facets: Facets }
  readonly job: { readonly namespace: string; readonly name: string; readonly facets: Facets }
  readonly inputs: readonly Dataset[]
  readonly outputs: readonly Dataset[]
}

/** Catalogs of catalogs.yml as templates ask for them: `adapter.build_catalog_relation(model)`, `adapter.get_catalog_integration(name)`. */
import type { AdapterModule } from '../../adapters/index.js'
import type { Plain } from '../../core/node.js'
import type { Catalog, Project } from '../../core/project.js'
import { getAttribute, isUndefined, toText } from '../../jinja/index.js'
import { catalogUnknown } from '../errors.js'
import { plainObject } from '../python.js'

export interface CatalogHost {
  readonly module: AdapterModule
  readonly project: Project
}

/** Keys of the catalog and its properties; a node's own `external_volume` wins. Null where the node names no catalog. */
export function catalogRelation(host: CatalogHost, model: unknown): Plain | null {
  const config = entry(model, 'config') ?? model
  const name = entry(config, 'catalog_name') ?? entry(config, 'catalog')
  if (name === undefined || name === '') return null
  const found = catalogIntegration(host, toText(name))
  return { ...found, external_volume: entry(config, 'external_volume') ?? found.external_volume ?? null }
}

/** Of a dict or of a record; undefined for None too. */
function entry(value: unknown, key: string): unknown {
  if (value === null || typeof value !== 'object') return undefined
  const found = getAttribute(value, key)
  return found === null || isUndefined(found) ? undefined : found
}

export function catalogIntegration({ module, project }: CatalogHost, name: string): Plain {
  const known: readonly Catalog[] = [...(project.catalogs ?? []), ...(module.ownCatalogs ?? [])]
  const catalog = known.find((each) => each.name.toLowerCase() === name.toLowerCase())
  if (catalog === undefined)
    throw catalogUnknown(
      name,
      known.map((each) => each.name),
    )
  const { adapter_properties: properties, ...integration } = catalog.integration
  return {
    catalog_name: null,
    table_format: null,
    external_volume: null,
    file_format: null,
    catalog_database: null,
    ...plainObject(properties ?? {}),
    ...integration,
    name: catalog.name,
    catalog_type: catalog.type,
  }
}

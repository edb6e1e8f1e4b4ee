/** Catalogs of catalogs.yml as templates ask for them: `adapter.build_catalog_relation(model)`, `adapter.get_catalog_integration(name)`. */
import type { AdapterModule } from '../../adapters/index.js'
import type { Plain } from '../../core/node.js'
import type { Catalog, Project } from '../../core/project.js'
import { catalogUnknown } from '../errors.js'
import { plainObject, toPlainDeep } from '../python.js'

export interface CatalogHost {
  readonly module: AdapterModule
  readonly project: Project
}

/** Keys of the catalog and its properties; a node's own `external_volume` wins. Null where the node names no catalog. */
export function catalogRelation(host: CatalogHost, model: unknown): Plain | null {
  const node = plainObject(model)
  const config = plainObject(toPlainDeep(node.config ?? node))
  const name = config.catalog_name ?? config.catalog
  if (name === undefined || name === null || name === '') return null
  const found = catalogIntegration(host, String(name))
  return { ...found, external_volume: config.external_volume ?? found.external_volume ?? null }
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
    name: catalog.name,
    catalog_type: catalog.type,
    catalog_name: null,
    table_format: null,
    external_volume: null,
    file_format: null,
    catalog_database: null,
    ...plainObject(properties ?? {}),
    ...integration,
  }
}

/** Ways of old that still work, looked for in the whole manifest; flags of the project make errors of some. */
import { runsByBatch } from '../context/index.js'
import type { Deprecation } from '../core/deprecations.js'
import type { ManifestNode, ModelNode, Plain } from '../core/node.js'
import { type Assembly, isVersioned } from './assembly.js'
import { duplicateResource, propertyInvalid } from './errors.js'
import { placeOf, type Session } from './session.js'

export function tellLegacyUses(session: Session, assembly: Assembly): void {
  tellSameNames(session, assembly)
  tellExposureNames(session, assembly)
  tellMicrobatchMacro(session, assembly)
  if (Object.keys(assembly.metrics).length === 0 || Object.keys(assembly.semanticModels).length === 0) return
  tellCumulativeParams(session, assembly)
  tellTimeSpine(session, assembly)
}

const referable: ReadonlySet<string> = new Set(['model', 'seed', 'snapshot'])

/** A `ref` of the name would be ambiguous, though each has a relation of its own. */
function tellSameNames(session: Session, assembly: Assembly): void {
  const known = new Map<string, ManifestNode>()
  for (const node of Object.values(assembly.nodes)) {
    if (!referable.has(node.resource_type) || isVersioned(node)) continue
    const key = `${node.package_name}.${node.name}`
    const other = known.get(key)
    known.set(key, node)
    if (other === undefined) continue
    const [at, before] = [placeOf(session, node), placeOf(session, other)]
    if (flag(session, 'requireUniqueProjectResourceNames')) session.problems.add(duplicateResource(other, node, at, before))
    else
      deprecated(session, {
        name: 'DuplicateNameDistinctNodeTypesDeprecation',
        data: { resource_name: node.name, package_name: node.package_name, unique_id1: other.unique_id, unique_id2: node.unique_id },
        location: at,
      })
  }
}

function tellExposureNames(session: Session, assembly: Assembly): void {
  const disabled = Object.values(assembly.disabled).flat()
  for (const exposure of [...Object.values(assembly.exposures), ...disabled.filter((node) => node.resource_type === 'exposure')])
    if (!/^[\w-]+$/u.test(exposure.name))
      deprecated(session, { name: 'ExposureNameDeprecation', data: { exposure: exposure.name }, location: placeOf(session, exposure) })
}

function tellMicrobatchMacro(session: Session, assembly: Assembly): void {
  if (runsByBatch(session.macros, session.project, session.invocation.flags)) return
  const macro = session.macros.find('get_incremental_microbatch_sql', session.project.root.name)
  const batched = Object.values(assembly.nodes).some(
    ({ resource_type, config }) =>
      resource_type === 'model' && config.materialized === 'incremental' && config.incremental_strategy === 'microbatch',
  )
  if (batched && macro) deprecated(session, { name: 'MicrobatchMacroOutsideOfBatchesDeprecation', location: placeOf(session, macro) })
}

function tellCumulativeParams(session: Session, assembly: Assembly): void {
  const old = Object.values(assembly.metrics).filter(({ type_params: params }) => {
    const { window, grain_to_date: grain } = (params ?? {}) as Plain
    return Boolean(window) || Boolean(grain)
  })
  const [first] = old
  if (first === undefined) return
  const location = placeOf(session, first)
  if (!flag(session, 'requireNestedCumulativeTypeParams')) {
    deprecated(session, { name: 'MFCumulativeTypeParamsDeprecation', location })
    return
  }
  const names = old.map(({ name }) => name).join(', ')
  const message = `\`type_params.window\` and \`type_params.grain_to_date\` of cumulative metrics are not taken beside their nested form: ${names}`
  session.problems.add(propertyInvalid(message, location, 'them under `type_params: cumulative_type_params:`'))
}

/** A spine described in YAML with days does as well. */
function tellTimeSpine(session: Session, assembly: Assembly): void {
  const models = Object.values(assembly.nodes).filter((node): node is ModelNode => node.resource_type === 'model')
  const spine = models.find(({ name, time_spine }) => name === 'metricflow_time_spine' && !time_spine)
  if (spine === undefined || flag(session, 'requireYamlConfigurationForMfTimeSpines')) return
  const daily = models.some(({ time_spine, columns }) => columns[String(time_spine?.standard_granularity_column)]?.granularity === 'day')
  if (!daily) deprecated(session, { name: 'MFTimespineWithoutYamlConfigurationDeprecation', location: placeOf(session, spine) })
}

function flag({ invocation }: Session, name: string): boolean {
  return invocation.flags[name] === true
}

function deprecated({ invocation }: Session, found: Deprecation): void {
  invocation.events.deprecated(found)
}

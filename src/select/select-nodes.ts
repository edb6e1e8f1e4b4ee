/** A request for a selection → ids, in the order of the graph. */
import type { Manifest } from '../core/manifest.js'
import { findResource } from '../core/manifest.js'
import type { UniqueId } from '../core/node.js'
import type { Graph } from '../graph/index.js'
import { type Emit, enabledResources, isNode, type SelectionEnv, type StateOptions } from './environment.js'
import { selectorNotFound } from './errors.js'
import { evaluate } from './evaluate.js'
import type { IndirectSelection, SelectionExpr } from './expression.js'
import { parseSelection } from './grammar.js'
import { type NamedSelectors, parseSelectors, type SelectorEntries } from './yaml.js'

export interface SelectionRequest extends StateOptions {
  readonly manifest: Manifest
  readonly graph: Graph
  /** `Project.selectors`. */
  readonly selectors?: SelectorEntries | undefined
  readonly select?: readonly string[] | undefined
  readonly exclude?: readonly string[] | undefined
  readonly selector?: string | undefined
  readonly indirectSelection?: IndirectSelection | undefined
  /** Kinds the command takes: `resolveResourceTypes(commandTypes.build, …)`. All kinds where absent. */
  readonly resourceTypes?: ReadonlySet<string> | readonly string[] | undefined
  readonly excludeResourceTypes?: readonly string[] | undefined
  /** `ls` lists nodes without code, other commands leave them out. */
  readonly includeEmpty?: boolean | undefined
  /** Told of criteria that match nothing. */
  readonly emit?: Emit | undefined
}

export function selectNodes(request: SelectionRequest): ReadonlySet<UniqueId> {
  const selectors = parseSelectors(request.selectors ?? {}, request.indirectSelection ?? 'eager')
  const env = environment(request, selectors)
  const { direct } = evaluate(expression(request, selectors), env)
  const enabled = new Set(env.resources.map((resource) => resource.unique_id))
  return new Set(request.graph.order(direct).filter((id) => enabled.has(id) && isWanted(id, request)))
}

/** A selector by name wins over `--select`; the default selector counts where nothing is asked for. */
function expression(request: SelectionRequest, selectors: NamedSelectors): SelectionExpr {
  const { select, exclude, selector } = request
  const asked = (select?.length ?? 0) > 0 || (exclude?.length ?? 0) > 0
  const name = selector || (asked ? undefined : selectors.defaultName)
  return name ? named(name, selectors) : parseSelection(select, exclude, request.indirectSelection ?? 'eager')
}

function named(name: string, { byName }: NamedSelectors): SelectionExpr {
  const found = byName.get(name)
  if (!found) throw selectorNotFound(name, [...byName.keys()])
  return found
}

function environment(request: SelectionRequest, selectors: NamedSelectors): SelectionEnv {
  const env: SelectionEnv = {
    manifest: request.manifest,
    graph: request.graph,
    resources: enabledResources(request.manifest),
    state: request,
    emit: request.emit ?? (() => {}),
    selector: (name) => evaluate(named(name, selectors), env).direct,
  }
  return env
}

function isWanted(id: UniqueId, { manifest, resourceTypes, excludeResourceTypes, includeEmpty }: SelectionRequest): boolean {
  const resource = findResource(manifest, id)
  if (!resource) return false
  const type = resource.resource_type
  if (resourceTypes && !(resourceTypes instanceof Set ? resourceTypes.has(type) : [...resourceTypes].includes(type))) return false
  if (excludeResourceTypes?.includes(type)) return false
  return includeEmpty || !isEmpty(resource)
}

function isEmpty(resource: NonNullable<ReturnType<typeof findResource>>): boolean {
  return isNode(resource) && resource.resource_type !== 'seed' && (resource as { readonly raw_code?: string }).raw_code?.trim() === ''
}

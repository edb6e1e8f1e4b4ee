/** The current project against an earlier manifest: each question of the `state` method, answered per resource. */
import type { Resource, UniqueId } from '../../core/node.js'
import { isNode, type SelectionEnv } from '../environment.js'
import { contractBroken } from '../errors.js'
import {
  type Aspect,
  type Compared,
  contents,
  newIsModified,
  record,
  sameBody,
  sameConfig,
  samePersistedDescription,
  sameRelation,
  sourceRelation,
} from './contents.js'
import { compareContracts, removalBreaks } from './contract.js'
import { modifiedMacros, reachesModified } from './macros.js'
import { type PreviousManifest, previousResource } from './previous.js'

/** Where the warehouse is not known: every constraint dropped is a break. */
const allEnforced = Object.fromEntries(['check', 'not_null', 'unique', 'primary_key', 'foreign_key'].map((type) => [type, 'enforced']))

export function createComparison(env: SelectionEnv, previous: PreviousManifest) {
  const { manifest, state } = env
  const unrendered = state.compareUnrendered ?? false
  const macros = modifiedMacros(manifest, previous)
  const contracts = new Map<UniqueId, boolean>()
  let removedChecked = false

  const before = (resource: Resource): Compared | undefined => {
    const found = previousResource(previous, resource.unique_id)
    return found && record(found)
  }

  const usesModifiedMacros = (resource: Resource) =>
    macros.size > 0 && 'depends_on' in resource && reachesModified(resource.depends_on.macros ?? [], macros, manifest)

  /** Warns of a breaking change, or fails where the model is versioned; once per model. */
  const sameContract = (resource: Resource, old: Compared): boolean => {
    if (resource.resource_type !== 'model') return true
    const known = contracts.get(resource.unique_id)
    if (known !== undefined) return known
    const change = compareContracts(compared(resource), old, state.constraintSupport ?? allEnforced)
    contracts.set(resource.unique_id, change.same)
    if (change.breaking.length > 0) report(env, resource, change.breaking)
    return change.same
  }

  const meansTheSame = (resource: Resource) => state.verdicts?.get(resource.unique_id)?.same === true

  /** With the earlier text, where the new one means the same. */
  const now = (resource: Resource, old: Compared): Compared =>
    meansTheSame(resource) ? { ...compared(resource), raw_code: old.raw_code } : compared(resource)

  const sameContents = (resource: Resource, old: Compared): boolean => {
    const contractKept = sameContract(resource, old)
    const compare = contents[resource.resource_type] ?? contents.node
    return (compare?.(unrendered)(now(resource, old), old) ?? true) && contractKept
  }

  return {
    isNew: (resource: Resource) => before(resource) === undefined,
    isModified(resource: Resource): boolean {
      const old = before(resource)
      const changed = old === undefined ? newIsModified(resource.resource_type) : !sameContents(resource, old)
      return changed || (usesModifiedMacros(resource) && !meansTheSame(resource))
    },
    usesModifiedMacros,
    differs(aspect: Aspect, resource: Resource): boolean {
      const compare = aspectComparison(aspect, resource, unrendered)
      if (!compare) return false
      const old = before(resource)
      return old === undefined || !compare(now(resource, old), old)
    },
    breaksOrChangesContract(resource: Resource): boolean {
      if (!hasBody(resource)) return false
      const old = before(resource)
      return old === undefined || !sameContract(resource, old)
    },
    /** Contracted models that are gone are never selected, but their loss is reported. */
    checkRemovedModels(): void {
      if (removedChecked) return
      removedChecked = true
      for (const [id, old] of Object.entries(previous.nodes)) {
        const removed = removedModel(env, id, record(old))
        const change = removed && removalBreaks(removed, state.now?.().getTime() ?? Number.NEGATIVE_INFINITY)
        if (removed && change) report(env, removed, [change])
      }
    },
  }
}

function removedModel({ manifest }: SelectionEnv, id: UniqueId, old: Compared): Compared | undefined {
  const disabled = manifest.disabled[id]?.[0]
  const removed = disabled ? compared(disabled) : manifest.nodes[id] ? undefined : old
  return removed?.resource_type === 'model' ? removed : undefined
}

function report(env: SelectionEnv, model: Compared | Resource, changes: readonly string[]): void {
  const node = compared(model)
  const error = contractBroken({ unique_id: String(node.unique_id), original_file_path: String(node.original_file_path) }, changes)
  if (node.version !== null && node.version !== undefined) throw error
  env.emit('Warning', error.toJSON())
}

function aspectComparison(
  aspect: Aspect,
  resource: Resource,
  unrendered: boolean,
): ((now: Compared, before: Compared) => boolean) | undefined {
  const type = resource.resource_type
  switch (aspect) {
    case 'body':
      return hasBody(resource) ? sameBody : undefined
    case 'configs':
      return type === 'unit_test' ? undefined : sameConfig
    case 'persisted_descriptions':
      return hasBody(resource) ? samePersistedDescription : undefined
    case 'relation':
      if (type === 'source') return sourceRelation(unrendered)
      return hasBody(resource) ? sameRelation : undefined
  }
}

function hasBody(resource: Resource): boolean {
  return isNode(resource) || resource.resource_type === 'function'
}

function compared(resource: Resource | Compared): Compared {
  return record(resource)
}

import type { ManifestNode, ModelNode } from '../core/node.js'
import { type Assembly, isVersioned } from './assembly.js'
import { configInvalid, duplicateRelation, groupUnknown, nameWithSpace, versionedAndNot } from './errors.js'
import type { Namer } from './naming.js'
import { hasRelation } from './nodes.js'
import { placeOf, type Session } from './session.js'

export function checkRelations(session: Session, assembly: Assembly, namer: Namer): void {
  const builders = new Map<string, ManifestNode>()
  const names = new Map<string, { versioned?: ManifestNode; plain?: ManifestNode }>()
  for (const node of Object.values(assembly.nodes)) {
    const relational =
      node.resource_type === 'model' ||
      node.resource_type === 'seed' ||
      node.resource_type === 'snapshot' ||
      hasRelation(node.resource_type, node.config, session)
    if (!relational) continue
    const pair = names.get(`${node.package_name}.${node.name}`) ?? {}
    names.set(`${node.package_name}.${node.name}`, isVersioned(node) ? { ...pair, versioned: node } : { ...pair, plain: node })
    const relation = node.relation_name ?? namer.relationName(node)
    const known = builders.get(relation)
    if (known) session.problems.add(duplicateRelation(known, node, relation, placeOf(session, node), placeOf(session, known)))
    builders.set(relation, node)
  }
  for (const { versioned, plain } of names.values())
    if (versioned && plain) session.problems.add(versionedAndNot(versioned, plain, placeOf(session, plain)))
}

export function checkGroupsAndAccess(session: Session, assembly: Assembly): void {
  const known = [...new Set(Object.values(assembly.groups).map((group) => group.name))].sort()
  const members = [
    ...Object.values(assembly.nodes),
    ...Object.values(assembly.metrics),
    ...Object.values(assembly.semanticModels),
    ...Object.values(assembly.savedQueries),
  ]
  for (const node of members) {
    const group = (node as { readonly group?: unknown }).group
    if (typeof group === 'string' && group !== '' && !known.includes(group))
      session.problems.add(groupUnknown(node, group, known, placeOf(session, node)))
    const open =
      node.resource_type === 'model' && (node as ModelNode).access === 'public' && (node as ModelNode).config.materialized === 'ephemeral'
    if (open)
      session.problems.add(
        configInvalid(node.unique_id, 'access', 'public', 'private or protected, because the model is ephemeral', placeOf(session, node)),
      )
  }
}

/** A flag of the project decides whether it is an error, as it is by default, or a warning. */
export function checkNames(session: Session, assembly: Assembly): void {
  const spaced = Object.values(assembly.nodes).filter((node) => node.name.includes(' '))
  const [first] = spaced
  if (!first) return
  if (session.invocation.flags.requireResourceNamesWithoutSpaces === false)
    session.invocation.events.deprecated(
      {
        name: 'ResourceNamesWithSpacesDeprecation',
        data: { count_invalid_names: spaced.length, show_debug_hint: true, first: first.name },
        location: placeOf(session, first),
      },
      'RESOURCE_NAME_SPACE',
    )
  else for (const node of spaced) session.problems.add(nameWithSpace(node, placeOf(session, node)))
}

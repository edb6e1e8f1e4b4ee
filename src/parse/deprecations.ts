/** Models past or near their `deprecation_date`, and who still refers to them. */
import type { ManifestNode, ModelNode } from '../core/node.js'
import type { Assembly } from './assembly.js'
import { placeOf, type Session } from './session.js'

export function warnDeprecated(session: Session, assembly: Assembly): void {
  const nodes = Object.values(assembly.nodes)
  const dated = nodes.filter((node): node is ModelNode => node.resource_type === 'model' && Boolean(node.deprecation_date))
  for (const model of dated) {
    const past = Date.parse(model.deprecation_date as string) < session.invocation.startedAt.getTime()
    if (past) warn(session, model, `${nameOf(model)} is past its deprecation date, ${model.deprecation_date}`, 'disable or remove it')
    for (const user of nodes)
      if (user.resource_type === 'model' && user.depends_on.nodes.includes(model.unique_id)) warnUser(session, model, user, past)
  }
}

function warnUser(session: Session, model: ModelNode, user: ManifestNode, past: boolean): void {
  const newer = model.version !== null && String(model.version) !== String(model.latest_version)
  const hint = newer ? `move to ref('${model.name}', v=${String(model.latest_version)})` : 'ask its owner what replaces it'
  warn(
    session,
    user,
    `${nameOf(user)} refers to ${nameOf(model)}, which ${past ? 'was' : 'will be'} deprecated on ${model.deprecation_date}`,
    hint,
  )
}

function warn(session: Session, at: ManifestNode, message: string, hint: string): void {
  session.warn({ code: 'MODEL_DEPRECATED', message, location: placeOf(session, at), hint, nodeId: at.unique_id })
}

function nameOf(node: ManifestNode): string {
  const version = (node as ModelNode).version
  return version === null || version === undefined ? node.name : `${node.name}.v${String(version)}`
}

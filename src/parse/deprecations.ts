/** Models past or near their `deprecation_date`, and who still refers to them. */
import type { ManifestNode, ModelNode } from '../core/node.js'
import type { Assembly } from './assembly.js'
import type { WarningFields } from './errors.js'
import { placeOf, type Session } from './session.js'

export function warnDeprecated(session: Session, assembly: Assembly): void {
  const nodes = Object.values(assembly.nodes)
  const dated = nodes.filter((node): node is ModelNode => node.resource_type === 'model' && Boolean(node.deprecation_date))
  for (const model of dated) {
    const moment = Date.parse(model.deprecation_date as string)
    session.watch?.changesAt(moment)
    const past = moment < session.createdAt * 1000
    if (past) {
      const dbtData = { model_name: model.name, model_version: versionOf(model), deprecation_date: model.deprecation_date }
      const dbt = { dbtName: 'DeprecatedModel', dbtCode: 'I065', dbtData }
      warn(session, model, {
        message: `${nameOf(model)} is past its deprecation date, ${model.deprecation_date}`,
        hint: 'disable or remove it',
        ...dbt,
      })
    }
    for (const user of nodes)
      if (user.resource_type === 'model' && user.depends_on.nodes.includes(model.unique_id)) warnUser(session, model, user, past)
  }
}

function warnUser(session: Session, model: ModelNode, user: ManifestNode, past: boolean): void {
  const newer = model.version !== null && String(model.version) !== String(model.latest_version)
  const hint = newer ? `move to ref('${model.name}', v=${String(model.latest_version)})` : 'ask its owner what replaces it'
  const message = `${nameOf(user)} refers to ${nameOf(model)}, which ${past ? 'was' : 'will be'} deprecated on ${model.deprecation_date}`
  const dbtData = {
    model_name: user.name,
    ref_model_package: model.package_name,
    ref_model_name: model.name,
    ref_model_version: versionOf(model),
    ref_model_latest_version: String(model.latest_version ?? ''),
    ref_model_deprecation_date: model.deprecation_date,
  }
  const [dbtName, dbtCode] = past ? ['DeprecatedReference', 'I067'] : ['UpcomingReferenceDeprecation', 'I066']
  warn(session, user, { message, hint, dbtName, dbtCode, dbtData })
}

function warn(session: Session, at: ManifestNode, told: Omit<WarningFields, 'code'>): void {
  session.warn({ code: 'MODEL_DEPRECATED', location: placeOf(session, at), nodeId: at.unique_id, ...told })
}

function versionOf({ version }: ModelNode): string {
  return version === null || version === undefined ? '' : String(version)
}

function nameOf(node: ManifestNode): string {
  const version = (node as ModelNode).version
  return version === null || version === undefined ? node.name : `${node.name}.v${String(version)}`
}

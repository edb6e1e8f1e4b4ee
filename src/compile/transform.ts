/** A model whose rules replace values: its own query, within one that replaces them. */
import type { NodeScope } from '../context/index.js'
import { Cursor } from '../core/cursor.js'
import type { ManifestNode } from '../core/node.js'
import { ownSetting } from '../core/own-setting.js'
import { readDataRules, replacementsOf } from '../rules/index.js'
import { injectCtes } from './inject.js'
import { MappedText } from './mapped-text.js'
import type { Cte } from './render-node.js'

/** `own` as it is where no rule replaces anything. `ctes`: what the query reads besides, for a warehouse that is asked for its columns. */
export async function transformed(node: ManifestNode, scope: NodeScope, own: MappedText, ctes: readonly Cte[]): Promise<MappedText> {
  if (node.resource_type !== 'model' || node.language !== 'sql') return own
  const written = ownSetting(node, 'data_quality_rules')
  if (written === undefined) return own
  // What is wrong with them was told when the project was parsed.
  const rules = readDataRules(new Cursor(written, { code: 'SETTINGS_INVALID', locate: () => undefined }))
  const replacements = replacementsOf(rules)
  if (replacements.length === 0) return own
  const whole = injectCtes(
    own,
    ctes.map((cte) => cte.text),
  ).text
  const text = String(await scope.callMacro('sluice_transform_columns', [whole, replacements]))
  const at = text.indexOf(whole)
  if (at < 0) return own
  return MappedText.join([text.slice(0, at), own, text.slice(at + whole.length)])
}

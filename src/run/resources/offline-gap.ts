/** What the properties files leave open of the SQL that a relation which stands is sent. */
import type { ManifestNode, Plain } from '../../core/node.js'

/** `missed`: columns were asked for and nobody had named any. Undefined where nothing is open. */
export function offlineGap(node: ManifestNode, missed: boolean): string | undefined {
  const known = new Set(Object.values(node.columns).map(({ name }) => name.toLowerCase()))
  if (known.size === 0) return missed ? 'no properties file names its columns, which the SQL of its next run lists' : undefined
  if (node.resource_type === 'seed') return undefined
  const strangers = namesInConfig(node.config).filter((name) => !known.has(name.toLowerCase()))
  return strangers.length === 0 ? undefined : `its config names ${list(strangers)}, which ${among(strangers)} in the properties files`
}

/** An expression is no name; what is quoted is one. */
function namesInConfig(config: Plain): string[] {
  const texts = [config['unique_key'], config['merge_update_columns'], config['check_cols'], config['updated_at']]
    .flat()
    .filter((value): value is string => typeof value === 'string' && value !== 'all')
  const names = texts.map((text) => text.replaceAll('"', '')).filter((text) => /^\w+$/.test(text))
  return [...new Set(names)]
}

function list(names: readonly string[]): string {
  return names.length === 1 ? String(names[0]) : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

function among(names: readonly string[]): string {
  return names.length === 1 ? 'is not among its columns' : 'are not among its columns'
}

/** `macros:` of properties files: descriptions and arguments of macros. */
import type { MacroNode, Plain, UniqueId } from '../core/node.js'
import { isMapping } from '../load/index.js'
import { text } from './columns.js'
import { duplicatePatch, nothingToDescribe } from './errors.js'
import { type Entry, listOf } from './properties.js'
import type { Session } from './session.js'

export function describeMacro(session: Session, macros: Record<UniqueId, MacroNode>, entry: Entry): void {
  const { data, packageName } = entry
  const id = `macro.${packageName}.${entry.name}`
  const macro = macros[id]
  if (!macro) {
    const known = Object.values(macros).filter((item) => item.package_name === packageName)
    session.warn(
      nothingToDescribe(
        entry.name,
        'macros',
        entry.at(['name']),
        known.map((item) => item.name),
      ),
    )
    return
  }
  if (macro.patch_path !== null) {
    session.problems.add(duplicatePatch(entry.name, 'macros', entry.at(), macro.patch_path.split('://')[1] ?? macro.patch_path))
    return
  }
  const config = mapping(data.config)
  const meta = { ...mapping(data.meta), ...mapping(config.meta) }
  const given = mapping(config.docs ?? data.docs)
  const docs = { show: given.show !== false, node_color: text(given.node_color) }
  const list = listOf(data.arguments).filter(isMapping)
  macros[id] = {
    ...macro,
    patch_path: `${packageName}://${entry.file.path}`,
    description: text(data.description) ?? '',
    meta,
    docs,
    config: { meta, docs },
    arguments: list.map((argument) => ({
      name: text(argument.name),
      type: text(argument.type),
      description: text(argument.description) ?? '',
    })),
  }
}

function mapping(value: unknown): Plain {
  return isMapping(value) ? value : {}
}

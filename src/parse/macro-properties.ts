/** `macros:` of properties files: descriptions and arguments of macros. */
import type { MacroNode, Plain, UniqueId } from '../core/node.js'
import type { Package } from '../core/project.js'
import { isMapping } from '../load/index.js'
import { text } from './columns.js'
import { duplicatePatch, nothingToDescribe } from './errors.js'
import { annotationEvent, argumentFaults, parametersOf } from './macro-arguments.js'
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
  const told = listOf(data.arguments)
    .filter(isMapping)
    .map((argument) => ({ name: text(argument.name), type: text(argument.type), description: text(argument.description) ?? '' }))
  if (validated(session))
    for (const message of argumentFaults(macro, told))
      session.warn({ code: 'MACRO_ARGUMENTS', message, location: entry.at(['arguments']), ...annotationEvent(message, macro) })
  macros[id] = {
    ...macro,
    patch_path: `${packageName}://${entry.file.path}`,
    description: text(data.description) ?? '',
    meta,
    docs,
    config: { meta, docs },
    arguments: validated(session) && told.length === 0 ? macro.arguments : told,
  }
}

export function validated({ invocation }: Session): boolean {
  return invocation.flags.validateMacroArgs === true
}

/** Where the flag is on a macro that no properties tell of has the arguments of its head; dbt does not look at tests of test folders. */
export function tellArguments(macros: Record<UniqueId, MacroNode>, packages: readonly Package[]): void {
  const folders = new Map(packages.map((entry) => [entry.name, entry.config.paths.test]))
  const isOfTests = ({ package_name, original_file_path }: MacroNode) =>
    folders.get(package_name)?.some((folder) => original_file_path.startsWith(`${folder}/`)) ?? false
  for (const [id, macro] of Object.entries(macros))
    if (!isOfTests(macro)) macros[id] = { ...macro, arguments: parametersOf(macro).map((name) => ({ name, type: null, description: '' })) }
}

function mapping(value: unknown): Plain {
  return isMapping(value) ? value : {}
}

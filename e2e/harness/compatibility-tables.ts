/** What the tool's own tables and texts say about an item of docs/dbt-compatibility.md. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { manifestKeys } from '../../src/artifacts/manifest-keys.js'
import { envNames, kebab, oldEnvNames, snake } from '../../src/commands/flag-spec.js'
import { flagTable } from '../../src/commands/flags.js'
import { commands } from '../../src/commands/registry.js'
import { deprecations } from '../../src/core/deprecations.js'
import { eventTable } from '../../src/core/event.js'
import { packageRoot } from '../../src/core/package-root.js'
import { projectKeys } from '../../src/load/project-keys.js'
import { columnKeys, entryKeys, sourceTableKeys, topLevelKeys, versionKeys } from '../../src/parse/properties-schema.js'
import { methodNames } from '../../src/select/methods/index.js'

/** `undefined`: this probe says nothing of the item. */
export type Probe = (item: string) => boolean

const listed = (names: Iterable<string>): Probe => {
  const known = new Set(names)
  return (item) => known.has(item)
}

function textsBelow(folder: string): string[] {
  return readdirSync(join(packageRoot(), folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|sql|py)$/.test(entry.name) && !/\.test(?:-data)?\.ts$/.test(entry.name))
    .filter((entry) => !/config-keys|properties-schema|core.deprecations|compatibility/.test(join(entry.parentPath, entry.name)))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
}

/** The word stands in code of these folders, in snake case or camel case. */
function mentioned(...folders: readonly string[]): Probe {
  const text = folders.flatMap(textsBelow).join('\n')
  return (item) => {
    const camel = item.replace(/[_-]([a-z])/g, (_whole, letter: string) => letter.toUpperCase())
    return [item, camel].some((word) => new RegExp(`(?<![\\w-])${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`).test(text))
  }
}

const spellings = flagTable.flatMap((flag) => {
  const names = [kebab(flag.name), flag.short ?? '', ...(flag.aliases ?? [])].filter(Boolean)
  const negative = flag.type === 'boolean' ? [`--no-${kebab(flag.name)}`] : []
  return flag.on === 'project' ? [] : [...names.map((name) => (name.length === 1 ? `-${name}` : `--${name}`)), ...negative]
})

const warningNames = (text: string): string[] =>
  [...text.matchAll(/dbtName: '(\w+)'|\['(\w+)', 'I\d+'\]/g)].map((match) => match[1] ?? match[2] ?? '')
const variables = mentioned('src')
const code = mentioned('src', 'builtins')

const plain: Readonly<Record<string, Probe>> = {
  commands: listed(Object.keys(commands)),
  flags: listed([...spellings, '--version', '-V', '-v', '--help', '-h']),
  environment: (item) =>
    listed(flagTable.flatMap((flag) => [...envNames(flag), ...oldEnvNames(flag).map((name) => name.replace('!', ''))]))(item) ||
    variables(item),
  'project keys': listed(Object.keys(projectKeys)),
  'behaviour flags': listed(flagTable.filter((flag) => flag.on === 'project').map((flag) => snake(flag.name))),
  'selection methods': listed(methodNames),
  'selection values': mentioned('src/select'),
  'profile duckdb': mentioned('src/adapters/duckdb'),
  'profile postgres': mentioned('src/adapters/postgres'),
  'profile snowflake': mentioned('src/adapters/snowflake'),
  packages: mentioned('src/load'),
  catalogs: mentioned('src/load', 'src/adapters/snowflake'),
  'top-level keys': listed(topLevelKeys),
  'column keys': listed(columnKeys),
  'version keys': listed(versionKeys),
  'source table keys': listed(sourceTableKeys),
  code,
  events: listed([
    ...Object.keys(eventTable),
    ...Object.keys(deprecations),
    'DeprecationsSummary',
    ...textsBelow('src').flatMap(warningNames),
  ]),
  artifacts: mentioned('src/artifacts', 'src/run', 'src/core'),
  tests: (item) => existsSync(join(packageRoot(), item)),
}

/** `properties models` asks the keys of a section of properties files, `manifest model` those of an entry of the manifest. */
export function tableProbe(name: string): Probe | undefined {
  const [group = '', kind = ''] = name.split(/ (.*)/)
  if (group === 'properties') return listed(entryKeys[kind] ?? [])
  if (group === 'manifest' && kind !== '') return listed(manifestKeys[kind] ?? [])
  return plain[name]
}

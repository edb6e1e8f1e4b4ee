/** dbt_project.yml, packages, selectors. */
import type { Plain } from '../core/node.js'
import { isMapping, projectKeys, satisfies } from '../load/index.js'
import { type Finding, finding } from './finding.js'
import { selectorMethods } from './offered.js'
import { listed, type OldProject, start, type YamlSource } from './old-project.js'

export interface Flags {
  /** Names in `flags:` that are known, and those of them that change nothing. */
  readonly known: ReadonlySet<string>
  readonly idle: ReadonlySet<string>
}

export function checkProjectFile({ config }: OldProject, flags: Flags, dbtVersion: string): Finding[] {
  return [...keys(config), ...requiredVersion(config, dbtVersion), ...projectFlags(config, flags)]
}

const renamed: Readonly<Record<string, string>> = {
  'source-paths': 'call it model-paths',
  'data-paths': 'call it seed-paths',
  'log-path': 'give --log-path or DBT_LOG_PATH',
  'target-path': 'give --target-path or DBT_TARGET_PATH',
}

function keys({ values, at }: YamlSource): Finding[] {
  return Object.keys(values).flatMap((key) => {
    if (!Object.hasOwn(projectKeys, key))
      return [
        finding(
          'PROJECT_KEY',
          at([key]),
          `\`${key}\` is no key of dbt_project.yml`,
          'remove it; values for models go under `vars:` or `+meta`',
        ),
      ]
    if (key === 'dbt-cloud') return [finding('DBT_CLOUD', at([key]), '`dbt-cloud:` is not read', 'leave it for dbt, or remove it')]
    const todo = renamed[key]
    return todo ? [finding('OLD_KEY', at([key]), `\`${key}\` is deprecated`, `it works here; for dbt v2 ${todo}`)] : []
  })
}

function requiredVersion({ values, at }: YamlSource, dbtVersion: string): Finding[] {
  const ranges = listed(values['require-dbt-version']).flatMap((range) =>
    String(range)
      .split(',')
      .map((part) => part.trim()),
  )
  if (ranges.length === 0 || satisfies(ranges) !== false) return []
  const what = `${ranges.join(', ')} excludes ${dbtVersion}, the dbt version sluice answers with`
  return [finding('REQUIRED_VERSION', at(['require-dbt-version']), what, 'widen the range, or run with --no-version-check')]
}

function projectFlags({ values, at }: YamlSource, { known, idle }: Flags): Finding[] {
  const given = isMapping(values.flags) ? Object.keys(values.flags) : []
  return given.flatMap((name) => {
    if (idle.has(name.toLowerCase()))
      return [
        finding('FLAG_WITHOUT_EFFECT', at(['flags', name]), `the flag ${name} changes nothing here`, 'leave it for dbt, or remove it'),
      ]
    if (known.has(name.toLowerCase())) return []
    return [finding('UNKNOWN_FLAG', at(['flags', name]), `the flag ${name} is not known`, 'see docs/commands.md for the flags')]
  })
}

export function checkPackages(project: OldProject): Finding[] {
  const files = ['packages.yml', 'dependencies.yml'].flatMap((name) => project.yaml(name) ?? [])
  const entries = files.flatMap(({ values, at, file }) =>
    listed(values.packages).map((entry, index) => ({ entry: isMapping(entry) ? entry : ({} as Plain), at: at(['packages', index]), file })),
  )
  const found = entries
    .filter(({ entry }) => 'private' in entry)
    .map(({ entry, at }) =>
      finding(
        'PRIVATE_PACKAGE',
        at,
        `private package ${String(entry.private)}`,
        'name its repository by `git:`, with a key or token of your own',
      ),
    )
  for (const { values, at } of files)
    for (const [index] of listed(values.projects).entries())
      found.push(
        finding(
          'CROSS_PROJECT',
          at(['projects', index]),
          'models of another project are fetched from dbt’s platform',
          'add it as a package, or read its relations as sources',
        ),
      )
  const first = entries[0]
  if (!first) return found
  const installed = String(project.config.values['packages-install-path'] ?? 'dbt_packages')
  const place = start(first.file)
  if (!project.has('package-lock.yml'))
    found.push(finding('PACKAGES_UNLOCKED', place, 'there is no package-lock.yml', 'sluice deps writes one; commit it'))
  if (!project.files.some((file) => file.startsWith(`${installed}/`)))
    found.push(finding('PACKAGES_MISSING', place, `nothing is installed in ${installed}`, 'sluice deps, then sluice migrate again'))
  return found
}

export function checkSelectors(project: OldProject): Finding[] {
  const source = project.yaml('selectors.yml')
  if (!source) return []
  const found: Finding[] = []
  const visit = (value: unknown, path: readonly (string | number)[]): void => {
    if (Array.isArray(value)) {
      for (const [index, entry] of value.entries()) visit(entry, [...path, index])
      return
    }
    if (!isMapping(value)) return
    const method = typeof value.method === 'string' ? value.method.split('.')[0] : undefined
    if (method !== undefined && !selectorMethods.includes(method))
      found.push(
        finding(
          'SELECTOR_METHOD',
          source.at([...path, 'method']),
          `the selector method "${method}" is unknown`,
          `one of ${selectorMethods.join(', ')}`,
        ),
      )
    for (const [key, entry] of Object.entries(value)) visit(entry, [...path, key])
  }
  visit(source.values.selectors, ['selectors'])
  return found
}

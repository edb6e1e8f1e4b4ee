/** dbt_project.yml: read, checked against the known keys, rendered, and given its defaults. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Diagnostics, type SourceLocation } from '../core/error.js'
import type { Overlay } from '../core/invocation.js'
import type { Plain } from '../core/node.js'
import type { ConfigTree, ProjectConfig } from '../core/project.js'
import type { Scope } from '../jinja/index.js'
import { projectInvalid, projectNotFound, projectUnknownKey } from './errors.js'
import { readText, sourceFolders } from './files.js'
import { hasType, isMapping, projectKeys, reservedNames } from './project-keys.js'
import { type KeyPath, renderTree } from './render.js'
import { type DuplicateKey, locateYaml, readYamlFile } from './yaml.js'

/** dbt_project.yml as written, keys checked. */
export interface RawProject {
  readonly root: string
  /** How messages name the file: relative to the root project. */
  readonly file: string
  readonly values: Plain
  readonly duplicates: readonly DuplicateKey[]
  locate(path: KeyPath): SourceLocation
}

export function readProjectFile(root: string, shownFolder: string, overlay?: Overlay): RawProject {
  const path = join(root, 'dbt_project.yml')
  if (!existsSync(path)) throw projectNotFound(root)
  const file = shownFolder === '' ? 'dbt_project.yml' : `${shownFolder}/dbt_project.yml`
  const text = readText(path, file, overlay)
  const { value, duplicates } = readYamlFile(text, file)
  const locate = (at: KeyPath): SourceLocation => locateYaml(text, file, at)
  if (!isMapping(value)) throw projectInvalid('dbt_project.yml does not hold a mapping', locate([]), 'keys such as `name:` and `profile:`')
  const problems = new Diagnostics()
  for (const key of Object.keys(value))
    if (!Object.hasOwn(projectKeys, key)) problems.add(projectUnknownKey(key, locate([key]), Object.keys(projectKeys)))
  if (value.tests && value.data_tests)
    problems.add(projectInvalid('both `tests` and `data_tests` are set', locate(['tests']), 'only `data_tests`'))
  problems.throwIfErrors()
  return { root, file, values: value, duplicates, locate }
}

const lateHooks = new Set(['pre-hook', 'post-hook', 'pre_hook', 'post_hook'])
const hookTrees = new Set(['seeds', 'models', 'snapshots', 'tests', 'data_tests'])

/** Vars, hooks and the query comment keep their Jinja: they are rendered where they are used. */
export function keepsJinja(path: KeyPath): boolean {
  const first = String(path[0])
  if (first === 'vars' || first === 'on-run-start' || first === 'on-run-end' || first === 'query-comment') return true
  return hookTrees.has(first) && path.some((key) => lateHooks.has(String(key).replace(/^[+ ]+/, '')))
}

export interface ProjectOverrides {
  readonly targetPath?: string | undefined
  readonly logPath?: string | undefined
  /** vars.yml: weaker than the vars of dbt_project.yml. */
  readonly vars?: Plain
}

export function renderProject(raw: RawProject, scope: Scope, overrides: ProjectOverrides = {}): ProjectConfig {
  const rendered = renderTree(raw.values, { scope: () => scope, keep: keepsJinja, locate: raw.locate }) as Plain
  checkTypes(rendered, raw)
  const name = projectName(rendered, raw)
  const text = (key: string): string | null => (typeof rendered[key] === 'string' ? (rendered[key] as string) : null)
  const targetPath = overrides.targetPath ?? text('target-path') ?? 'target'
  return {
    name,
    version: rendered.version === undefined || rendered.version === null ? null : String(rendered.version),
    profile: text('profile'),
    requireDbtVersion: listOfText(rendered['require-dbt-version']).flatMap((entry) => entry.split(',').map((part) => part.trim())),
    paths: resourcePaths(rendered),
    targetPath,
    logPath: overrides.logPath ?? text('log-path') ?? 'logs',
    packagesInstallPath: text('packages-install-path') ?? 'dbt_packages',
    cleanTargets: rendered['clean-targets'] ? listOfText(rendered['clean-targets']) : [targetPath],
    configs: configTrees(rendered),
    unrenderedConfigs: configTrees(raw.values),
    vars: { ...overrides.vars, ...mapping(rendered.vars) },
    onRunStart: listOfText(rendered['on-run-start']),
    onRunEnd: listOfText(rendered['on-run-end']),
    dispatch: dispatchEntries(rendered.dispatch, raw),
    quoting: quotingOf(mapping(rendered.quoting)),
    queryComment: queryCommentOf(rendered),
    restrictAccess: rendered['restrict-access'] === true,
    flags: mapping(rendered.flags),
    location: { file: raw.file, line: 1, column: 1 },
  }
}

function checkTypes(rendered: Plain, raw: RawProject): void {
  const problems = new Diagnostics()
  for (const [key, value] of Object.entries(rendered)) {
    const type = projectKeys[key]
    if (type && !hasType(value, type)) problems.add(projectInvalid(`\`${key}\` has the wrong type`, raw.locate([key]), `a ${type}`))
  }
  problems.throwIfErrors()
}

function projectName(rendered: Plain, raw: RawProject): string {
  const name = rendered.name
  if (typeof name !== 'string') throw projectInvalid('dbt_project.yml has no `name`', raw.locate([]), '`name: my_project`')
  if (!/^[^\d\W]\w*$/u.test(name)) {
    throw projectInvalid(
      `"${name}" is not a valid project name`,
      raw.locate(['name']),
      'letters, digits and underscores, not starting with a digit',
    )
  }
  if (reservedNames.has(name))
    throw projectInvalid(`a project cannot be named "${name}"`, raw.locate(['name']), 'a name that templates do not use already')
  return name
}

function resourcePaths(rendered: Plain): ProjectConfig['paths'] {
  const paths = (key: string, fallback: readonly string[], legacy?: string): readonly string[] => {
    const value = rendered[key] ?? (legacy ? rendered[legacy] : undefined)
    return Array.isArray(value) ? value.map(String) : fallback
  }
  const sources = {
    model: paths('model-paths', ['models'], 'source-paths'),
    seed: paths('seed-paths', ['seeds'], 'data-paths'),
    snapshot: paths('snapshot-paths', ['snapshots']),
    test: paths('test-paths', ['tests']),
    analysis: paths('analysis-paths', ['analyses']),
    macro: paths('macro-paths', ['macros']),
    function: paths('function-paths', ['functions']),
  }
  return { ...sources, docs: paths('docs-paths', sourceFolders(sources)), asset: paths('asset-paths', []) }
}

function configTrees(values: Plain): Readonly<Record<ConfigTree, Plain>> {
  return {
    models: mapping(values.models),
    seeds: mapping(values.seeds),
    snapshots: mapping(values.snapshots),
    sources: mapping(values.sources),
    analyses: mapping(values.analyses),
    data_tests: mapping(values.data_tests ?? values.tests),
    unit_tests: mapping(values.unit_tests),
    exposures: mapping(values.exposures),
    metrics: mapping(values.metrics),
    'semantic-models': mapping(values['semantic-models']),
    'saved-queries': mapping(values['saved-queries']),
    functions: mapping(values.functions),
  }
}

function dispatchEntries(value: unknown, raw: RawProject): ProjectConfig['dispatch'] {
  if (!Array.isArray(value)) return []
  return value.map((entry: unknown, index) => {
    const search = isMapping(entry) ? entry.search_order : undefined
    if (!isMapping(entry) || typeof entry.macro_namespace !== 'string' || !Array.isArray(search)) {
      throw projectInvalid(
        'an entry of `dispatch` is not well formed',
        raw.locate(['dispatch', index]),
        '{macro_namespace: <package>, search_order: [<package>, …]}',
      )
    }
    return { macro_namespace: entry.macro_namespace, search_order: search.map(String) }
  })
}

function quotingOf(value: Plain): ProjectConfig['quoting'] {
  const parts = {
    database: value.database ?? value.project,
    schema: value.schema ?? value.dataset,
    identifier: value.identifier,
  }
  return Object.fromEntries(Object.entries(parts).filter(([, flag]) => typeof flag === 'boolean'))
}

/** Absent: dbt's default comment; `null` or empty: none. */
function queryCommentOf(rendered: Plain): ProjectConfig['queryComment'] {
  if (!Object.hasOwn(rendered, 'query-comment')) return { comment: null, append: null, jobLabel: false }
  const value = rendered['query-comment']
  if (!value) return null
  if (typeof value === 'string') return { comment: value, append: null, jobLabel: false }
  const options = mapping(value)
  const comment = typeof options.comment === 'string' ? options.comment : null
  return { comment, append: typeof options.append === 'boolean' ? options.append : null, jobLabel: options['job-label'] === true }
}

export function listOfText(value: unknown): string[] {
  if (value === null || value === undefined) return []
  return Array.isArray(value) ? value.map(String) : [String(value)]
}

function mapping(value: unknown): Plain {
  return isMapping(value) ? value : {}
}

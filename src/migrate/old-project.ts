/** A dbt project as it lies on disk, read without judging it: what cannot be read is left out here and found by loading it. */
import { type Dirent, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { SourceLocation } from '../core/error.js'
import type { Plain } from '../core/node.js'
import { isMapping, readYamlFile, yamlLocator } from '../load/index.js'

export interface YamlSource {
  readonly file: string
  readonly values: Plain
  at(path: readonly (string | number)[]): SourceLocation
}

export interface OldProject {
  readonly root: string
  /** All files below the root that are not made by tools, with forward slashes; dbt_packages included. */
  readonly files: readonly string[]
  /** dbt_project.yml. */
  readonly config: YamlSource
  has(path: string): boolean
  text(path: string): string
  /** Undefined where the file is not there, is no YAML or no mapping. */
  yaml(path: string): YamlSource | undefined
}

/** Folders that hold nothing a person wrote for this project. */
const foreign: ReadonlySet<string> = new Set(['.git', 'target', 'logs', 'node_modules', '.venv', 'venv', '__pycache__', '.sluice'])
const mostFiles = 50_000
const largestFile = 4 * 1024 * 1024

export function readOldProject(root: string): OldProject {
  const texts = new Map<string, string>()
  const text = (path: string): string => {
    const known = texts.get(path) ?? readQuietly(join(root, path))
    texts.set(path, known)
    return known
  }
  const yaml = (path: string): YamlSource | undefined => yamlSource(text(path), path)
  return {
    root,
    files: walk(root, '', []),
    config: yaml('dbt_project.yml') ?? { file: 'dbt_project.yml', values: {}, at: () => start('dbt_project.yml') },
    has: (path) => existsSync(join(root, path)),
    text,
    yaml,
  }
}

export function yamlSource(text: string, file: string): YamlSource | undefined {
  try {
    const { value } = readYamlFile(text, file)
    return isMapping(value) ? { file, values: value, at: yamlLocator(text, file) } : undefined
  } catch {
    return undefined
  }
}

export function start(file: string): SourceLocation {
  return { file, line: 1, column: 1 }
}

function readQuietly(path: string): string {
  try {
    return statSync(path).size > largestFile ? '' : readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function walk(folder: string, prefix: string, found: string[]): string[] {
  let entries: Dirent[] = []
  try {
    entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch {
    return found
  }
  for (const entry of entries) {
    if (found.length >= mostFiles) return found
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`
    if (!entry.isDirectory()) found.push(path)
    else if (!foreign.has(entry.name)) walk(join(folder, entry.name), path, found)
  }
  return found
}

/** Folders of one kind, by their key in dbt_project.yml. */
export function folders({ config: { values } }: OldProject, key: string, usual: string): readonly string[] {
  const written = values[key]
  const given = Array.isArray(written) ? written.map(String) : [usual]
  return given.map((path) => path.replace(/^\.\//, '').replace(/\/+$/, ''))
}

/** A list or one value, as a list. */
export function listed(value: unknown): readonly unknown[] {
  return value === null || value === undefined ? [] : Array.isArray(value) ? value : [value]
}

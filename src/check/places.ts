/** Where in the project's files a thing is said: an entry of a properties file, a column in it, a ref in a template. */
import type { SourceLocation } from '../core/error.js'
import type { Manifest } from '../core/manifest.js'
import type { Resource } from '../core/node.js'
import { readYamlFile, yamlLocator } from '../load/index.js'
import type { Dialect } from '../sql/index.js'
import { type Structure, structureOf } from './scan/structure.js'
import { lineFinder, type Token, tokensOf } from './scan/tokens.js'

/** A place with its exclusive end. */
export interface Place {
  readonly at: SourceLocation
  readonly end?: { readonly line: number; readonly column: number }
}

export interface Template {
  readonly file: string
  readonly text: string
  readonly tokens: readonly Token[]
  readonly structure: Structure
  place(span: { readonly start: number; readonly end: number }): Place
}

type Entry = { readonly name?: unknown; readonly columns?: unknown; readonly tables?: unknown }
type Path = readonly (string | number)[]

interface Properties {
  readonly value: Readonly<Record<string, unknown>>
  locate(path: Path): SourceLocation
}

const sections: Readonly<Record<string, string>> = {
  model: 'models',
  seed: 'seeds',
  snapshot: 'snapshots',
  source: 'sources',
  analysis: 'analyses',
}

export class Places {
  readonly #manifest: Manifest
  readonly #read: ReadFile
  readonly #dialect: Dialect
  readonly #properties = new Map<string, Properties | undefined>()
  readonly #templates = new Map<string, Template | undefined>()

  /** @param read - text of a file named relative to the project. */
  constructor(manifest: Manifest, read: ReadFile, dialect: Dialect) {
    this.#manifest = manifest
    this.#read = read
    this.#dialect = dialect
  }

  /** Where it is described; else where it is written. */
  of(resource: Resource): SourceLocation {
    return this.#inProperties(resource, []) ?? this.definition(resource)
  }

  definition(resource: Pick<Resource, 'unique_id' | 'original_file_path'>): SourceLocation {
    const known = this.#manifest.locations.get(resource.unique_id)
    return known ? { file: known.file, line: known.line, column: known.column } : { file: resource.original_file_path, line: 1, column: 1 }
  }

  /** Where the column is described; else where its node is. */
  column(resource: Resource, column: string): SourceLocation {
    return this.#inProperties(resource, ['columns', column]) ?? this.of(resource)
  }

  /** The call that makes one node read another: `ref('x')`; where a macro says it, the start of the template. */
  reading(reader: Resource, read: Resource): Place {
    const template = this.template(reader)
    const words = read.resource_type === 'source' ? [(read as { source_name: string }).source_name, read.name] : [read.name]
    const quoted = words.map((word) => `["']${word.replace(/[^\w]/g, String.raw`\$&`)}["']`)
    const call = new RegExp(String.raw`\b(?:ref|source)\s*\((?:\s*["'][\w.]+["']\s*,)?\s*${quoted.join(String.raw`\s*,\s*`)}`)
    for (const token of template?.tokens ?? []) {
      const found = token.kind === 'expression' || token.kind === 'tag' ? call.exec(token.text) : null
      if (found && template)
        return template.place({ start: token.start + found.index, end: token.start + found.index + found[0].length + 1 })
    }
    return { at: this.definition(reader) }
  }

  /** The SQL of a model, snapshot, test or analysis as its file has it. */
  template(resource: Resource): Template | undefined {
    const node = resource as { readonly raw_code?: string; readonly language?: string }
    if (!node.raw_code || node.language === 'python') return undefined
    const whole = this.templateAt(resource.original_file_path)
    if (resource.resource_type !== 'snapshot' || !whole) return whole
    // A file may hold several snapshots.
    const code = node.raw_code.trim()
    const start = whole.text.indexOf(code)
    return start < 0 ? whole : partOf(whole, start, start + code.length)
  }

  templateAt(file: string): Template | undefined {
    if (!this.#templates.has(file)) {
      const text = this.#read(file)
      this.#templates.set(file, text === undefined ? undefined : templateOf(file, text, this.#dialect))
    }
    return this.#templates.get(file)
  }

  #inProperties(resource: Resource, [, column]: readonly string[]): SourceLocation | undefined {
    const file = (resource as { readonly patch_path?: string | null }).patch_path?.split('://')[1]
    const path = resource.resource_type === 'source' ? resource.original_file_path : file
    const section = sections[resource.resource_type]
    const properties = path && section ? this.#propertiesOf(path) : undefined
    if (!properties || !section) return undefined
    const entry = entryOf(properties.value[section], section, resource)
    if (!entry) return undefined
    const at = column === undefined ? -1 : indexOf(entry.entry.columns, column)
    if (column !== undefined && at < 0) return undefined
    const { file: name, line, column: first } = properties.locate([...entry.path, ...(at < 0 ? [] : ['columns', at]), 'name'])
    return { file: name, line, column: first }
  }

  #propertiesOf(file: string): Properties | undefined {
    if (!this.#properties.has(file)) {
      const text = this.#read(file)
      this.#properties.set(file, text === undefined ? undefined : { value: entriesOf(text, file), locate: yamlLocator(text, file) })
    }
    return this.#properties.get(file)
  }
}

function partOf(whole: Template, start: number, end: number): Template {
  const tokens = whole.tokens.filter((token) => token.start >= start && token.end <= end)
  return { ...whole, text: whole.text.slice(start, end), tokens, structure: structureOf(tokens) }
}

function templateOf(file: string, text: string, dialect: Dialect): Template {
  const find = lineFinder(text)
  const tokens = tokensOf(text, dialect)
  let structure: Structure | undefined
  return {
    file,
    text,
    tokens,
    get structure() {
      structure ??= structureOf(tokens)
      return structure
    },
    place: ({ start, end }) => ({ at: { file, ...find(start) }, end: find(end) }),
  }
}

function entriesOf(text: string, file: string): Properties['value'] {
  const { value } = readYamlFile(text, file)
  return value !== null && typeof value === 'object' ? (value as Properties['value']) : {}
}

function entryOf(list: unknown, section: string, resource: Resource): { readonly entry: Entry; readonly path: Path } | undefined {
  if (resource.resource_type !== 'source') return found(list, resource.name, [section])
  const source = found(list, (resource as { source_name: string }).source_name, [section])
  return source && found(source.entry.tables, resource.name, [...source.path, 'tables'])
}

function found(list: unknown, name: string, path: Path): { readonly entry: Entry; readonly path: Path } | undefined {
  const at = indexOf(list, name)
  return at < 0 ? undefined : { entry: (list as Entry[])[at] as Entry, path: [...path, at] }
}

function indexOf(list: unknown, name: string): number {
  if (!Array.isArray(list)) return -1
  const names = (list as (Entry | null)[]).map((entry) => String(entry?.name ?? ''))
  const exact = names.indexOf(name)
  return exact >= 0 ? exact : names.findIndex((each) => each.toLowerCase() === name.toLowerCase())
}

export type ReadFile = (file: string) => string | undefined

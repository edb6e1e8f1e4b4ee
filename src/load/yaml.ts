/**
 * YAML files as dbt reads them. Values come first and positions only when an error needs one: a plain reader takes the
 * common shapes, the complete parser the rest, and `locateYaml` parses again to answer where a key stands.
 */
import type { Document, LineCounter, Node, Pair, Scalar, YAMLMap } from 'yaml'
import type { Deprecation } from '../core/deprecations.js'
import type { SourceLocation } from '../core/error.js'
import { yamlSyntax } from './errors.js'
import { isAlias, isMap, isNode, isPair, isScalar, isSeq, yamlLibrary } from './yaml-library.js'
import { readPlainYaml } from './yaml-plain.js'
import { resolvePlain } from './yaml-scalars.js'

export type YamlPath = readonly (string | number)[]

export interface DuplicateKey {
  readonly key: string
  readonly location: SourceLocation
}

/** As the bus takes it. */
export function duplicateKey({ key, location }: DuplicateKey): Deprecation {
  const duplicate_description = `Duplicate key '${key}' at line ${location.line}, column ${location.column}`
  return { name: 'DuplicateYAMLKeysDeprecation', data: { duplicate_description, file: location.file }, location }
}

export interface YamlFile {
  /** Plain data; `null` for an empty file. */
  readonly value: unknown
  /** Keys given twice in one mapping; the last one counts. */
  readonly duplicates: readonly DuplicateKey[]
}

/** Throws YAML_SYNTAX; `file` is only for messages. */
export function readYaml(text: string, file: string): YamlFile {
  const plain = readPlainYaml(text)
  return plain ? { value: plain.value, duplicates: [] } : readFullYaml(text, file)
}

/** A file's text: the blank at its end does not count, so text that a file ends with keeps no last line break. */
export function readYamlFile(text: string, file: string): YamlFile {
  return readYaml(text.trimEnd(), file)
}

/** The complete reader alone; exported for the test that holds both to one answer. */
export function readFullYaml(text: string, file: string): YamlFile {
  const { document, lines } = parse(text, file)
  const duplicates: DuplicateKey[] = []
  const abruptEnd = text.endsWith('\n') ? -1 : text.length
  const convert: Conversion = {
    file,
    document,
    abruptEnd,
    duplicates,
    locate: (offset) => locationAt(lines, file, offset),
    expanding: new Set(),
  }
  return { value: document.contents === null ? null : toValue(document.contents, convert), duplicates }
}

/**
 * Where a key or list item stands: `['models', 3, 'columns', 0, 'name']`; the nearest place that exists, when that does not.
 * The text is parsed when somebody looks at the line: most places are never looked at.
 */
export function locateYaml(text: string, file: string, path: YamlPath): SourceLocation {
  return yamlLocator(text, file)(path)
}

/** As `locateYaml` for many questions about one text: it is parsed once. */
export function yamlLocator(text: string, file: string): (path: YamlPath) => SourceLocation {
  let parsed: ReturnType<typeof parse> | undefined
  return (path) => {
    const wanted = [...path]
    const location = lazyLocation(file, () => {
      parsed ??= parse(text, file)
      return placeIn(parsed.document, parsed.lines, wanted)
    })
    paths.set(location, wanted)
    return location
  }
}

const paths = new WeakMap<SourceLocation, YamlPath>()

/** What a place was asked by, where it comes from a locator: enough to ask again without parsing now. */
export function yamlPathOf(location: SourceLocation): YamlPath | undefined {
  return paths.get(location)
}

interface Place {
  readonly line: number
  readonly column: number
}

function lazyLocation(file: string, find: () => Place): SourceLocation {
  let found: Place | undefined
  const place = (): Place => {
    found ??= attempt(find)
    return found
  }
  return {
    file,
    get line() {
      return place().line
    },
    get column() {
      return place().column
    },
  }
}

/** A text that does not parse has no places but its start. */
function attempt(find: () => Place): Place {
  try {
    return find()
  } catch {
    return { line: 1, column: 1 }
  }
}

function placeIn(document: Document, lines: LineCounter, path: YamlPath): Place {
  let node: unknown = document.contents
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0
  for (const step of path) {
    const next = stepInto(node, step, document)
    if (!next) break
    offset = next.offset
    node = next.value
  }
  return locationAt(lines, '', offset)
}

function stepInto(node: unknown, step: string | number, document: Document): { offset: number; value: unknown } | undefined {
  const target = isAlias(node) ? node.resolve(document) : node
  if (isSeq(target) && typeof step === 'number') {
    const item = target.items[step]
    return isNode(item) ? { offset: item.range?.[0] ?? 0, value: item } : undefined
  }
  if (!isMap(target)) return undefined
  const pair = target.items.findLast((item) => isScalar(item.key) && keyOf(item.key) === String(step))
  if (!pair || !isNode(pair.key)) return undefined
  return { offset: pair.key.range?.[0] ?? 0, value: pair.value }
}

function parse(text: string, file: string): { document: Document; lines: LineCounter } {
  const library = yamlLibrary()
  const lines = new library.LineCounter()
  const document = library.parseDocument(text, {
    lineCounter: lines,
    schema: 'failsafe',
    uniqueKeys: false,
    merge: false,
    strict: false,
    logLevel: 'silent',
  })
  const error = document.errors[0]
  if (error) {
    const at = lines.linePos(Math.min(error.pos[0], text.length))
    throw yamlSyntax(
      file,
      { file, line: Math.max(1, at.line), column: Math.max(1, at.col) },
      (error.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, ''),
    )
  }
  return { document, lines }
}

function locationAt(lines: LineCounter, file: string, offset: number): SourceLocation {
  const at = lines.linePos(offset)
  return { file, line: Math.max(1, at.line), column: Math.max(1, at.col) }
}

interface Conversion {
  readonly file: string
  readonly document: Document
  /** Offset of the end of a text that does not end in a line break, else -1. */
  readonly abruptEnd: number
  readonly duplicates: DuplicateKey[]
  readonly locate: (offset: number) => SourceLocation
  /** Anchors being expanded: one that contains itself ends there. */
  readonly expanding: Set<Node>
}

function toValue(node: unknown, convert: Conversion): unknown {
  if (isAlias(node)) {
    const target = node.resolve(convert.document)
    if (!target) throw yamlSyntax(convert.file, convert.locate(node.range?.[0] ?? 0), `the anchor *${node.source} refers to is not defined`)
    if (convert.expanding.has(target)) return null
    convert.expanding.add(target)
    const value = toValue(target, convert)
    convert.expanding.delete(target)
    return value
  }
  if (isMap(node)) return toMapping(node, convert)
  if (isSeq(node)) return node.items.map((item) => (isPair(item) ? pairToMapping(item, convert) : toValue(item, convert)))
  if (isScalar(node)) return scalarValue(node, convert)
  return null
}

function pairToMapping(pair: Pair, convert: Conversion): Record<string, unknown> {
  return isScalar(pair.key) ? { [keyOf(pair.key)]: toValue(pair.value, convert) } : {}
}

function toMapping(map: YAMLMap, convert: Conversion): Record<string, unknown> {
  const own: Record<string, unknown> = {}
  const merged: Record<string, unknown> = {}
  const merging = map.items.some((pair) => isMergeKey(pair))
  for (const pair of map.items) {
    if (isMergeKey(pair)) {
      mergeInto(merged, toValue(pair.value, convert))
      continue
    }
    const key = isScalar(pair.key) ? keyOf(pair.key) : JSON.stringify(toValue(pair.key, convert))
    if (Object.hasOwn(own, key) && !merging) convert.duplicates.push({ key, location: convert.locate((pair.key as Node).range?.[0] ?? 0) })
    define(own, key, toValue(pair.value, convert))
  }
  return merging ? { ...merged, ...own } : own
}

function define(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
  else target[key] = value
}

function isMergeKey(pair: Pair): boolean {
  return isScalar(pair.key) && pair.key.type === 'PLAIN' && pair.key.value === '<<'
}

/** `<<: [*a, *b]`: earlier ones win. */
function mergeInto(target: Record<string, unknown>, value: unknown): void {
  const sources = Array.isArray(value) ? value : [value]
  for (const source of sources) {
    if (source === null || typeof source !== 'object') continue
    for (const [key, entry] of Object.entries(source)) if (!Object.hasOwn(target, key)) target[key] = entry
  }
}

/** Keys stay the text they were written as: dbt's keys are words. */
function keyOf(key: Scalar): string {
  return String(key.value ?? '')
}

function scalarValue(scalar: Scalar, { abruptEnd }: Conversion): unknown {
  const text = String(scalar.value ?? '')
  const block = scalar.type === 'BLOCK_LITERAL' || scalar.type === 'BLOCK_FOLDED'
  if (block && scalar.range?.[1] === abruptEnd) return text.replace(/\n$/, '')
  const tag = scalar.tag
  if (tag === 'tag:yaml.org,2002:str' || tag === '!') return text
  if (tag?.startsWith('tag:yaml.org,2002:') && scalar.type !== 'PLAIN') return resolvePlain(text)
  return scalar.type === 'PLAIN' ? resolvePlain(text) : text
}

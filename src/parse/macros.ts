/** Macro files → macro nodes. Bodies are not compiled: a scan finds the blocks and which macros each may call. */
import type { MacroRegistry } from '../context/index.js'
import type { Diagnostics, SourceLocation } from '../core/error.js'
import type { Invocation } from '../core/invocation.js'
import type { MacroNode, UniqueId } from '../core/node.js'
import type { FileEntry, Project } from '../core/project.js'
import type { Block } from '../jinja/index.js'
import { duplicateMacro } from './errors.js'
import { blocksOf } from './stray-tags.js'

export interface ParsedMacros {
  readonly macros: Record<UniqueId, MacroNode>
  readonly locations: ReadonlyMap<UniqueId, SourceLocation>
}

const macroKinds = new Set(['macro', 'test', 'data_test', 'materialization'])
const testKinds = new Set(['test', 'data_test'])

/** `createdAt`: seconds since 1970. */
export function parseMacros(
  project: Project,
  invocation: Invocation,
  problems: Diagnostics,
  createdAt = invocation.startedAt.getTime() / 1000,
): ParsedMacros {
  const macros: Record<UniqueId, MacroNode> = {}
  const locations = new Map<UniqueId, SourceLocation>()
  const files = project.packages.flatMap((source) => source.files.filter((file) => file.kind === 'macro' || file.kind === 'generic_test'))
  const tags = new Map<UniqueId, SourceLocation>()
  for (const { node, start, tag } of files.flatMap((file) => problems.attempt(() => macrosOfFile(file, invocation, createdAt)) ?? [])) {
    const known = tags.get(node.unique_id)
    if (known) problems.add(duplicateMacro(node.name, node.package_name, tag, known))
    macros[node.unique_id] = node
    tags.set(node.unique_id, tag)
    locations.set(node.unique_id, start)
  }
  return { macros, locations }
}

interface FoundMacro {
  readonly node: MacroNode
  /** Where `macro_sql` begins. */
  readonly start: SourceLocation
  readonly tag: SourceLocation
}

function macrosOfFile(file: FileEntry, invocation: Invocation, createdAt: number): FoundMacro[] {
  const text = file.read()
  const kinds = file.kind === 'generic_test' ? testKinds : macroKinds
  let taken = 0
  return blocksOf(file, text, invocation).flatMap((block) => {
    const { from, to } = extent(text, block, taken)
    taken = to
    if (!kinds.has(block.kind)) return []
    const node = macroNode(file, block, text.slice(from, to), createdAt)
    const head = text.slice(0, from)
    const start = { file: file.shown, line: head.split('\n').length, column: head.length - head.lastIndexOf('\n') }
    return [{ node, start, tag: { file: file.shown, line: block.line, column: block.column } }]
  })
}

/** Tags that take the blank beside them away own it in dbt's manifest, the earlier block first. The file's outer blank is nobody's. */
function extent(text: string, block: Block, taken: number): { readonly from: number; readonly to: number } {
  const start = text.indexOf(block.text, taken)
  const end = start + block.text.length
  const before = block.text.startsWith('{%-') ? (/\s*$/.exec(text.slice(taken, start))?.[0].length ?? 0) : 0
  const after = block.text.endsWith('-%}') ? (/^\s*/.exec(text.slice(end))?.[0].length ?? 0) : 0
  return { from: before === start ? start : start - before, to: end + after === text.length ? end : end + after }
}

function macroNode(file: FileEntry, block: Block, macroSql: string, createdAt: number): MacroNode {
  return {
    name: block.macroName,
    resource_type: 'macro',
    package_name: file.packageName,
    path: file.path,
    original_file_path: file.path,
    unique_id: `macro.${file.packageName}.${block.macroName}`,
    macro_sql: macroSql,
    depends_on: { macros: [] },
    description: '',
    meta: {},
    docs: { show: true, node_color: null },
    config: { meta: {}, docs: { show: true, node_color: null } },
    patch_path: null,
    arguments: [],
    created_at: createdAt,
    supported_languages: block.kind === 'materialization' ? (block.supportedLanguages ?? ['sql']) : null,
  }
}

/** Fills `depends_on` of every macro from the calls its text contains. */
export function linkMacros(macros: Readonly<Record<UniqueId, MacroNode>>, registry: MacroRegistry): void {
  for (const macro of Object.values(macros)) {
    const found = macro.depends_on.macros
    for (const target of calledMacros(macro, registry)) if (!found.includes(target)) found.push(target)
  }
}

function* calledMacros(macro: MacroNode, registry: MacroRegistry): Generator<UniqueId> {
  for (const site of scanCalls(macro.macro_sql)) {
    for (const target of targetsOf(site, macro, registry)) if (target) yield target.unique_id
  }
}

/** A dispatch may reach the macro of the bare name too; a macro's own name means an implementation, never itself. */
function targetsOf({ name, namespace, dispatch }: CallSite, macro: MacroNode, registry: MacroRegistry): readonly (MacroNode | undefined)[] {
  const from = macro.package_name
  const own = name === macro.name
  if (dispatch) return [own ? undefined : registry.find(name, from), registry.dispatch(name, namespace, from)]
  return [own && namespace === null ? undefined : registry.find(name, from, namespace ?? undefined)]
}

interface CallSite {
  readonly name: string
  readonly namespace: string | null
  readonly dispatch: boolean
}

const tags = /\{#[\s\S]*?#\}|\{\{([\s\S]*?)\}\}|\{%([\s\S]*?)%\}/g
const calls =
  /adapter\s*\.\s*dispatch\s*\(\s*(?:macro_name\s*=\s*)?(['"])(\w+)\1\s*(?:,\s*(?:macro_namespace\s*=\s*)?(['"])(\w+)\3)?|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|(?<![\w.])(?<!\|\s*)(?:([A-Za-z_]\w*)\s*\.\s*)?([A-Za-z_]\w*)\s*\(/g

/** Calls inside tags, in order; text in quotes, comments and filters do not count. */
export function* scanCalls(template: string): Generator<CallSite> {
  for (const tag of template.matchAll(tags)) {
    const code = tag[1] ?? tag[2]
    // `{% macro x(…) %}` defines, it does not call.
    if (code === undefined || !code.includes('(')) continue
    const body = code.replace(/^-?\s*(?:macro|test|data_test|materialization)\s+\w+\s*\([^)]*\)?/, '')
    for (const match of body.matchAll(calls)) {
      const site = callSite(match)
      if (site) yield site
    }
  }
}

function callSite([, , dispatched, , namespace, base, name]: RegExpExecArray): CallSite | undefined {
  if (dispatched !== undefined) return { name: dispatched, namespace: namespace ?? null, dispatch: true }
  if (name === undefined || base === 'adapter' || standard.has(name)) return undefined
  return { name, namespace: base ?? null, dispatch: false }
}

const standard = new Set(['source', 'ref', 'config'])

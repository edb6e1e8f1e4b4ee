/** One node's own template → text that knows its origins, and where the result is kept on the node. */
import type { NodeScope, Runtime } from '../context/index.js'
import { SluiceError, type SourceLocation } from '../core/error.js'
import type { ManifestNode, Plain, TestNode, UniqueId } from '../core/node.js'
import { compileTemplate, toText } from '../jinja/index.js'
import { findMacroLine } from './macro-line.js'
import { MappedText } from './mapped-text.js'
import { testArguments } from './test-arguments.js'
import type { CompiledNode } from './types.js'

/** A query as it goes before another one. */
export interface Cte {
  readonly id: UniqueId
  readonly text: MappedText
}

/** Each model goes in once, at its first place. */
export function addAll(list: Cte[], more: readonly Cte[]): void {
  for (const cte of more) if (!list.some((known) => known.id === cte.id)) list.push(cte)
}

export function compiledNode(runtime: Runtime, node: ManifestNode, map: MappedText): CompiledNode {
  return {
    node,
    code: map.text,
    map,
    locate: (offset) => map.at(offset)?.location,
    macroLine: (macro, line, column) => findMacroLine(runtime, macro, line, column),
  }
}

export function fill(node: ManifestNode, code: string, ctes: readonly Cte[]): void {
  node.compiled = true
  node.compiled_code = code
  node.extra_ctes_injected = true
  node.extra_ctes = ctes.map((cte) => ({ id: cte.id, sql: cte.text.text }))
}

/** The node's own template, before anything is put in front. */
export async function renderNode(runtime: Runtime, node: ManifestNode, scope: NodeScope): Promise<MappedText> {
  const at = placeOf(runtime, node)
  if (node.language === 'python') return await pythonCode(node, scope, at)
  if (isGeneric(node)) {
    const kwargs = await testArguments(node.test_metadata.kwargs, scope, at)
    const macro = usualTest.exec(node.raw_code)?.[1]
    if (macro !== undefined) return await callTest(scope, macro, kwargs, at)
    scope.set('_dbt_generic_test_kwargs', kwargs)
  }
  const { text, segments } = await compileTemplate({ text: node.raw_code, file: at.file, line: at.line, column: at.column }).renderMapped(
    scope,
  )
  return MappedText.of({ text, segments, file: at.file })
}

/** All that a generic test's code consists of; its config says nothing any more. */
const usualTest = /^\{\{ ([\w.]+)\(\*\*_dbt_generic_test_kwargs\) \}\}(?:\{\{ config\([\s\S]*\) \}\})?$/

/** What rendering the code would give, without compiling a template for each test. */
async function callTest(scope: NodeScope, macro: string, kwargs: Plain, at: SourceLocation): Promise<MappedText> {
  try {
    const text = toText(await scope.callMacro(macro, [], kwargs))
    const name = macro.split('.').at(-1) ?? macro
    // The line of a test in YAML costs a reading of its file, and is asked for where something is wrong alone.
    const segment = {
      start: 0,
      end: text.length,
      get line() {
        return at.line
      },
      get column() {
        return at.column
      },
      kind: 'expression',
      macro: name,
    } as const
    return MappedText.of({ text, file: at.file, segments: [segment] })
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error
    const { location, related = [] } = error.fields
    const here = { message: 'in the template', location: at }
    throw new SluiceError(error.code, { ...error.fields, location: location ?? at, related: location ? [...related, here] : related })
  }
}

/** Python code is not a template; what it may call is appended by a macro. */
async function pythonCode(node: ManifestNode, scope: NodeScope, at: SourceLocation): Promise<MappedText> {
  const text = `${node.raw_code}\n\n${await scope.render('{{ py_script_postfix(model) }}', at.file)}`
  return MappedText.of({ text, file: at.file, segments: [{ start: 0, end: text.length, line: at.line, column: at.column, kind: 'text' }] })
}

function isGeneric(node: ManifestNode): node is TestNode & { readonly test_metadata: NonNullable<TestNode['test_metadata']> } {
  return node.resource_type === 'test' && node.test_metadata !== undefined
}

/** Where the node's text begins in its file; generic tests and hooks stand in YAML. */
export function placeOf(runtime: Runtime, node: { readonly unique_id: UniqueId; readonly original_file_path: string }): SourceLocation {
  return runtime.manifest.locations.get(node.unique_id) ?? { file: node.original_file_path, line: 1, column: 1 }
}

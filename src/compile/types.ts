/** What compiling gives. */
import type { ScopeOptions } from '../context/index.js'
import type { SourceLocation } from '../core/error.js'
import type { ManifestNode } from '../core/node.js'
import type { MacroPlace } from './macro-line.js'
import type { MappedText } from './mapped-text.js'

export interface CompiledNode {
  /** The node with its `compiled*` fields filled; for a unit test, the model standing in for it. */
  readonly node: ManifestNode
  readonly code: string
  readonly map: MappedText
  /** Place in the template of a character of `code`. */
  locate(offset: number): SourceLocation | undefined
  /** The line of a macro that wrote a line of `code`, where it can be told. */
  macroLine(macro: string, line: string, column: number): MacroPlace | undefined
}

export type CompileOptions = ScopeOptions

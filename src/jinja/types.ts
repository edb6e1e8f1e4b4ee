/** What the template engine takes and gives; it knows Jinja2 and dbt's block tags, nothing of dbt's meaning. */
import type { Kwargs, TemplateFunction } from '../core/template-object.js'

/** Text to compile and where it comes from; `line` and `column` are the 1-based place of `text`'s first character in `file`. */
export interface TemplateSource {
  readonly text: string
  readonly file: string
  readonly line?: number
  readonly column?: number
}

/**
 * One rendering in progress: everything a template can see. Generated code takes it as a call parameter, never as a
 * closure, because many nodes render at once on one thread.
 */
export interface Scope {
  /** Value of a global name, or `missing`. */
  lookup(name: string): unknown
  /** Names for the `context` mapping and did-you-mean. */
  names?(): Iterable<string>
  /** `strict` raises on use of an undefined name (run); `lenient` lets attributes and calls of it pass (parse). */
  readonly undefinedMode: 'strict' | 'lenient'
  /** Depth of macro calls; the engine counts it and fails at 1,000. */
  depth: number
}

export type BlockKind = 'macro' | 'test' | 'data_test' | 'materialization' | 'snapshot' | 'docs'

/** A top-level block found by a fast scan, not yet compiled. */
export interface Block {
  readonly kind: BlockKind
  /** As written: `incremental` of `{% materialization incremental, default %}`. */
  readonly name: string
  /** As dbt names the macro: `test_x` for tests, `materialization_x_default` for materializations, else the name. */
  readonly macroName: string
  /** The whole block with its tags. */
  readonly text: string
  /** Between the tags (docs and snapshot blocks). */
  readonly body: string
  readonly line: number
  readonly column: number
  readonly adapter: string | null
  readonly supportedLanguages: readonly string[] | null
}

/** A macro, compiled on first use. */
export interface CompiledMacro {
  readonly name: string
  readonly parameters: readonly string[]
  /** A callable for one scope; sync or async as asked (async: every call gives a Promise). */
  bind(scope: Scope, variant: 'sync' | 'async'): TemplateFunction
}

export interface CompiledTemplate {
  /** What it calls, told without running it. */
  outline(): Outline
  /** Parse phase; must not meet a Promise. */
  renderSync(scope: Scope): string
  /** Compile and run phase. */
  render(scope: Scope): Promise<string>
  /** As `render`, with the map from output back to the template. */
  renderMapped(scope: Scope): Promise<{ readonly text: string; readonly segments: readonly Segment[] }>
}

/** A run of output and the place in the root template that wrote it; offsets are UTF-16 units into the output. */
export interface Segment {
  readonly start: number
  readonly end: number
  readonly line: number
  readonly column: number
  /** `text` maps character by character; an `expression` maps to its tag as a whole. */
  readonly kind: 'text' | 'expression'
  /** Macro whose call wrote it, where there is one. */
  readonly macro?: string
}

/** The names a template mentions, without running it. */
export interface StaticCalls {
  readonly names: readonly string[]
  /** Calls of global names with only literal arguments, in order; `complete` is false when anything else occurs. */
  readonly calls: readonly {
    readonly name: string
    readonly args: readonly unknown[]
    readonly kwargs: Kwargs
    readonly line: number
    readonly column: number
  }[]
  readonly complete: boolean
}

/** A call found in a template's syntax. */
export interface OutlineCall {
  /** `['ref']`, `['dbt_utils', 'star']`, `['', 'split']` for a method of something computed; empty for any other callee. */
  readonly path: readonly string[]
  /** Made exactly once, whatever the values. */
  readonly certain: boolean
  /** Literal values; undefined stands for anything else. */
  readonly args: readonly unknown[]
  readonly kwargs: Kwargs
  /** Has `*args` or `**kwargs`. */
  readonly spread: boolean
}

export interface Outline {
  /** In the order they run. */
  readonly calls: readonly OutlineCall[]
  /** Names read other than to call them. */
  readonly names: ReadonlySet<string>
  /** Names the template sets itself. */
  readonly assigned: ReadonlySet<string>
  /** False where the template defines macros: then this does not tell all. */
  readonly plain: boolean
}

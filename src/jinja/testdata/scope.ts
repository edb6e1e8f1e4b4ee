/** A scope for tests: the given values, macros of a file bound to it, nothing else. */
import { missing } from '../../core/template-object.js'
import { compileMacro, type Scope, scanBlocks } from '../index.js'

export interface TestScope {
  readonly values?: Readonly<Record<string, unknown>>
  /** Text of a macro file, `macros.sql`. */
  readonly macros?: string
  readonly variant?: 'sync' | 'async'
  readonly lenient?: boolean
}

export function testScope({ values = {}, macros = '', variant = 'sync', lenient = false }: TestScope = {}): Scope {
  const blocks = scanBlocks({ text: macros, file: 'macros.sql' })
  const compiled = new Map(blocks.map(({ macroName, ...block }) => [macroName, compileMacro({ ...block, file: 'macros.sql' })]))
  const scope: Scope = {
    lookup: (name) => (Object.hasOwn(values, name) ? values[name] : (compiled.get(name)?.bind(scope, variant) ?? missing)),
    names: () => [...Object.keys(values), ...compiled.keys()],
    undefinedMode: lenient ? 'lenient' : 'strict',
    depth: 0,
  }
  return scope
}

/**
 * Names → values for one rendering. Macros come before the built-in names, so a project may define a macro `ref`;
 * the originals stay reachable through `builtins`. Values are made when first asked for and kept for the scope's life.
 */
import type { MacroNode, Plain } from '../core/node.js'
import {
  attribute,
  call,
  define,
  TemplateFunction as HostFunction,
  item,
  iterate,
  kind,
  missing,
  size,
  type TemplateFunction,
  type TemplateObject,
} from '../core/template-object.js'
import { dictEntries, isDict, type Scope } from '../jinja/index.js'
import { macroNotFound } from './errors.js'
import type { MacroRegistry } from './types.js'

/** Built-in names of a kind of scope; one table per kind, shared by all its scopes. */
export type NameTable<Owner> = Readonly<Record<string, (owner: Owner) => unknown>>

export interface ScopeParts<Owner> {
  readonly owner: Owner
  readonly table: NameTable<Owner>
  readonly macros: MacroRegistry
  readonly packageName: string
  readonly variant: 'sync' | 'async'
  readonly undefinedMode: 'strict' | 'lenient'
  /** Values put over everything else. */
  readonly globals?: Plain | undefined
  /** Answers of macros replaced by a unit test: `name` or `package.name` → value. */
  readonly macroValues?: Plain | undefined
  /** Told of every macro called while no other macro runs. */
  readonly onDirectCall?: ((macro: MacroNode) => void) | undefined
}

export class TemplateScope<Owner> implements Scope {
  readonly undefinedMode: 'strict' | 'lenient'
  readonly packageName: string
  depth = 0
  readonly #parts: ScopeParts<Owner>
  readonly #values: Map<string, unknown>
  readonly #builtins = new Map<string, unknown>()
  readonly #bound = new Map<MacroNode, TemplateFunction>()
  #running = 0

  constructor(parts: ScopeParts<Owner>) {
    this.#parts = parts
    this.undefinedMode = parts.undefinedMode
    this.packageName = parts.packageName
    this.#values = new Map(Object.entries(parts.globals ?? {}))
  }

  lookup(name: string): unknown {
    const known = this.#values.get(name)
    if (known !== undefined || this.#values.has(name)) return known
    const found = this.#resolve(name)
    if (found !== missing) this.#values.set(name, found)
    return found
  }

  names(): Iterable<string> {
    return new Set([
      ...this.#values.keys(),
      ...Object.keys(this.#parts.table),
      'context',
      'builtins',
      ...this.#parts.macros.names(this.packageName),
    ])
  }

  set(name: string, value: unknown): void {
    this.#values.set(name, value)
  }

  /** A built-in name, whatever macros are called the same. */
  builtin(name: string): unknown {
    if (this.#builtins.has(name)) return this.#builtins.get(name)
    const { table, owner } = this.#parts
    const make = Object.hasOwn(table, name) ? table[name] : undefined
    if (!make) return missing
    const value = make(owner)
    this.#builtins.set(name, value)
    return value
  }

  /** The macro as templates call it. */
  callable(macro: MacroNode): TemplateFunction {
    const known = this.#bound.get(macro)
    if (known) return known
    const bound = this.#parts.macros.compiled(macro).bind(this, this.#parts.variant)
    const made = this.#parts.onDirectCall ? this.#tracked(macro, bound) : bound
    this.#bound.set(macro, made)
    return made
  }

  call(macro: string | MacroNode, args: readonly unknown[] = [], kwargs: Plain = {}): unknown {
    if (typeof macro !== 'string') return this.callable(macro)[call](args, kwargs)
    const [first, second] = macro.split('.')
    const { macros } = this.#parts
    const found = second === undefined ? macros.find(macro, this.packageName) : macros.find(second, this.packageName, first)
    if (!found) throw macroNotFound(macro, this.#parts.macros.names(this.packageName))
    return this.callable(found)[call](args, kwargs)
  }

  #resolve(name: string): unknown {
    const { macros, macroValues } = this.#parts
    const macro = macros.find(name, this.packageName)
    if (macro) return this.#replaced(name, macroValues) ?? this.callable(macro)
    if (macros.isPackage(name)) return this.#namespace(name)
    if (name === 'context')
      return mapping(
        'dict',
        (key) => this.lookup(key),
        () => this.names(),
        (key, value) => this.set(key, value),
      )
    if (name === 'builtins')
      return mapping(
        'dict',
        (key) => this.builtin(key),
        () => Object.keys(this.#parts.table),
      )
    return this.#replacedValue(name, macroValues) ?? this.builtin(name)
  }

  #namespace(packageName: string): TemplateObject {
    const { macros, macroValues } = this.#parts
    const find = (name: string): unknown => {
      const macro = macros.inPackage(packageName, name)
      if (!macro) return missing
      return this.#replaced(`${packageName}.${name}`, macroValues) ?? this.callable(macro)
    }
    return mapping('dict', find, () => [])
  }

  /** A macro whose answer is given: callable, whatever the arguments. */
  #replaced(name: string, values: Plain | undefined): TemplateFunction | undefined {
    if (!values) return undefined
    const plain = name.startsWith('dbt.') ? name.slice(4) : name
    const key = [name, plain, `dbt.${name}`].find((candidate) => Object.hasOwn(values, candidate))
    return key === undefined ? undefined : new HostFunction(name, () => values[key])
  }

  /** A built-in name replaced by a unit test: a function stays a function. */
  #replacedValue(name: string, values: Plain | undefined): unknown {
    if (!values || !Object.hasOwn(values, name)) return undefined
    return values[name]
  }

  #tracked(macro: MacroNode, bound: TemplateFunction): TemplateFunction {
    return new HostFunction(macro.name, (args, kwargs) => {
      if (this.#running === 0) this.#parts.onDirectCall?.(macro)
      this.#running++
      try {
        return bound[call](args, kwargs)
      } finally {
        this.#running--
      }
    })
  }
}

/** A dict-like view of named values: `x.name`, `x['name']`, `x.get('name')`, `'name' in x`; with `put`, `x.update({…})`. */
export function mapping(
  typeName: string,
  find: (key: string) => unknown,
  keys: () => Iterable<string>,
  put?: (key: string, value: unknown) => void,
): TemplateObject {
  const get = define('get', ['key', 'default?'], (key: string, fallback: unknown = null) => {
    const value = find(key)
    return value === missing ? fallback : value
  })
  const listKeys = define('keys', [], () => [...keys()])
  const values = define('values', [], () => [...keys()].map(find))
  const items = define('items', [], () => [...keys()].map((key) => [key, find(key)]))
  const update = define('update', ['other?', '**named'], (other: unknown, named: Plain) => {
    const given = [...(isDict(other) ? dictEntries(other) : []), ...Object.entries(named)]
    for (const [key, value] of given) put?.(String(key), value)
    return null
  })
  const methods: Readonly<Record<string, TemplateFunction>> = { get, keys: listKeys, values, items, ...(put ? { update } : {}) }
  return {
    [attribute]: (name) => (Object.hasOwn(methods, name) ? methods[name] : find(name)),
    [item]: (key) => find(String(key)),
    [iterate]: () => keys(),
    [size]: () => [...keys()].length,
    [kind]: { typeName, is: ['mapping'] },
  }
}

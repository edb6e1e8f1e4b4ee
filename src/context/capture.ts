/** Records what a template asks for while it is parsed. */
import type { MacroNode, Plain, RefArgs, UniqueId } from '../core/node.js'
import { attribute, call, define, kind, missing, type TemplateObject } from '../core/template-object.js'
import { isDict } from '../jinja/index.js'
import { configArguments, configConflict } from './errors.js'
import { plainObject, toPlainDeep } from './python.js'
import type { Captured } from './types.js'

export class Capture {
  readonly refs: RefArgs[] = []
  readonly sources: (readonly [string, string])[] = []
  readonly metrics: (readonly string[])[] = []
  readonly functions: (readonly string[])[] = []
  readonly configCalls: Plain[] = []
  readonly #macros = new Set<UniqueId>()
  readonly #vars = new Set<string>()
  readonly #env = new Set<string>()
  readonly #other = new Set<string>()

  macro(macro: MacroNode): void {
    this.#macros.add(macro.unique_id)
  }

  read(what: 'vars' | 'env' | 'other', name: string): void {
    ;({ vars: this.#vars, env: this.#env, other: this.#other })[what].add(name)
  }

  result(): Captured {
    return {
      refs: this.refs,
      sources: this.sources,
      metrics: this.metrics,
      functions: this.functions,
      configCalls: this.configCalls,
      macros: [...this.#macros],
      reads: { vars: [...this.#vars], env: [...this.#env], other: [...this.#other] },
    }
  }
}

/** `config` while parsing: records each call; every question is answered with nothing. */
export function captureConfig(capture: Capture): TemplateObject {
  const record = (options: Plain): string => {
    capture.configCalls.push(hyphenHooks(toPlainDeep(options) as Plain))
    return ''
  }
  const empty = (name: string) => define(name, ['name', 'default?', 'validator?'], () => '')
  const methods: Readonly<Record<string, TemplateObject>> = {
    get: empty('get'),
    require: empty('require'),
    meta_get: empty('meta_get'),
    meta_require: empty('meta_require'),
    set: define('set', ['name', 'value'], (name: string, value: unknown) => record({ [name]: value })),
    persist_relation_docs: define('persist_relation_docs', [], () => false),
    persist_column_docs: define('persist_column_docs', [], () => false),
  }
  return {
    [attribute]: (name) => methods[name] ?? missing,
    [call]: (args, kwargs) => {
      const named = Object.keys(kwargs).length
      if (args.length === 0 && named > 0) return record(kwargs)
      if (args.length === 1 && named === 0 && isDict(args[0])) return record(plainObject(args[0]))
      throw configArguments()
    },
    [kind]: { typeName: 'ParseConfigObject' },
  }
}

function hyphenHooks(config: Plain): Plain {
  const out: Record<string, unknown> = { ...config }
  for (const [oldKey, newKey] of [
    ['pre_hook', 'pre-hook'],
    ['post_hook', 'post-hook'],
  ] as const) {
    if (!(oldKey in out)) continue
    if (newKey in out) throw configConflict(oldKey, newKey)
    out[newKey] = out[oldKey]
    delete out[oldKey]
  }
  return out
}

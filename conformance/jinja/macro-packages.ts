/** Macros of packages as a project's templates see them: those of one's own package and of dbt by name, all through namespaces. */
import { attribute, type Kwargs, kind, missing, TemplateFunction, type TemplateObject } from '../../src/core/template-object.js'
import { type CompiledMacro, callValue, compileMacro, getAttribute, type Scope } from '../../src/jinja/index.js'
import { decode, type Wire } from './values.js'

export interface Package {
  readonly name: string
  readonly macros: readonly { readonly name: string; readonly text: string }[]
}

type Macros = ReadonlyMap<string, CompiledMacro>

export class MacroPackages {
  #packages: ReadonlyMap<string, Macros> = new Map()

  define(packages: readonly Package[]): void {
    const compiled = ({ name, macros }: Package): [string, CompiledMacro][] =>
      macros.map((macro) => [macro.name, compileMacro({ text: macro.text, file: `${name}/${macro.name}` })])
    this.#packages = new Map(packages.map((one) => [one.name, new Map(compiled(one))]))
  }

  /** @throws whatever the macro does */
  call(context: ReadonlyMap<string, unknown>, request: Readonly<Record<string, unknown>>, wire: Wire): unknown {
    const own = String(request['package'])
    const scope: Scope = {
      lookup: (name) => this.#find(scope, own, name) ?? (context.has(name) ? context.get(name) : missing),
      names: () => context.keys(),
      undefinedMode: 'strict',
      depth: 0,
    }
    const adapter = context.get('adapter')
    const values = new Map(context).set('adapter', this.#adapter(scope, own, adapter))
    context = values
    const args = decode(request['args'], wire) as unknown[]
    const kwargs = Object.fromEntries(decode(request['kwargs'], wire) as ReadonlyMap<string, unknown>) as Kwargs
    return callValue(this.#bound(scope, own, String(request['macro'])), args, kwargs, scope)
  }

  #bound(scope: Scope, own: string, name: string): unknown {
    return this.#packages.get(own)?.get(name)?.bind(scope, 'sync')
  }

  #find(scope: Scope, own: string, name: string): unknown {
    const macro = this.#bound(scope, own, name) ?? this.#bound(scope, 'dbt', name)
    if (macro !== undefined) return macro
    return this.#packages.has(name) ? this.#namespace(scope, name) : undefined
  }

  #namespace(scope: Scope, name: string): TemplateObject {
    return { [attribute]: (macro) => this.#bound(scope, name, macro) ?? missing, [kind]: { typeName: 'Namespace' } }
  }

  /** `adapter.dispatch` answers macros, so it is done here; everything else is the host's. */
  #adapter(scope: Scope, own: string, host: unknown): TemplateObject {
    const dispatch = new TemplateFunction('dispatch', ([name, named], kwargs) => {
      const first = named ?? kwargs['macro_namespace'] ?? own
      for (const place of [String(first), 'dbt']) {
        for (const prefix of ['duckdb', 'default']) {
          const found = this.#bound(scope, place, `${prefix}__${String(name ?? kwargs['macro_name'])}`)
          if (found !== undefined) return found
        }
      }
      return callValue(getAttribute(host, 'not_dispatched'), [name ?? null])
    })
    return { [attribute]: (name) => (name === 'dispatch' ? dispatch : getAttribute(host, name)), [kind]: { typeName: 'Adapter' } }
  }
}

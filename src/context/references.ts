/** The arguments of `ref`, `source`, `metric` and `function`, checked once for parsing and running alike. */

import { Float } from '../core/float.js'
import type { RefArgs } from '../core/node.js'
import { attribute, type Kwargs, missing, TemplateFunction } from '../core/template-object.js'
import { typeName } from '../jinja/index.js'
import { referenceArguments } from './errors.js'

const refForms = "ref('model'), ref('package', 'model') or ref('model', v=1)"

/** What dbt's resolvers have besides being called: packages ask `builtins.ref` for the project's configuration. */
export type ResolverFacts = Readonly<Record<'config' | 'model' | 'current_project' | 'Relation', () => unknown>>

class Resolver extends TemplateFunction {
  readonly #facts: ResolverFacts | undefined

  constructor(name: string, body: (args: readonly unknown[], kwargs: Kwargs) => unknown, facts: ResolverFacts | undefined) {
    super(name, body)
    this.#facts = facts
  }

  [attribute](name: string): unknown {
    return this.#facts && Object.hasOwn(this.#facts, name) ? this.#facts[name as keyof ResolverFacts]() : missing
  }
}

export function refFunction(resolve: (args: RefArgs) => unknown, facts?: ResolverFacts): TemplateFunction {
  return new Resolver('ref', (args, kwargs) => resolve(readRef(args, kwargs)), facts)
}

export function readRef(args: readonly unknown[], kwargs: Kwargs): RefArgs {
  if (args.length < 1 || args.length > 2) throw referenceArguments(`ref() takes one or two names, ${args.length} given`, refForms)
  const [packageName, name] = args.length === 1 ? [null, args[0]] : args
  if (typeof name !== 'string') throw referenceArguments(`the model in ref() must be a string, not ${typeName(name)}`, refForms)
  if (packageName !== null && typeof packageName !== 'string')
    throw referenceArguments(`the package in ref() must be a string, not ${typeName(packageName)}`, refForms)
  return { name, package: packageName, version: readVersion(kwargs['version'] ?? kwargs['v'] ?? null) }
}

function readVersion(version: unknown): string | number | null {
  if (version === null || version === '' || version === 0) return null
  if (version instanceof Float) return version.toString()
  if (typeof version === 'string' || typeof version === 'number') return version
  throw referenceArguments(`the version in ref() must be a string or a number, not ${typeName(version)}`, refForms)
}

export function sourceFunction(resolve: (sourceName: string, tableName: string) => unknown, facts?: ResolverFacts): TemplateFunction {
  const body = (args: readonly unknown[], kwargs: Kwargs): unknown => {
    const [sourceName, tableName] = args
    const form = "source('source_name', 'table_name')"
    if (args.length !== 2 || Object.keys(kwargs).length > 0)
      throw referenceArguments(`source() takes two names, ${args.length} given`, form)
    if (typeof sourceName !== 'string' || typeof tableName !== 'string')
      throw referenceArguments(`the names in source() must be strings, not ${typeName(sourceName)} and ${typeName(tableName)}`, form)
    return resolve(sourceName, tableName)
  }
  return new Resolver('source', body, facts)
}

/** `metric('name')`, `metric('package', 'name')` and the same for `function`. */
export function namedFunction(
  kind: 'metric' | 'function',
  resolve: (name: string, packageName: string | null, args: readonly string[]) => unknown,
): TemplateFunction {
  return new TemplateFunction(kind, (args) => {
    const form = `${kind}('name') or ${kind}('package', 'name')`
    if (args.length < 1 || args.length > 2 || !args.every((arg) => typeof arg === 'string'))
      throw referenceArguments(`${kind}() takes one or two strings`, form)
    const names = args as readonly string[]
    const [packageName, name] = names.length === 1 ? [null, names[0]] : names
    return resolve(name ?? '', packageName ?? null, names)
  })
}

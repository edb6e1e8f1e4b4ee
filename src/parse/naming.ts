/** Database, schema and alias of nodes through the project's `generate_*_name` macros, and the relation they make. */
import { createNamingScope, relationOfNode } from '../context/index.js'
import type { MacroNode, Plain } from '../core/node.js'
import type { Session } from './session.js'

export interface Names {
  readonly database: string | null
  readonly schema: string
  readonly alias: string
}

export interface Named {
  readonly name: string
  readonly package_name: string
  readonly resource_type: string
  readonly version?: string | number | null
}

export interface Namer {
  /** `whole` gives the node as macros of the project see it; the built-in ones need only what `node` says. */
  names(node: Named, config: Plain, whole: () => Plain): Names
  relationName(names: Names): string
}

type Part = 'database' | 'schema' | 'alias'

interface Question {
  readonly part: Part
  readonly custom: unknown
  readonly node: Named
  readonly config: Plain
  readonly whole: () => Plain
}

export function createNamer(session: Session): Namer {
  const { project, module, macros } = session
  const naming = createNamingScope({ project, module, invocation: session.invocation, macros })
  const chosen = new Map<string, MacroNode | undefined>()
  const answers = new Map<string, unknown>()

  const macroFor = (part: Part, packageName: string): MacroNode | undefined => {
    const key = `${part}.${packageName}`
    if (!chosen.has(key)) chosen.set(key, macros.naming(`generate_${part}_name`, packageName))
    return chosen.get(key)
  }

  const call = (macro: MacroNode | undefined, question: Question): unknown => {
    const { part, custom, node, whole } = question
    const value = macro ? naming.call(macro, [custom ?? null, whole()]) : (custom ?? (part === 'alias' ? node.name : project.target[part]))
    return typeof value === 'string' ? value.trim() : value
  }

  /** What the built-in macros answer follows from little, and most nodes share it. */
  const ask = (question: Question): unknown => {
    const { part, custom, node, config } = question
    const macro = macroFor(part, node.package_name)
    if (!macro || !session.facts.isBuiltin(macro)) return call(macro, question)
    if (part === 'alias') return builtinAlias(custom, node)
    const key = [part, String(custom ?? ''), String(config.catalog_name ?? '')].join(' ')
    if (!answers.has(key)) answers.set(key, call(macro, question))
    return answers.get(key)
  }

  const names = (node: Named, config: Plain, whole: () => Plain): Names => {
    const question = (part: Part): Question => ({ part, custom: config[part], node, config, whole })
    let database = ask(question('database'))
    let schema = ask(question('schema'))
    const alias = ask(question('alias'))
    // Snapshots may name their target outright, past the macros.
    if (node.resource_type === 'snapshot') {
      database = config.target_database || database
      schema = config.target_schema || schema
    }
    return {
      database: database === null || database === undefined ? null : String(database),
      schema: String(schema ?? ''),
      alias: String(alias),
    }
  }

  const relationName = (names: Names): string => relationOfNode(module, project.root.config.quoting, names).renderName()
  return { names, relationName }
}

/** As the built-in `generate_alias_name` answers; a test holds the two together. */
export function builtinAlias(custom: unknown, node: Named): string {
  if (custom) return String(custom).trim()
  return node.version ? `${node.name}_v${String(node.version).replaceAll('.', '_')}` : node.name
}

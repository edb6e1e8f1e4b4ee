/** `var()`: command line over root project over the node's own package; within a project its package section over its globals. */
import type { Plain } from '../core/node.js'
import type { Project } from '../core/project.js'
import { attribute, call, define, kind, missing, type TemplateObject } from '../core/template-object.js'
import { varNotFound } from './errors.js'

/** All vars a node of a package sees, merged. */
export function varsFor(project: Project, packageName: string): Plain {
  const root = project.root.config.vars
  const own = packageName === project.root.name ? undefined : project.packages.find((entry) => entry.name === packageName)?.config.vars
  return { ...scoped(own, packageName), ...scoped(root, packageName), ...project.cliVars }
}

function scoped(vars: Plain | undefined, packageName: string): Plain {
  if (!vars) return {}
  const section = vars[packageName]
  return section !== null && typeof section === 'object' && !Array.isArray(section) ? { ...vars, ...(section as Plain) } : vars
}

export interface VarOptions {
  readonly vars: Plain
  /** Parsing: a missing var is None. */
  readonly optional: boolean
  /** Text with Jinja inside a value is rendered where it is read. */
  readonly render: (text: string) => unknown
  readonly onRead?: ((name: string) => void) | undefined
}

/** The `var` of templates: callable, with `has_var`. */
export function varFunction(options: VarOptions): TemplateObject {
  const { vars, optional, render, onRead } = options
  const has = (name: unknown) => Object.hasOwn(vars, String(name))
  const read = define('var', ['var_name', 'default?'], (name: string, fallback?: unknown) => {
    onRead?.(name)
    if (has(name)) return typeof vars[name] === 'string' ? render(vars[name]) : vars[name]
    if (fallback !== undefined) return fallback
    if (optional) return null
    throw varNotFound(name, Object.keys(vars))
  })
  const hasVar = define('has_var', ['var_name'], has)
  return {
    [attribute]: (name) => (name === 'has_var' ? hasVar : missing),
    [call]: (args, kwargs) => read[call](args, kwargs),
    [kind]: { typeName: 'Var' },
  }
}

/** The scope of configuration values: dbt_project.yml, profiles.yml, packages.yml, properties files, selectors. */

import type { Plain } from '../core/node.js'
import { attribute, item, iterate, kind, missing, type TemplateObject } from '../core/template-object.js'
import { compileTemplate, type Scope } from '../jinja/index.js'
import { type BaseOwner, baseNames } from './base-names.js'
import { envFunction } from './env.js'
import { hasJinja } from './parse-scope.js'
import type { YamlScopeOptions } from './types.js'
import { varFunction } from './vars.js'

export function yamlScope(options: YamlScopeOptions): Scope {
  const { onRead } = options
  const values = new Map<string, unknown>(Object.entries(options.globals ?? {}))
  const owner: BaseOwner = {
    invocation: options.invocation,
    yaml: options.yaml,
    threadId: 'MainThread',
    nodeInfo: undefined,
    onFlag: onRead && ((name) => onRead('other', `flags.${name}`)),
  }
  const make = (name: string): unknown => {
    switch (name) {
      case 'env_var':
        return envFunction({ env: options.env, secrets: options.secrets, onRead: onRead && ((read) => onRead('env', read)) })
      case 'var':
        return varFunction({
          vars: options.vars ?? {},
          optional: options.varsOptional ?? false,
          render: (text) => (hasJinja(text) ? compileTemplate({ text, file: 'vars' }).renderSync(scope) : text),
          onRead: onRead && ((read) => onRead('vars', read)),
        })
      case 'target':
        return options.target === undefined ? missing : watched(options.target, onRead)
      case 'project_name':
        return options.projectName ?? missing
      case 'context':
      case 'builtins':
        return scopeMapping
      default:
        return Object.hasOwn(baseNames, name) ? baseNames[name]?.(owner) : missing
    }
  }
  const scope: Scope = {
    undefinedMode: 'strict',
    depth: 0,
    lookup: (name) => {
      if (values.has(name)) return values.get(name)
      const value = make(name)
      if (value !== missing) values.set(name, value)
      return value
    },
    names: () => [...values.keys(), ...Object.keys(baseNames), 'env_var', 'var', 'target', 'project_name'],
  }
  const scopeMapping: TemplateObject = {
    [attribute]: (name) => scope.lookup(name),
    [item]: (key) => scope.lookup(String(key)),
    [kind]: { typeName: 'dict', is: ['mapping'] },
  }
  return scope
}

/** The target, telling which of its keys are read. */
function watched(target: Plain, onRead: YamlScopeOptions['onRead']): unknown {
  if (!onRead) return target
  const read = (key: string): unknown => {
    onRead('other', `target.${key}`)
    return Object.hasOwn(target, key) ? target[key] : missing
  }
  return {
    [attribute]: read,
    [item]: (key: unknown) => read(String(key)),
    [iterate]: () => Object.keys(target),
    [kind]: { typeName: 'dict', is: ['mapping'] },
  }
}

/** vars.yml: variables apart from dbt_project.yml, known before it is rendered, so that it may use them. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Plain } from '../core/node.js'
import { yamlShape } from './errors.js'
import { readText } from './files.js'
import { isMapping } from './project-keys.js'
import { locateYaml, readYamlFile } from './yaml.js'

export function readVarsFile(root: string): Plain {
  const file = 'vars.yml'
  const path = join(root, file)
  if (!existsSync(path)) return {}
  const text = readText(path, file)
  const { value } = readYamlFile(text, file)
  if (value === null) return {}
  const vars = isMapping(value) ? (value.vars ?? {}) : undefined
  if (!isMapping(vars)) throw yamlShape(file, locateYaml(text, file, ['vars']), '`vars`', 'a mapping of names to values')
  return vars
}

/** What a project file of a package sees: the file's globals under its own section. */
export function scopedVars(vars: Plain, projectName: unknown): Plain {
  const section = typeof projectName === 'string' ? vars[projectName] : undefined
  return isMapping(section) ? { ...vars, ...section } : vars
}

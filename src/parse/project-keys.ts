/** Where a key of the root's dbt_project.yml stands. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SourceLocation } from '../core/error.js'
import type { Project } from '../core/project.js'
import { type KeyPath, locateYaml } from '../load/index.js'

export function locateProjectKey(project: Project, path: KeyPath): SourceLocation {
  return locateYaml(readFileSync(join(project.root.root, 'dbt_project.yml'), 'utf8'), 'dbt_project.yml', path)
}

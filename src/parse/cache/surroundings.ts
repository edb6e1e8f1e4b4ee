/** What a parse depends on besides the text of replaceable files, as one hash: equal where its result would be equal. */
import { createHash, hash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Invocation } from '../../core/invocation.js'
import type { FileEntry, Package, Project } from '../../core/project.js'
import { projectValues, type ReadNames, readValues } from '../../core/watch.js'
import { settingsFile } from '../../load/index.js'
import { isReplaceable, keyOf } from './watch.js'

export interface Surroundings {
  readonly hash: string
  /** Hash of each replaceable file by its key, in their order. */
  readonly files: ReadonlyMap<string, string>
}

/** Undefined where something cannot be hashed: a file that cannot be read, a setting that is no data. */
export function surroundings(project: Project, invocation: Invocation, reads: ReadNames): Surroundings | undefined {
  const [facts, values] = [projectValues(project), readValues(project, invocation, reads)]
  if (facts === undefined || values === undefined) return undefined
  const digest = createHash('sha256').update(`${facts}\n${values}`)
  const files = new Map<string, string>()
  try {
    // What it says of tests is part of the result.
    const settings = join(project.root.root, settingsFile)
    if (existsSync(settings)) digest.update(`\n${settingsFile} ${hash('sha256', readFileSync(settings), 'base64')}`)
    for (const source of project.packages) {
      digest.update(`\n${source.name} ${projectFileOf(source)}`)
      for (const file of source.files) {
        if (isReplaceable(file)) files.set(keyOf(file), hash('sha256', file.read(), 'base64'))
        digest.update(`\n${file.kind} ${keyOf(file)} ${isReplaceable(file) ? '' : contentOf(file)}`)
      }
    }
  } catch {
    return undefined
  }
  return { hash: digest.digest('base64'), files }
}

/** Built-in packages have none. */
function projectFileOf({ root, kind }: Package): string {
  return kind === 'builtin' ? '' : hash('sha256', readFileSync(join(root, 'dbt_project.yml')), 'base64')
}

const largestHashed = 1024 * 1024

/** Seeds may be large: there the system's word on when it was last written must do. */
function contentOf(file: FileEntry): string {
  if (file.kind === 'seed') {
    const { size, mtimeNs, ctimeNs, ino } = statSync(file.absolutePath, { bigint: true })
    if (size > largestHashed) return [size, mtimeNs, ctimeNs, ino].join(' ')
  }
  return hash('sha256', file.read(), 'base64')
}

/** The trees `target/compiled` and `target/run`: each node's SQL under the path it was written at. */
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Invocation } from '../core/invocation.js'
import { makeFolder } from '../core/make-folder.js'
import { writeFailed } from './errors.js'

export type NodeFileTree = 'compiled' | 'run'

interface Placed {
  readonly package_name: string
  readonly path: string
  readonly original_file_path: string
}

/**
 * Below the project folder, `targetPath` in front, forward slashes. Nodes that share one file (tests of a properties
 * file) get a folder of that file's name; `part` names one batch of a model.
 */
export function nodeFilePath(targetPath: string, tree: NodeFileTree, node: Placed, part?: string): string {
  const own = lastPart(node.path) === lastPart(node.original_file_path)
  // A test that a model's own file declares: the model's SQL is written where the folder would be.
  const folder = 'test_metadata' in node ? node.original_file_path.replace(/\.(sql|py|csv)$/, '') : node.original_file_path
  const path = own ? node.original_file_path : `${folder}/${node.path}`
  return [targetPath, tree, node.package_name, part === undefined ? path : partPath(path, part)].join('/')
}

/** Many small files, rewritten by each run: no flush to disk, unlike the artifacts. */
export async function writeNodeFile(path: string, text: string, invocation: Invocation): Promise<void> {
  const absolute = join(invocation.projectDir, path)
  try {
    await writeInFolder(absolute, invocation.redactor.clean(text))
  } catch (error) {
    throw writeFailed(absolute, error)
  }
}

/** The folder is there for all but its first file, so asking for it each time would double the work. */
async function writeInFolder(absolute: string, text: string): Promise<void> {
  try {
    await writeFile(absolute, text)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    makeFolder(dirname(absolute))
    await writeFile(absolute, text)
  }
}

/** `models/a.sql` → `models/a/a_<part>.sql`. */
function partPath(path: string, part: string): string {
  const name = lastPart(path)
  const dot = name.lastIndexOf('.')
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, '']
  return `${path.slice(0, path.length - name.length)}${stem}/${stem}_${part}${ending}`
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

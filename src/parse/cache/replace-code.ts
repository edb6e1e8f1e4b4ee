/** Puts the new text of models into a kept manifest, where nothing but their text has changed. */
import type { AdapterModule } from '../../adapters/index.js'
import { SluiceError } from '../../core/error.js'
import type { Invocation } from '../../core/invocation.js'
import type { Manifest } from '../../core/manifest.js'
import type { Resource } from '../../core/node.js'
import type { FileEntry, Project } from '../../core/project.js'
import type { ReadNames, Told } from '../../core/watch.js'
import { draftsOfFile } from '../code-files.js'
import { openSession } from '../open-session.js'
import type { Draft } from '../session.js'
import { FileWatch, keyOf } from './watch.js'

/** What is kept of a file: the hash of its text, what its template asked for, and whether it did so stably and quietly. */
export interface FileFacts {
  readonly hash: string
  readonly facts: string
  readonly stable: boolean
  readonly quiet: boolean
}

export interface Replacing {
  readonly project: Project
  readonly invocation: Invocation
  readonly module: AdapterModule
  readonly manifest: Manifest
  /** Those that changed, by key. */
  readonly files: ReadonlyMap<string, FileFacts>
  readonly reads: ReadNames
  readonly told: readonly Told[]
}

type Mutable = { raw_code: string; checksum: unknown; created_at: number }

/** False where a parse of all is needed; the manifest is of no use then. */
export function replaceCode(task: Replacing): boolean {
  if (task.files.size === 0) return true
  const { project, invocation, module, manifest, files } = task
  const watch = new FileWatch(project, invocation, 'held back')
  const createdAt = invocation.startedAt.getTime() / 1000
  const { macros, locations } = manifest
  const session = openSession({ project: watch.project, invocation: watch.invocation, module, macros, locations, createdAt, watch })
  const told = JSON.stringify(task.told)
  for (const file of project.packages.flatMap((source) => source.files)) {
    const known = files.get(keyOf(file))
    if (!known || file.kind !== 'model') continue
    const node = soleNode(manifest, file)
    if (!node || !known.quiet || mentions(told, file, node)) return false
    const draft = attempt(() => draftsOfFile(session, file))?.[0]
    const now = watch.files.get(keyOf(file))
    if (!draft || now?.facts !== known.facts) return false
    Object.assign(node as unknown as Mutable, { raw_code: draft.raw_code, checksum: draft.checksum, created_at: createdAt })
  }
  return watch.told.length === 0 && !watch.codeRead && readsNothingNew(watch, task.reads)
}

/** What it throws, the parse of all will tell in its place. */
function attempt(read: () => Draft[]): Draft[] | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof SluiceError) return undefined
    throw error
  }
}

function soleNode(manifest: Manifest, file: FileEntry): Resource | undefined {
  const isOf = (resource: Resource): boolean =>
    resource.resource_type === 'model' && resource.package_name === file.packageName && resource.original_file_path === file.path
  const found = [...Object.values(manifest.nodes).filter(isOf), ...Object.values(manifest.disabled).flat().filter(isOf)]
  return found.length === 1 ? found[0] : undefined
}

/** Something told of the file may stand elsewhere in it now, or be told no longer. */
function mentions(told: string, file: FileEntry, node: Resource): boolean {
  return [file.path, file.shown, node.unique_id].some((text) => told.includes(JSON.stringify(text).slice(1, -1)))
}

function readsNothingNew(watch: FileWatch, reads: ReadNames): boolean {
  const now = watch.reads()
  return (['flags', 'env', 'target'] as const).every((part) => now[part].every((name) => reads[part].includes(name)))
}

/**
 * A parse whose result is kept below the target folder, and stands for the next one where that would come out the same.
 * Where only models in SQL have changed, and ask for the same as before, their text is put into the kept manifest.
 * Everything else is parsed anew: a doubt means a parse.
 */
import { basename, join } from 'node:path'
import { type AdapterModule, adapterModule } from '../../adapters/index.js'
import type { Invocation } from '../../core/invocation.js'
import { readKept, writeKept } from '../../core/kept-file.js'
import type { Manifest } from '../../core/manifest.js'
import { type Packed, pack, unpack } from '../../core/plain-data.js'
import type { Project } from '../../core/project.js'
import { version } from '../../core/version.js'
import { type ReadNames, type Told, tellAgain } from '../../core/watch.js'
import { metadataOf, parseProject, parseWith } from '../parse-project.js'
import { type KeptPlace, keepPlaces, placesFrom } from './places.js'
import { type FileFacts, replaceCode } from './replace-code.js'
import { surroundings } from './surroundings.js'
import { FileWatch } from './watch.js'

interface Header {
  readonly reads: ReadNames
  readonly surroundings: string
  /** By key of the file. */
  readonly files: Readonly<Record<string, FileFacts>>
  /** When it was made, and moments between which it holds, in milliseconds since 1970. */
  readonly made: number
  readonly moments: readonly number[]
  /** Whether something besides a model's own template looked at its text. */
  readonly codeRead: boolean
}

interface Body {
  readonly manifest: Omit<Manifest, 'metadata' | 'locations'>
  readonly locations: readonly KeptPlace[]
  readonly told: readonly Told[]
}

/** The name of a built file holds a hash of what it does. */
const stamp = `${version}/${basename(import.meta.url).replace(/\W/g, '_')}`

interface Task {
  readonly project: Project
  readonly invocation: Invocation
  readonly module: AdapterModule
  readonly path: string
}

/** `folder`: where to keep it, absolute. */
export async function parseKept(project: Project, invocation: Invocation, folder: string): Promise<Manifest> {
  // What an adapter from elsewhere does to a parse is not known from its name.
  if (invocation.flags.partialParse === false || project.target.adapter) return await parseProject(project, invocation)
  const module = await adapterModule(project.target.type)
  const task = { project, invocation, module, path: join(folder, '.sluice', 'parse') }
  return reuse(task) ?? parseAndKeep(task)
}

function reuse(task: Task): Manifest | undefined {
  const { project, invocation, module, path } = task
  const kept = readKept(path, stamp)
  if (!kept) return undefined
  const header = JSON.parse(kept.header) as Header
  if (!holdsAt(header, invocation.startedAt.getTime())) return undefined
  const now = surroundings(project, invocation, header.reads)
  if (now?.hash !== header.surroundings) return undefined
  const changed = [...now.files].filter(([key, hash]) => header.files[key]?.hash !== hash)
  if (changed.length > 0 && (header.codeRead || changed.length > mostReplaced(now.files.size))) return undefined
  const unstable = [...now.files].filter(([key]) => header.files[key]?.stable === false)
  const body = kept.body()
  if (body === undefined) return undefined
  const { manifest, locations, told } = unpack(JSON.parse(body) as Packed) as Body
  const whole = { ...manifest, metadata: metadataOf(project, module), locations: placesFrom(locations, project) } as Manifest
  const files = new Map([...changed, ...unstable].flatMap(([key]) => (header.files[key] ? [[key, header.files[key]]] : [])))
  if (!replaceCode({ project, invocation, module, manifest: whole, files, reads: header.reads, told })) return undefined
  tellAgain(told, invocation.events)
  return whole
}

function holdsAt({ made, moments }: Header, now: number): boolean {
  return moments.every((moment) => moment < made === moment < now)
}

/** Above it, a parse of all costs little more, and leaves a better file behind. */
function mostReplaced(files: number): number {
  return Math.max(5, Math.floor(files / 20))
}

function parseAndKeep(task: Task): Manifest {
  const { project, invocation, module } = task
  const watch = new FileWatch(project, invocation, 'passed on')
  const createdAt = invocation.startedAt.getTime() / 1000
  const manifest = parseWith(watch.project, watch.invocation, module, { watch, createdAt, metadata: metadataOf(project, module) })
  keep(task, watch, manifest)
  return manifest
}

function keep({ project, invocation, path }: Task, watch: FileWatch, { metadata: _, locations, ...manifest }: Manifest): void {
  if (watch.unstable > watch.unstableInFiles) return
  const reads = watch.reads()
  const now = surroundings(project, invocation, reads)
  const places = keepPlaces(locations, project)
  const packed = places && pack({ manifest, locations: places, told: watch.told })
  if (!now || !packed) return
  const files: Record<string, FileFacts> = {}
  for (const [key, hash] of now.files) {
    const facts = watch.files.get(key)
    // What a changing value brought a template to tell cannot be told again.
    if (facts && !facts.stable && !facts.quiet) return
    files[key] = { hash, facts: facts?.facts ?? '', stable: facts?.stable ?? true, quiet: facts?.quiet ?? false }
  }
  const { codeRead, moments } = watch
  const header: Header = { reads, surroundings: now.hash, files, made: invocation.startedAt.getTime(), moments, codeRead }
  const [head, body] = [JSON.stringify(header), JSON.stringify(packed)]
  const { redactor } = invocation
  if (redactor.clean(head) !== head || redactor.clean(body) !== body) return
  writeKept(path, stamp, head, body)
}

/**
 * Puts the error of a failed node where its author can mend it. What ships with the tool is not in their hands: an error
 * raised there is shown at the innermost line of their own, and the macros of a materialization that led there are left out.
 */
import { isAbsolute, relative } from 'node:path'
import { type Runtime, raggedSeed } from '../context/index.js'
import { type RelatedLocation, SluiceError, type SourceLocation } from '../core/error.js'
import type { Resource } from '../core/node.js'
import type { Project } from '../core/project.js'
import { namingTarget } from '../core/target-note.js'
import { placeOfConfig } from './config-place.js'
import { placeOfHook } from './hook-place.js'
import { locateDatabaseError } from './locate.js'
import type { CompiledNode } from './types.js'

export function placeForAuthor(error: SluiceError, node: Resource, runtime: Runtime, compiled: CompiledNode | undefined): SluiceError {
  return namingTarget(placed(error, node, runtime, compiled), runtime.project.target)
}

/** What fails before any node is at work: the warehouse is where one has to look. */
export function placeAtTarget(error: unknown, { project }: Runtime): unknown {
  if (!(error instanceof SluiceError)) return error
  const builtin = builtinFiles(project)
  const isOwn = (place: SourceLocation) => !builtin.has(place.file)
  const { location, related = [] } = error.fields
  const frames = withoutMachinery(related, isOwn)
  const place =
    location && isOwn(location) ? location : (frames.find((frame) => isOwn(frame.location))?.location ?? project.target.location)
  return namingTarget(new SluiceError(error.code, { ...error.fields, location: place, related: frames }), project.target)
}

/** Nobody's SQL is to blame for it, and what is left of the run can be done later. */
function cancelled(error: SluiceError, node: Resource): SluiceError {
  const location = { file: node.original_file_path, line: 1, column: 1 }
  const message = `the run was cancelled while ${node.name} ran`
  const next = new SluiceError('INTERRUPTED', { ...error.fields, message, location, related: [], next: 'sluice retry' })
  if (error.stack !== undefined) next.stack = error.stack
  return next
}

function placed(error: SluiceError, node: Resource, runtime: Runtime, compiled: CompiledNode | undefined): SluiceError {
  if (error.code === 'INTERRUPTED') return cancelled(error, node)
  const located = locateDatabaseError(raggedInstead(error, node, runtime) ?? error, compiled)
  const { location, related = [] } = located.fields
  const builtin = builtinFiles(runtime.project)
  const isOwn = (place: SourceLocation) => !builtin.has(place.file)
  // A hook's template is rendered by itself, so that its lines are counted from its own first.
  const hook = !location || !isOwn(location) || location.file === node.original_file_path ? placeOfHook(located, node, runtime) : undefined
  if (hook) return replaced(located, hook.location, [hook.note])
  if (location && isOwn(location)) {
    return replaced(located, belowProject(runtime.project, location), withoutMachinery(related, isOwn))
  }
  const own = related.find((frame) => isOwn(frame.location))
  const home = runtime.manifest.locations.get(node.unique_id) ?? { file: node.original_file_path, line: 1, column: 1 }
  // The warehouse's own failures are explained by their text; only what a macro raised is explained by the macro.
  const raisedIn = located.fields.detail?.['text'] === undefined ? related.slice(0, 1) : []
  return replaced(
    located,
    own?.location ?? placeOfConfig(located, node, runtime) ?? home,
    own ? withoutMachinery(related, isOwn) : raisedIn,
  )
}

function replaced(error: SluiceError, location: SourceLocation, related: readonly RelatedLocation[]): SluiceError {
  const next = new SluiceError(error.code, { ...error.fields, location, related })
  if (error.stack !== undefined) next.stack = error.stack
  return next
}

/** Of the frames before the author's first the innermost, and none after their last. */
function withoutMachinery(frames: readonly RelatedLocation[], isOwn: (place: SourceLocation) => boolean): readonly RelatedLocation[] {
  const own = frames.filter((frame) => isOwn(frame.location))
  const [first] = frames
  return own.length > 0 && first && !isOwn(first.location) ? [first, ...own] : own
}

/** The driver refuses a file with short rows in many words; where the row is, is what helps. */
function raggedInstead(error: SluiceError, node: Resource, { project }: Runtime): SluiceError | undefined {
  return node.resource_type === 'seed' && /^(DB_|SEED_MISMATCH)/.test(error.code) ? raggedSeed(project, node) : undefined
}

function belowProject(project: Project, place: SourceLocation): SourceLocation {
  if (!isAbsolute(place.file)) return place
  const file = relative(project.root.root, place.file).replaceAll('\\', '/')
  return file.startsWith('..') ? place : { ...place, file }
}

const known = new WeakMap<Project, ReadonlySet<string>>()

function builtinFiles(project: Project): ReadonlySet<string> {
  const files =
    known.get(project) ??
    new Set(project.packages.flatMap((entry) => (entry.kind === 'builtin' ? entry.files.map((file) => file.shown) : [])))
  known.set(project, files)
  return files
}

/** Places of resources, kept without being looked up: most never are, and the complete YAML reader is slow. */
import type { SourceLocation } from '../../core/error.js'
import type { Locations, UniqueId } from '../../core/node.js'
import type { FileEntry, Project } from '../../core/project.js'
import { type KeyPath, yamlLocator, yamlPathOf } from '../../load/index.js'

/** A place, or the path of keys in a YAML file that leads to it. */
export type KeptPlace = readonly [UniqueId, SourceLocation | { readonly file: string; readonly path: KeyPath }]

/** Undefined where the file of a place is not known. */
export function keepPlaces(locations: Locations, project: Project): KeptPlace[] | undefined {
  const files = filesOf(project)
  const kept: KeptPlace[] = []
  for (const [id, location] of locations) {
    const path = yamlPathOf(location)
    if (path && !files.has(location.file)) return undefined
    kept.push([id, path ? { file: location.file, path } : { ...location }])
  }
  return kept
}

export function placesFrom(kept: readonly KeptPlace[], project: Project): Locations {
  const files = filesOf(project)
  const locators = new Map<string, ReturnType<typeof yamlLocator>>()
  const locatorOf = (file: string): ReturnType<typeof yamlLocator> => {
    const known = locators.get(file) ?? yamlLocator(files.get(file)?.read() ?? '', file)
    locators.set(file, known)
    return known
  }
  return new Map(kept.map(([id, place]) => [id, 'path' in place ? locatorOf(place.file)(place.path) : place]))
}

function filesOf(project: Project): ReadonlyMap<string, FileEntry> {
  const files = project.packages.flatMap((source) => source.files.filter((file) => file.kind === 'properties'))
  return new Map(files.map((file) => [file.shown, file]))
}

/**
 * `path` and `file`: by where a resource is written. A path names a file, the properties file that describes a resource,
 * or a folder with all below it; it is looked up below the root project, so a package's files match only where the root
 * has the same path.
 */
import { allResources, type Manifest } from '../../core/manifest.js'
import type { Resource } from '../../core/node.js'
import { pathInvalid } from '../errors.js'
import { fnmatch, pathPattern } from '../pattern.js'
import { textMethod } from './method.js'

interface RootPaths {
  readonly files: ReadonlySet<string>
  readonly folders: ReadonlySet<string>
}

const known = new WeakMap<Manifest, RootPaths>()

export const path = textMethod('file or folder', (value, { manifest }) => {
  if (value.startsWith('/')) throw pathInvalid(value, 'is absolute')
  if (value === '') throw pathInvalid(value, 'names nothing')
  const { files, folders } = rootPaths(manifest)
  const { regex, foldersOnly } = pathPattern(value)
  const found = new Set([...folders].filter((folder) => regex.test(`${folder}/`.replace(/^\.\/$/, ''))))
  if (!foldersOnly) for (const file of files) if (regex.test(`${file}/`)) found.add(file)
  return (resource) => {
    const patch = patchFile(resource)
    return (
      found.has(resource.original_file_path) ||
      (patch !== undefined && found.has(patch)) ||
      foldersOf(resource.original_file_path).some((folder) => found.has(folder))
    )
  }
})

export const file = textMethod('file name, with or without its ending', (value) => {
  return (resource) => {
    const name = resource.original_file_path.split('/').at(-1) ?? ''
    return fnmatch(name, value) || fnmatch(stem(name), value)
  }
})

/** Files the root project is known to have, and their folders; `.` is the project itself. */
function rootPaths(manifest: Manifest): RootPaths {
  const before = known.get(manifest)
  if (before) return before
  const files = new Set<string>()
  for (const resource of rootResources(manifest)) {
    files.add(resource.original_file_path)
    const patch = patchFile(resource)
    if (patch !== undefined) files.add(patch)
  }
  const folders = new Set([...files].flatMap(foldersOf))
  const paths = { files, folders }
  known.set(manifest, paths)
  return paths
}

function* rootResources(manifest: Manifest): Generator<{ readonly package_name: string; readonly original_file_path: string }> {
  const root = manifest.metadata.project_name
  const all = [
    ...allResources(manifest),
    ...Object.values(manifest.disabled).flat(),
    ...Object.values(manifest.macros),
    ...Object.values(manifest.docs),
  ]
  for (const resource of all) if (resource.package_name === root) yield resource
}

/** `shop://models/schema.yml` → `models/schema.yml`. */
function patchFile(resource: Partial<Pick<Resource, never>> & { readonly patch_path?: string | null }): string | undefined {
  return resource.patch_path ? resource.patch_path.split('://')[1] : undefined
}

function foldersOf(name: string): string[] {
  const parts = name.split('/').slice(0, -1)
  return ['.', ...parts.map((_, index) => parts.slice(0, index + 1).join('/'))]
}

function stem(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot > 0 ? name.slice(0, dot) : name
}

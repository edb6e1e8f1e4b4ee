/** All packages a project needs, those of its packages included, each at one version. */
import type { Plain } from '../../core/node.js'
import { duplicatePackage } from '../errors.js'
import { packageUnusable } from './errors.js'
import { type Asked, keyOf, type Pinned, pin, type Workshop } from './pinned.js'
import type { PackageSpec } from './spec.js'

export interface Resolving {
  readonly specs: readonly PackageSpec[]
  /** The file they stand in. */
  readonly file: string
  /** Name of the root project, which no package may have. */
  readonly project: string
  /** False for a lock file, which lists everything already. */
  readonly transitive: boolean
}

/** In the order they were met. A package asked for again with other versions is pinned anew, by all that was asked. */
export async function resolvePackages({ specs, file, project, transitive }: Resolving, workshop: Workshop): Promise<Pinned[]> {
  const asked = new Map<string, Asked[]>()
  const pinned = new Map<string, Pinned>()
  const known = new Set<string>()
  let round: Asked[] = specs.map((spec) => ({ ...spec, by: file }))
  while (round.length > 0) {
    const touched = new Set<string>()
    for (const spec of round) {
      const key = keyIn(asked, spec)
      asked.set(key, [...(asked.get(key) ?? []), spec])
      touched.add(key)
    }
    round = []
    for (const key of touched) {
      const one = await pin(asked.get(key) as Asked[], workshop)
      pinned.set(key, one)
      if (transitive) round.push(...newNeeds(one, known))
    }
  }
  const all = [...pinned.values()]
  checkNames(all, project)
  return all
}

/** N.B. two packages that need each other would go on for ever: what a package of one version asks for is heard once. */
function newNeeds(pinned: Pinned, known: Set<string>): Asked[] {
  const id = `${pinned.kind} ${pinned.name} ${JSON.stringify(pinned.entry as Plain)}`
  if (known.has(id)) return []
  known.add(id)
  return pinned.needs.map((spec) => ({ ...spec, by: `the package ${pinned.name}` }))
}

function keyIn(asked: ReadonlyMap<string, readonly Asked[]>, spec: Asked): string {
  const key = keyOf(spec)
  return [...asked.keys()].find((other) => other.toLowerCase() === key.toLowerCase()) ?? key
}

function checkNames(pinned: readonly Pinned[], project: string): void {
  const seen = new Map<string, Pinned>()
  for (const one of pinned) {
    if (!/^[A-Za-z_][\w-]*$/.test(one.name)) throw packageUnusable(`the package name "${one.name}"`, 'is not one a folder can have', one.at)
    if (one.name === project)
      throw packageUnusable(`the package ${one.name}`, 'has the name of the project itself', one.at, 'rename one of the two')
    const other = seen.get(one.name)
    if (other) throw duplicatePackage(one.name, [String(Object.values(other.entry)[0]), String(Object.values(one.entry)[0])])
    seen.set(one.name, one)
  }
}

/** Finds resources by the names templates use, in dbt's package order: the root project, the node's own package, any other. */
import type { UniqueId } from '../core/node.js'

export interface Findable {
  readonly unique_id: UniqueId
  readonly name: string
  readonly package_name: string
}

export class Lookup<T extends Findable> {
  readonly #byName = new Map<string, Map<string, T>>()

  /** `keys`: further names it answers to, e.g. `orders.v2`. */
  add(item: T, keys: readonly string[] = [item.name]): void {
    for (const key of keys) {
      const packages = this.#byName.get(key) ?? new Map<string, T>()
      packages.set(item.package_name, item)
      this.#byName.set(key, packages)
    }
  }

  /** All that have the name, in one package or in any. */
  all(name: string, packageName: string | null): readonly T[] {
    const packages = this.#byName.get(name)
    if (!packages) return []
    if (packageName === null) return [...packages.values()]
    const found = packages.get(packageName)
    return found ? [found] : []
  }

  names(): Iterable<string> {
    return this.#byName.keys()
  }
}

/** Packages to look in, in order; null is "any". */
export function searchOrder(root: string, own: string, asked: string | null, ownFirst = false): readonly (string | null)[] {
  if (asked !== null) return [asked]
  if (root === own) return [root, null]
  return ownFirst ? [own, root, null] : [root, own, null]
}

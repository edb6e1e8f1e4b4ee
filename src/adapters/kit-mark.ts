/** How an adapter is known to be made with this kit: it carries the contract's version and this copy's own mark. */

/** Rises when an adapter written for the version before would break. */
export const kitVersion = 1

const key = Symbol.for('sluice.adapter-kit')
const thisKit = {}

interface Mark {
  readonly version: number
  readonly kit: object
}

export function marked<T extends object>(module: T): T {
  const mark: Mark = { version: kitVersion, kit: thisKit }
  return Object.defineProperty(module, key, { value: mark })
}

export function versionOf(module: unknown): number | undefined {
  return typeof module === 'object' && module !== null ? (module as Record<symbol, Mark | undefined>)[key]?.version : undefined
}

/** False for one that brought a copy of the kit with it. */
export function isOfThisKit(module: unknown): boolean {
  return (module as Record<symbol, Mark | undefined>)[key]?.kit === thisKit
}

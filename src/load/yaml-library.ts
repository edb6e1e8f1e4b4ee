/**
 * The `yaml` package, loaded when first needed: most projects never need more than the plain reader, and loading it costs
 * as much as reading a few hundred properties files. Reading is synchronous, so it is required, not imported.
 */
import { createRequire } from 'node:module'
import type { Alias, Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml'

export function yamlLibrary(): typeof import('yaml') {
  return createRequire(import.meta.url)('yaml') as typeof import('yaml')
}

/** The package tells its nodes apart by registered symbols; asking them needs no code of it. */
const typeKey = Symbol.for('yaml.node.type')

function typeOf(value: unknown): unknown {
  return value !== null && typeof value === 'object' ? (value as Record<symbol, unknown>)[typeKey] : undefined
}

const kinds = {
  alias: Symbol.for('yaml.alias'),
  map: Symbol.for('yaml.map'),
  pair: Symbol.for('yaml.pair'),
  scalar: Symbol.for('yaml.scalar'),
  seq: Symbol.for('yaml.seq'),
}

export function isAlias(value: unknown): value is Alias {
  return typeOf(value) === kinds.alias
}

export function isMap(value: unknown): value is YAMLMap {
  return typeOf(value) === kinds.map
}

export function isPair(value: unknown): value is Pair {
  return typeOf(value) === kinds.pair
}

export function isScalar(value: unknown): value is Scalar {
  return typeOf(value) === kinds.scalar
}

export function isSeq(value: unknown): value is YAMLSeq {
  return typeOf(value) === kinds.seq
}

export function isNode(value: unknown): value is Node {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value)
}

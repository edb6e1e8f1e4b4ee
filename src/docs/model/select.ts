/** What selections are evaluated with. */

/** What selectors need of every resource: a slim manifest, in which each text and each configuration stands once. */
export interface SelectBlock {
  readonly project: string
  /** Those of the index first, in its order; then tests and what else is on no page. A row is its place here. */
  readonly resources: readonly SelectRow[]
  readonly texts: readonly string[]
  readonly tags: readonly unknown[]
  readonly configs: readonly unknown[]
  /** Qualified names without their last part. */
  readonly folders: readonly (readonly string[])[]
  /** Further files of the project. */
  readonly files: readonly string[]
  readonly selectors: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** Row and status of the last run; null where nothing has run. */
  readonly results: readonly (readonly [row: number, status: string])[] | null
  /** Row and status of the last freshness check. */
  readonly sources: readonly (readonly [row: number, status: string])[] | null
  /** Rows, or the error, for each value of `state:`; null where there is no other manifest. */
  readonly state: Readonly<Record<string, readonly number[] | Readonly<Record<string, unknown>>>> | null
}

/** Numbers are places in the lists of the block, of `parents` rows; -1: none. */
export type SelectRow = readonly [
  /** `~` stands for `type.package.name`. */
  id: string,
  type: number,
  name: string,
  packageName: number,
  file: number,
  patch: number,
  folder: number,
  tags: number,
  config: number,
  parents: readonly number[],
  more?: SelectMore,
]

export interface SelectMore {
  /** The last part of the qualified name, where it is not the name. */
  readonly leaf?: string
  readonly version?: string | number
  readonly latest_version?: string | number
  readonly access?: string
  readonly source_name?: string
  /** The generic test it applies. */
  readonly test?: string
}

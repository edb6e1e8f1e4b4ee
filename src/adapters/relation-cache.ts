/**
 * What exists in the warehouse, read once per schema and kept true by the macros that create, drop and rename.
 * `adapter.get_relation` answers from here, so a run asks the catalog once instead of once per model.
 */
import type { Relation, RelationStyle } from '../core/relation.js'

export interface SchemaName {
  readonly database: string | null
  readonly schema: string | null
}

interface CachedSchema {
  readonly name: SchemaName
  readonly relations: Map<string, Relation>
  /** Settles when the first reading is in; undefined for a schema made known without reading it. */
  loading: Promise<void> | undefined
}

export class RelationCache {
  readonly #style: RelationStyle
  readonly #schemas = new Map<string, CachedSchema>()
  /** Keys of the relations that go when the one of the key is dropped. */
  readonly #dependents = new Map<string, Set<string>>()
  #linking: Promise<void> | undefined
  /** Databases whose list of schemas has been read. */
  readonly #schemaLists = new Map<string, Promise<Set<string>>>()

  constructor(style: RelationStyle) {
    this.#style = style
  }

  /** True once the schema has been read (or declared empty). */
  has(name: SchemaName): boolean {
    return this.#schemas.has(this.#key(name))
  }

  /** Reads a schema unless that was done; callers at the same time share one reading. */
  async load(name: SchemaName, read: () => Promise<readonly Relation[]>): Promise<void> {
    const key = this.#key(name)
    const known = this.#schemas.get(key)
    if (known) return await known.loading
    const entry: CachedSchema = { name, relations: new Map(), loading: undefined }
    this.#schemas.set(key, entry)
    entry.loading = read().then((relations) => {
      for (const relation of relations) if (!entry.relations.has(relation.key)) entry.relations.set(relation.key, relation)
    })
    try {
      await entry.loading
    } catch (error) {
      this.#schemas.delete(key)
      throw error
    }
  }

  get(path: SchemaName & { readonly identifier: string }): Relation | undefined {
    const schema = this.#schemas.get(this.#key(path))
    return schema?.relations.get(this.#relationKey(path))
  }

  list(name: SchemaName): readonly Relation[] {
    return [...(this.#schemas.get(this.#key(name))?.relations.values() ?? [])]
  }

  add(relation: Relation): void {
    this.#entry(relation).relations.set(relation.key, relation)
  }

  /** What is known of one name, set to `relation` or to "absent". Of a schema not read yet nothing is known. */
  put({ key }: Relation, relation: Relation | undefined): void {
    if (relation === undefined) this.#forget(key)
    else this.#schemas.get(schemaOf(key))?.relations.set(key, relation)
  }

  /** With all that depends on it, where the warehouse drops that too. */
  drop(relation: Relation): void {
    this.#dropKey(relation.key)
  }

  #dropKey(key: string): void {
    this.#forget(key)
    const dependents = this.#dependents.get(key) ?? []
    this.#dependents.delete(key)
    for (const dependent of dependents) this.#dropKey(dependent)
  }

  #forget(key: string): void {
    this.#schemas.get(schemaOf(key))?.relations.delete(key)
  }

  rename(from: Relation, to: Relation): void {
    const known = this.#schemas.get(this.#key(from))?.relations.get(from.key) ?? from
    this.#forget(from.key)
    this.add(known.with({ database: to.database, schema: to.schema, identifier: to.identifier }))
    this.#renameLinks(from.key, to.key)
  }

  /** Reads once, for the whole warehouse, which relation depends on which: pairs of the dependent one and the one it reads. */
  async link(read: () => Promise<readonly (readonly [dependent: Relation, referenced: Relation])[]>): Promise<void> {
    this.#linking ??= read().then((pairs) => {
      for (const [{ key }, referenced] of pairs) {
        const known = this.#dependents.get(referenced.key)
        if (known) known.add(key)
        else this.#dependents.set(referenced.key, new Set([key]))
      }
    })
    await this.#linking
  }

  /** Names of the schemas of a database, read once. */
  async schemas(database: string | null, read: () => Promise<readonly string[]>): Promise<ReadonlySet<string>> {
    const key = this.#style.fold(database ?? '')
    const known = this.#schemaLists.get(key)
    if (known !== undefined) return await known
    const reading = read().then((names) => new Set(names.map((name) => this.#style.fold(name))))
    this.#schemaLists.set(key, reading)
    reading.catch(() => this.#schemaLists.delete(key))
    return await reading
  }

  /** A schema just created: empty, and known to exist. */
  async addSchema(name: SchemaName): Promise<void> {
    this.#entry(name)
    const list = await this.#schemaLists.get(this.#style.fold(name.database ?? ''))
    list?.add(this.#style.fold(name.schema ?? ''))
  }

  async dropSchema(name: SchemaName): Promise<void> {
    this.#schemas.delete(this.#key(name))
    const list = await this.#schemaLists.get(this.#style.fold(name.database ?? ''))
    list?.delete(this.#style.fold(name.schema ?? ''))
  }

  clear(): void {
    this.#schemas.clear()
    this.#schemaLists.clear()
    this.#dependents.clear()
    this.#linking = undefined
  }

  #entry(name: SchemaName): CachedSchema {
    const key = this.#key(name)
    const known = this.#schemas.get(key)
    if (known) return known
    const entry: CachedSchema = { name: { database: name.database, schema: name.schema }, relations: new Map(), loading: undefined }
    this.#schemas.set(key, entry)
    return entry
  }

  #renameLinks(from: string, to: string): void {
    const own = this.#dependents.get(from)
    this.#dependents.delete(from)
    this.#dependents.delete(to)
    if (own) this.#dependents.set(to, own)
    for (const dependents of this.#dependents.values()) if (dependents.delete(from)) dependents.add(to)
  }

  #key(name: SchemaName): string {
    return `${this.#style.fold(name.database ?? '')}\u0000${this.#style.fold(name.schema ?? '')}`
  }

  #relationKey(path: SchemaName & { readonly identifier: string }): string {
    return `${this.#key(path)}\u0000${this.#style.fold(path.identifier)}`
  }
}

/** Of a relation's key. */
function schemaOf(key: string): string {
  return key.slice(0, key.lastIndexOf('\u0000'))
}

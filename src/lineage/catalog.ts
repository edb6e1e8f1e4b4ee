/** The relations of a project by the names that SQL calls them: what a query may read, and the columns of each. */
import { cteName, isEphemeral, type Runtime, relationOfSource } from '../context/index.js'
import { nearest } from '../core/nearest.js'
import { isReferable, type ManifestNode, type SeedNode, type SourceNode, type UniqueId } from '../core/node.js'
import { type PathPart, pathParts, type Relation } from '../core/relation.js'
import { type Catalog, type CatalogRelation, type Dialect, foldName, type Name } from '../sql/index.js'

export interface KnownColumn {
  /** As the warehouse stores it. */
  readonly name: string
  readonly type: string | null
}

export interface KnownRelation {
  /** Undefined where nobody knows them. */
  readonly columns: readonly KnownColumn[] | undefined
  /** See `CatalogRelation`. */
  readonly declared?: 'typed' | 'partly'
}

const nothing: KnownRelation = { columns: undefined }

export class ProjectCatalog implements Catalog {
  readonly dialect: Dialect
  readonly #ids = new Map<string, UniqueId>()
  readonly #names: string[] = []
  readonly #paths = new Map<UniqueId, readonly string[]>()
  readonly #known = new Map<UniqueId, KnownRelation>()
  /** By the key of the relation. */
  readonly #filled = new Map<UniqueId, string>()
  readonly #seeds = new Map<string, SeedNode>()
  readonly #home: string

  constructor(dialect: Dialect, runtime: Runtime) {
    this.dialect = dialect
    this.#home = this.#fold(runtime.project.target.schema, false)
    const { nodes, sources } = runtime.manifest
    for (const node of Object.values(nodes)) if (isReferable(node)) this.#add(runtime, node)
    for (const source of Object.values(sources)) this.#add(runtime, source)
  }

  #fold(text: string, quoted: boolean): string {
    return foldName(text, quoted, this.dialect, 'table')
  }

  #add(runtime: Runtime, node: ManifestNode | SourceNode): void {
    const id = node.unique_id
    if (node.resource_type === 'model' && isEphemeral(node)) {
      this.#ids.set(this.#fold(cteName(node.alias), false), id)
      return
    }
    const { quoting } = runtime.project.root.config
    const relation = node.resource_type === 'source' ? relationOfSource(runtime.module, quoting, node) : runtime.relationOf(node)
    this.#paths.set(
      id,
      pathParts.flatMap((part) => relation[part] ?? []),
    )
    const keys = pathParts.map((part) => (relation[part] === null ? '' : this.#fold(relation[part] as string, quoted(relation, part))))
    const [database = '', schema = '', name = ''] = keys
    this.#names.push(relation.identifier ?? '')
    this.#ids.set(keyOf([database, schema, name]), id)
    if (node.resource_type === 'seed') this.#seeds.set(keyOf([database, schema, name]), node)
    else if (node.resource_type === 'source') this.#filled.set(id, keyOf([database, schema, name]))
    this.#ids.set(keyOf([schema, name]), id)
    if (schema === this.#home) this.#ids.set(name, id)
  }

  /** The seed whose table a source is. */
  seedOf({ unique_id: id }: SourceNode): SeedNode | undefined {
    return this.#seeds.get(this.#filled.get(id) ?? '')
  }

  know(id: UniqueId, relation: KnownRelation): void {
    this.#known.set(id, relation)
  }

  known(id: UniqueId): KnownRelation {
    return this.#known.get(id) ?? nothing
  }

  /** The node whose relation a path names. */
  idOf(path: readonly Name[]): UniqueId | undefined {
    return this.#ids.get(keyOf(path.map((part) => this.#fold(part.text, part.quoted))))
  }

  /** Database, schema and name of a node's relation, as written; undefined of what has none. */
  pathOf(id: UniqueId): readonly string[] | undefined {
    return this.#paths.get(id)
  }

  idOfRelation(relation: Relation): UniqueId | undefined {
    const path = pathParts.flatMap((part) =>
      relation[part] === null ? [] : [{ text: relation[part] as string, quoted: quoted(relation, part) }],
    )
    return this.idOf(path)
  }

  ofRelation(relation: Relation): KnownRelation | undefined {
    const id = this.idOfRelation(relation)
    return id === undefined ? undefined : this.known(id)
  }

  /** A path that no node builds is unknown, not missing: a warehouse holds more than one project. A slip of the pen is missing. */
  relation(path: readonly Name[]): CatalogRelation | 'missing' | undefined {
    const id = this.idOf(path)
    if (id === undefined) return this.#isSlip(path) ? 'missing' : undefined
    const { columns, declared } = this.known(id)
    const names = columns?.map(({ name }) => ({ text: name, quoted: true }))
    return { key: id, columns: names, ...(declared && { declared }) }
  }

  #isSlip(path: readonly Name[]): boolean {
    const [only] = path
    return path.length === 1 && only !== undefined && only.text.length > 4 && nearest(only.text, this.#names) !== undefined
  }
}

function quoted({ quotePolicy }: Relation, part: PathPart): boolean {
  return quotePolicy[part]
}

function keyOf(parts: readonly string[]): string {
  return parts.join('\u0000')
}

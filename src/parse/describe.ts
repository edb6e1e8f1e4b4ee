/** Renders descriptions of everything that has one, with docs blocks in place. */
import type { SourceLocation } from '../core/error.js'
import type { ColumnSpec, UniqueId } from '../core/node.js'
import type { Assembly } from './assembly.js'
import type { Descriptions } from './doc-blocks.js'
import { placeOf, type Session } from './session.js'

interface Describable {
  readonly unique_id: UniqueId
  readonly package_name: string
  readonly original_file_path: string
  readonly patch_path?: string | null
  description?: unknown
  doc_blocks?: readonly UniqueId[]
  columns?: Readonly<Record<string, ColumnSpec>>
}

export function describe(session: Session, assembly: Assembly, descriptions: Descriptions): void {
  for (const item of describables(assembly)) session.problems.attempt(() => describeOne(session, item, descriptions))
  for (const [owner, part, key] of parts(assembly)) describePart(session, owner, part, key, descriptions)
}

function* describables(assembly: Assembly): Generator<Describable> {
  const { nodes, functions, sources, macros, exposures, metrics, semanticModels, savedQueries, disabled } = assembly
  for (const home of [nodes, functions, sources, macros, exposures, metrics, semanticModels, savedQueries])
    yield* Object.values(home) as Describable[]
  for (const list of Object.values(disabled)) yield* list as Describable[]
}

/** Descriptions of things inside others. */
function* parts(assembly: Assembly): Generator<readonly [owner: Describable, part: object, key: string]> {
  for (const source of Object.values(assembly.sources)) yield [source, source, 'source_description']
  for (const macro of Object.values(assembly.macros)) for (const argument of macro.arguments) yield [macro, argument, 'description']
  for (const model of Object.values(assembly.semanticModels)) {
    const inner = ['dimensions', 'measures', 'entities'].flatMap((list) => (model[list] ?? []) as object[])
    for (const part of inner) yield [model as Describable, part, 'description']
  }
}

function describeOne(session: Session, item: Describable, descriptions: Descriptions): void {
  if (typeof item.description === 'string') {
    const { text, blocks } = descriptions.render(item.description, item.package_name, () => placeIn(session, item, 'description'))
    item.description = text
    if (item.doc_blocks) item.doc_blocks = blocks
  }
  for (const column of Object.values(item.columns ?? {})) {
    const { text, blocks } = descriptions.render(column.description, item.package_name, () => placeIn(session, item, 'columns'))
    if (text !== column.description || blocks.length > 0) Object.assign(column, { description: text, doc_blocks: blocks })
  }
}

function describePart(session: Session, owner: Describable, part: object, key: string, descriptions: Descriptions): void {
  const holder = part as Record<string, unknown>
  const written = holder[key]
  if (typeof written !== 'string') return
  session.problems.attempt(() => {
    const { text } = descriptions.render(written, owner.package_name, () => placeIn(session, owner, 'description'))
    if (text !== written) holder[key] = text
  })
}

/** In the properties where there are some, else where the resource is defined. */
function placeIn(session: Session, item: Describable, key: string): SourceLocation {
  return session.described.get(item.unique_id)?.([key]) ?? placeOf(session, item)
}

/**
 * Columns whose types nobody knows, pretended to be of several: what a query gives alike with all of them does not depend on
 * it. Each type has an engine of its own, so that a relation is made once in each, whatever reads it.
 */
import type { Engine } from './engine.js'
import type { TypedColumn } from './model.js'
import { createRelations, type Relations } from './relations.js'

export interface Pretended {
  declare(path: readonly string[], columns: readonly TypedColumn[]): void
  /** With all relations declared so far. */
  engines(): Promise<readonly Engine[]>
  close(): void
}

/** Types that a column of unknown type may be of. */
const candidates = ['varchar', 'decimal(37,7)', 'timestamp']

interface World {
  readonly engine: Engine
  readonly relations: Relations
}

/** `open`: an engine like the one whose types are not known. */
export function createPretended(open: () => Promise<Engine>): Pretended {
  const declared: Parameters<Relations['declare']>[] = []
  let worlds: readonly World[] | undefined
  const create = async (type: string): Promise<World> => {
    const engine = await open()
    return { engine, relations: createRelations(engine, type) }
  }
  return {
    declare: (...relation) => void declared.push(relation),
    engines: async () => {
      worlds ??= await Promise.all(candidates.map(create))
      for (const relation of declared.splice(0)) for (const { relations } of worlds) relations.declare(...relation)
      await Promise.all(worlds.map(({ relations }) => relations.flush()))
      return worlds.map(({ engine }) => engine)
    },
    close: () => {
      for (const { engine } of worlds ?? []) engine.close()
    },
  }
}

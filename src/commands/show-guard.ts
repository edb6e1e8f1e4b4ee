/** Keeps `show` from changing the warehouse: SQL typed on the command line is refused where it surely writes, and only there. */
import { adapterModule } from '../adapters/index.js'
import { SluiceError } from '../core/error.js'
import type { Project } from '../core/project.js'

/** SQL that no parser reads still runs. */
export async function refuseWrites(sql: string, { target }: Project): Promise<void> {
  const { dialects, surelyWrites } = await import('../sql/index.js')
  const { type, inherits } = await adapterModule(target.type, target.adapter)
  const dialect = [type, ...inherits].map((each) => dialects.find((known) => known === each)).find((each) => each !== undefined)
  const found = dialect && (await surelyWrites(sql, dialect))
  if (!found) return
  const { line, column } = placeIn(sql, found.span.start)
  throw new SluiceError('SHOW_NOT_READ_ONLY', {
    message: `show only asks, and this SQL would change the warehouse: it has ${found.what} in it`,
    location: { file: 'inline SQL', line, column },
    expected: 'one query',
    hint: 'to change the warehouse use a model, a hook, or a macro with run-operation',
    detail: { sql, position: found.span.start },
  })
}

function placeIn(text: string, offset: number): { line: number; column: number } {
  const lines = text.slice(0, offset).split('\n')
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}

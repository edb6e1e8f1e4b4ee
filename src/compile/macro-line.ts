/**
 * Which line of which macro wrote a piece of SQL. A rendering only knows the call in the model; the macro's own text is
 * searched for the line that failed, then the macros it calls. A guess, so it is given up unless one place fits.
 */
import type { Runtime } from '../context/index.js'
import type { SourceLocation } from '../core/error.js'
import type { MacroNode, UniqueId } from '../core/node.js'

export interface MacroPlace {
  readonly macro: string
  readonly location: SourceLocation
}

/** `column` is the 1-based place of the fault in `line`, a line of compiled SQL. */
export function findMacroLine(runtime: Runtime, name: string, line: string, column: number): MacroPlace | undefined {
  const macros = reachable(runtime, name)
  const indent = line.length - line.trimStart().length
  return only(macros, line.trim(), column - 1 - indent) ?? only(macros, wordAt(line, column), 0)
}

/** Macros of that name and those they call, nearest first. */
function reachable(runtime: Runtime, name: string): MacroPlaceSource[] {
  const queue = Object.values(runtime.manifest.macros).filter((macro) => macro.name === name)
  const seen = new Set<UniqueId>(queue.map((macro) => macro.unique_id))
  for (const macro of queue)
    for (const id of macro.depends_on.macros) {
      const called = runtime.manifest.macros[id]
      if (!called || seen.has(id)) continue
      seen.add(id)
      queue.push(called)
    }
  return queue.map((macro) => ({ macro, at: runtime.manifest.locations.get(macro.unique_id) }))
}

interface MacroPlaceSource {
  readonly macro: MacroNode
  readonly at: SourceLocation | undefined
}

/** The one place where the text stands; undefined when it stands nowhere or in several places of one macro. */
function only(macros: readonly MacroPlaceSource[], needle: string, offset: number): MacroPlace | undefined {
  if (needle.length < 3) return undefined
  for (const { macro, at } of macros) {
    const lines = macro.macro_sql.split('\n')
    const hits = lines.flatMap((text, index) => (text.includes(needle) ? [{ index, start: text.indexOf(needle) }] : []))
    const [hit] = hits
    if (!hit) continue
    if (hits.length > 1) return undefined
    const firstLine = at?.line ?? 1
    const lead = hit.index === 0 ? (at?.column ?? 1) - 1 : 0
    const location = {
      file: at?.file ?? macro.original_file_path,
      line: firstLine + hit.index,
      column: lead + hit.start + Math.max(offset, 0) + 1,
    }
    return { macro: macro.name, location }
  }
  return undefined
}

function wordAt(line: string, column: number): string {
  const before = /[\w$]*$/.exec(line.slice(0, column - 1))?.[0] ?? ''
  const after = /^[\w$]*/.exec(line.slice(column - 1))?.[0] ?? ''
  return before + after
}

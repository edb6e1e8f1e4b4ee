/**
 * Python models: `dbt.ref`, `dbt.source` and `dbt.config` with literal arguments are read from the text. Their code is
 * never run here; a call whose arguments are not literals is an error, as in dbt.
 */
import type { Captured } from '../context/index.js'
import { asRef, asSource, type CallText, type Literal, readCallAt } from './call-text.js'
import { nothingCaptured } from './captured.js'
import { propertyInvalid } from './errors.js'
import { placeAt } from './locate-call.js'

const strings = /("""[\s\S]*?"""|'''[\s\S]*?''')|#[^\n]*/g

export function capturePython(code: string, file: string): Captured {
  const text = code.replace(strings, (part, docstring: string | undefined) =>
    docstring === undefined ? part.replace(/./g, ' ') : part.replace(/[^\n]/g, ' '),
  )
  const found: Found = { refs: [], sources: [], configCalls: [] }
  for (const match of text.matchAll(/\bdbt\s*\.\s*(ref|source|config)\s*\(/g)) {
    const name = match[1] as string
    const start = (match.index ?? 0) + match[0].indexOf(name)
    if (!note(found, name, readCallAt(code, start))) {
      throw propertyInvalid(
        `dbt.${name}() needs literal arguments`,
        placeAt({ file, line: 1, text: code }, start, start + name.length),
        `dbt.${name}("name")`,
      )
    }
  }
  const { refs, sources, configCalls } = found
  const keys = readKeys(code, text, 'get')
  const meta = readKeys(code, text, 'meta_get')
  if (keys.length > 0 || meta.length > 0) {
    const names = (list: typeof keys): unknown[] => list.map(([name]) => name)
    const defaults = (list: typeof keys): unknown[] => list.map(([, value]) => value ?? null)
    configCalls.push({
      config_keys_used: names(keys),
      config_keys_defaults: defaults(keys),
      meta_keys_used: names(meta),
      meta_keys_defaults: defaults(meta),
    })
  }
  return { ...nothingCaptured, refs, sources, configCalls }
}

interface Found {
  readonly refs: Captured['refs'][number][]
  readonly sources: (readonly [string, string])[]
  readonly configCalls: Record<string, unknown>[]
}

function note(found: Found, name: string, call: CallText | undefined): boolean {
  const ref = call && asRef(call)
  const source = call && asSource(call)
  if (ref) return found.refs.push(ref) > 0
  if (source) return found.sources.push(source) > 0
  return name === 'config' && call !== undefined && found.configCalls.push({ ...call.kwargs }) > 0
}

/** `dbt.config.get("key", default)`: which keys the code will ask for when it runs. */
function readKeys(code: string, text: string, method: string): (readonly Literal[])[] {
  return [...text.matchAll(new RegExp(`\\bdbt\\s*\\.\\s*config\\s*\\.\\s*(${method})\\s*\\(`, 'g'))].flatMap((match) => {
    const call = readCallAt(code, (match.index ?? 0) + match[0].lastIndexOf(method))
    return call && call.args.length > 0 ? [call.args] : []
  })
}

/** Renders the strings of a YAML tree as Jinja, each to the value it stands for (`"{{ 1 + 1 }}"` is the number 2). */
import { SluiceError, type SourceLocation } from '../core/error.js'
import { renderNative, type Scope } from '../jinja/index.js'

export type KeyPath = readonly (string | number)[]

export interface TreeRendering {
  readonly scope: () => Scope
  /** Parts to leave as they are, by path. The path is only valid during the call. */
  readonly keep?: (path: KeyPath) => boolean
  /** Asked for the place of a value that does not render. */
  readonly locate: (path: KeyPath) => SourceLocation
}

/** Unchanged parts come back as they are, not copied. */
export function renderTree(value: unknown, rendering: TreeRendering): unknown {
  return renderPart(value, rendering, [])
}

function renderPart(value: unknown, rendering: TreeRendering, path: (string | number)[]): unknown {
  if (path.length > 0 && rendering.keep?.(path)) return value
  if (typeof value === 'string') return renderText(value, rendering, path)
  if (value === null || typeof value !== 'object' || value instanceof Number) return value
  return Array.isArray(value) ? renderList(value, rendering, path) : renderMap(value as Record<string, unknown>, rendering, path)
}

function renderList(list: readonly unknown[], rendering: TreeRendering, path: (string | number)[]): unknown {
  let copy: unknown[] | undefined
  for (let index = 0; index < list.length; index++) {
    path.push(index)
    const rendered = renderPart(list[index], rendering, path)
    path.pop()
    if (rendered !== list[index]) copy ??= [...list]
    if (copy) copy[index] = rendered
  }
  return copy ?? list
}

function renderMap(map: Readonly<Record<string, unknown>>, rendering: TreeRendering, path: (string | number)[]): unknown {
  let copy: Record<string, unknown> | undefined
  for (const key of Object.keys(map)) {
    path.push(key)
    const rendered = renderPart(map[key], rendering, path)
    path.pop()
    if (rendered !== map[key]) copy ??= { ...map }
    if (copy) copy[key] = rendered
  }
  return copy ?? map
}

/** Text without Jinja goes through the engine in dbt as well, and loses its last line break there. */
function renderText(text: string, rendering: TreeRendering, path: KeyPath): unknown {
  if (!text.includes('{{') && !text.includes('{%') && !text.includes('{#')) return text.endsWith('\n') ? text.replace(/\r?\n$/, '') : text
  try {
    return renderNative(text, rendering.scope())
  } catch (error) {
    if (error instanceof SluiceError) throw new SluiceError(error.code, { ...error.fields, location: rendering.locate([...path]) })
    throw error
  }
}

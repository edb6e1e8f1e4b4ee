/** Which pre- or post-hook of a node sent a statement that failed, and where that hook is written. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Runtime } from '../context/index.js'
import type { RelatedLocation, SluiceError, SourceLocation } from '../core/error.js'
import type { Hook, Resource } from '../core/node.js'
import type { Package } from '../core/project.js'
import { placeOfText } from '../core/text-place.js'

export interface HookPlace {
  readonly location: SourceLocation
  /** Says which hook it is. */
  readonly note: RelatedLocation
}

const kinds = ['pre-hook', 'post-hook'] as const

/** Undefined where no hook of the node fits, or the error did not come through the macro that runs them. */
export function placeOfHook(error: SluiceError, node: Resource, runtime: Runtime): HookPlace | undefined {
  if (!error.fields.related?.some((frame) => /macro '?run_hooks'?/.test(frame.message))) return undefined
  const config = node.config as Readonly<Record<string, readonly Hook[] | undefined>> | undefined
  for (const kind of kinds)
    for (const [index, hook] of (config?.[kind] ?? []).entries()) {
      if (!mayHaveFailed(hook.sql, error)) continue
      const found = writtenAt(hook.sql.trim(), node, runtime)
      if (!found) continue
      const location = atFault(found, hook.sql.trim(), error)
      return { location, note: { message: `in ${kind} ${index + 1}`, location: found } }
    }
  return undefined
}

/** What was sent may come of it; where nothing was sent, its template has what the error names. */
function mayHaveFailed(sql: string, error: SluiceError): boolean {
  const sent = error.fields.detail?.['sql']
  if (typeof sent === 'string') return mayRenderTo(sql, sent)
  const named = /'([^']+)'/.exec(error.message)?.[1]
  return /\{[{%]/.test(sql) && (named === undefined || sql.includes(named))
}

/** What of a template is plain text stands in what it renders to, in order. */
function mayRenderTo(template: string, sent: string): boolean {
  let from = 0
  for (const piece of template.split(/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|\{#[\s\S]*?#\}/).map((part) => part.trim())) {
    const at = sent.indexOf(piece, from)
    if (at < 0) return false
    from = at + piece.length
  }
  return true
}

/** The model itself, its properties, or a dbt_project.yml. */
function writtenAt(sql: string, node: Resource, runtime: Runtime): SourceLocation | undefined {
  const { root, packages } = runtime.project
  const own = packages.find((source) => source.name === node.package_name) ?? root
  const properties = (node as { readonly patch_path?: string | null }).patch_path?.replace(/^.*?:\/\//, '')
  const first = sql.split('\n')[0] ?? sql
  for (const path of [node.original_file_path, properties])
    for (const file of own.files.filter((entry) => entry.path === path))
      if (file.read().includes(first)) return placeOfText(sql, file.read(), { file: file.shown, line: 1, column: 1 })
  for (const source of new Set([own, root])) {
    const text = projectFile(source)
    if (text.includes(first)) return placeOfText(sql, text, { ...source.config.location })
  }
  return undefined
}

function projectFile(source: Package): string {
  try {
    return readFileSync(join(source.root, 'dbt_project.yml'), 'utf8')
  } catch {
    return ''
  }
}

/** What its template raised is placed in the hook; one without a template is sent as it stands. */
function atFault(start: SourceLocation, sql: string, error: SluiceError): SourceLocation {
  const { sql: sent, position } = error.fields.detail ?? {}
  const raised = error.fields.location
  if (sent === undefined && raised?.line === 1) return { ...start, column: start.column + raised.column - 1 }
  if (typeof sent !== 'string' || typeof position !== 'number') return start
  const from = sent.indexOf(sql)
  const before = sql.slice(0, Math.max(0, position - from)).split('\n')
  if (from < 0 || position < from || before.length > 1) return start
  return { ...start, column: start.column + (before[0] ?? '').length }
}

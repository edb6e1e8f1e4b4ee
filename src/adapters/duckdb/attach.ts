/** `attach:` entries of a profile → ATTACH statements. */
import { isAbsolute, join } from 'node:path'
import type { SourceLocation } from '../../core/error.js'
import type { Plain } from '../../core/node.js'
import { invalidCredentials } from './errors.js'
import { quoteText } from './relation-style.js'

export interface Attachment {
  readonly path: string
  readonly alias: string | undefined
  /** `TYPE`, `SECRET`, `READ_ONLY` and whatever else, rendered. */
  readonly options: readonly string[]
  readonly isDucklake: boolean
}

const direct = ['type', 'secret', 'read_only'] as const

export function parseAttachments(raw: unknown, at: SourceLocation): readonly Attachment[] {
  if (raw === undefined || raw === null) return []
  return (raw as readonly unknown[]).map((entry) => parseAttachment(entry, at))
}

function parseAttachment(entry: unknown, at: SourceLocation): Attachment {
  const fields = entry as Plain | null
  if (typeof fields?.path !== 'string') throw invalidCredentials('an attach entry has no path', at, 'attach: [{path: …, alias: …}]')
  const options = { ...(fields.options as Plain | null | undefined) }
  for (const key of direct) {
    const value = fields[key]
    if (value === undefined || value === null || value === false) continue
    if (key in options) throw invalidCredentials(`attach option ${key} is given twice`, at, 'it once, beside path or under options')
    options[key] = value
  }
  const ordered = [...direct.filter((key) => key in options), ...Object.keys(options).filter((key) => !direct.some((name) => name === key))]
  return {
    path: fields.path,
    alias: typeof fields.alias === 'string' ? fields.alias : undefined,
    options: ordered.flatMap((key) => renderOption(key, options[key])),
    isDucklake: fields.is_ducklake === true || fields.path.toLowerCase().includes('ducklake:'),
  }
}

function renderOption(key: string, value: unknown): string[] {
  const name = key.toUpperCase()
  if (value === null || value === undefined || value === false) return []
  if (value === true) return [name]
  if (typeof value !== 'string' || key === 'type' || key === 'secret') return [`${name} ${String(value)}`]
  const quoted = /^'.*'$|^".*"$/s.test(value.trim())
  return [`${name} ${quoted ? value : quoteText(value)}`]
}

/** Relative files lie in the project folder, as the main database does. */
export function attachStatement(attachment: Attachment, projectDir: string): string {
  const remote = /^[A-Za-z][\w+.-]+:/.test(attachment.path) || attachment.path === ':memory:'
  const withoutQuery = /^(md|motherduck):/.test(attachment.path) ? attachment.path.replace(/\?.*$/, '') : attachment.path
  const path = remote || isAbsolute(withoutQuery) || withoutQuery.startsWith('~') ? withoutQuery : join(projectDir, withoutQuery)
  const alias = attachment.alias ? ` AS ${attachment.alias}` : ''
  const options = attachment.options.length > 0 ? ` (${attachment.options.join(', ')})` : ''
  return `ATTACH IF NOT EXISTS ${quoteText(path)}${alias}${options}`
}

/**
 * dbt-duckdb's `external_location`: a source that is a file. The template sees the source's names and its meta and
 * config keys in one of three Python formats; a bare location becomes a string literal, a function call stays.
 */
import type { SourceNode } from '../../core/node.js'
import { badSourceLocation, pluginSource } from './errors.js'
import { quoteText } from './relation-style.js'

/** A source that a plugin of dbt-duckdb would load. */
export function checkSource(source: SourceNode): void {
  const { plugin } = settingsOf(source)
  if (typeof plugin === 'string') throw pluginSource(source, plugin)
}

function settingsOf(source: SourceNode): Readonly<Record<string, unknown>> {
  const { enabled: _enabled, event_time: _eventTime, ...config } = source.config
  return { ...source.meta, ...(source.config.meta as object | undefined), ...config }
}

export function sourceText(source: SourceNode): string | null {
  const settings = settingsOf(source)
  const template = settings.external_location
  if (typeof template !== 'string') return null
  const formatter = settings.formatter ?? 'newstyle'
  const format = typeof formatter === 'string' ? formatters[formatter] : undefined
  if (!format) throw badSourceLocation(source, `formatter "${String(formatter)}" is not one of ${Object.keys(formatters).join(', ')}`)
  const { name, identifier, schema, database, tags } = source
  const location = format(template, (key) => {
    const value = { name, identifier, schema, database, tags, ...settings }[key]
    if (value === undefined || value === null)
      throw badSourceLocation(source, `external_location uses {${key}}, which the source does not have`)
    return String(value)
  })
  return location.includes('(') || location.startsWith("'") ? location : quoteText(location)
}

type Formatter = (template: string, value: (key: string) => string) => string

const formatters: Readonly<Record<string, Formatter>> = {
  /** str.format: `{name}`, `{{` and `}}` for braces. */
  newstyle: (template, value) =>
    template.replace(/\{\{|\}\}|\{([A-Za-z_]\w*)\}/g, (match, key?: string) => (key === undefined ? match.slice(1) : value(key))),
  /** `%`-format: `%(name)s`, `%%`. */
  oldstyle: (template, value) => template.replace(/%%|%\((\w+)\)s/g, (_match, key?: string) => (key === undefined ? '%' : value(key))),
  /** string.Template: `$name`, `${name}`, `$$`. */
  template: (template, value) =>
    template.replace(/\$\$|\$\{([A-Za-z_]\w*)\}|\$([A-Za-z_]\w*)/g, (_match, braced?: string, bare?: string) => {
      const key = braced ?? bare
      return key === undefined ? '$' : value(key)
    }),
}

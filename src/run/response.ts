/** What `load_result('main').response` holds, whoever stored it, as run_results writes it. */
import type { Plain } from '../core/node.js'
import type { RunResult } from '../core/result.js'
import { type TemplateObject, text } from '../core/template-object.js'
import { isDict, toPlain } from '../jinja/index.js'

export interface Response {
  readonly message: string
  readonly fields: Plain
  readonly rows: RunResult['rows']
}

const dbtNames: Readonly<Record<string, string>> = { message: '_message', rowsAffected: 'rows_affected', queryId: 'query_id' }

export function readResponse(value: unknown): Response {
  if (value === null || typeof value !== 'object') return { message: String(value ?? 'None'), fields: {}, rows: undefined }
  const fields = withoutNulls(fieldsOf(value))
  const shown = (value as TemplateObject)[text]?.()
  return { message: shown ?? String(fields._message ?? 'OK'), fields, rows: rowsOf(fields) }
}

/** A dict of a template, an object that shows its fields, or the adapter's own response. */
function fieldsOf(value: object): Plain {
  if (isDict(value)) return plain(toPlain(value) as Plain)
  const inner = (value as { readonly fields?: Plain }).fields
  if (inner !== undefined) return inner
  return plain(value as Plain)
}

function plain({ extra, ...fields }: Plain): Plain {
  return {
    ...Object.fromEntries(Object.entries(fields).map(([key, entry]) => [dbtNames[key] ?? key, entry])),
    ...(extra as Plain | undefined),
  }
}

function withoutNulls(fields: Plain): Plain {
  return Object.fromEntries(Object.entries(fields).filter(([, entry]) => entry !== null && entry !== undefined))
}

function rowsOf(fields: Plain): RunResult['rows'] {
  const kinds = { inserted: fields.rows_inserted, updated: fields.rows_updated, deleted: fields.rows_deleted, total: fields.rows_affected }
  const counted = Object.entries(kinds).filter(([, count]) => typeof count === 'number')
  return counted.length > 0 ? Object.fromEntries(counted) : undefined
}

/** Results of statements by name: stored by the `statement` macro, taken by `load_result`. */

import { Table } from '../core/table.js'
import { attribute, define, item, kind, missing, type TemplateFunction, type TemplateObject, text } from '../core/template-object.js'
import { isUndefined, Tuple, toText } from '../jinja/index.js'
import { resultConsumed } from './errors.js'
import type { NodeScope } from './types.js'

type Results = NodeScope['results']

export function statementFunctions(
  results: Results,
): Readonly<Record<'load_result' | 'store_result' | 'store_raw_result', TemplateFunction>> {
  const store = (name: string, response: unknown, table: unknown): string => {
    const rows = table instanceof Table ? table : Table.empty
    results.set(name, { response, data: rows.rows.map((row) => Tuple.from(row.cells)), table: rows })
    return ''
  }
  return {
    load_result: define('load_result', ['name'], (name: string) => load(results, name)),
    store_result: define('store_result', ['name', 'response', 'agate_table?'], (name: string, response: unknown, table?: unknown) =>
      store(name, response, table),
    ),
    store_raw_result: define(
      'store_raw_result',
      ['name', 'message?', 'code?', 'rows_affected?', 'agate_table?'],
      (name: string, message: unknown = null, code: unknown = null, rows: unknown = null, table?: unknown) =>
        store(name, responseObject({ _message: message, code, rows_affected: rows }), table),
    ),
  }
}

/** Every result but `main` can be taken once. */
function load(results: Results, name: string): unknown {
  const stored = results.get(name)
  if (stored === undefined) return null
  if (stored === null) throw resultConsumed(name)
  if (name !== 'main') results.set(name, null)
  const { response, data, table } = stored
  return { response, data, table }
}

/** What the warehouse answered, as templates see it: prints its message, and has the fields run_results.json gets. */
export function responseObject(fields: Readonly<Record<string, unknown>>): ResponseObject {
  return new ResponseObject(fields)
}

export class ResponseObject implements TemplateObject {
  readonly fields: Readonly<Record<string, unknown>>

  constructor(fields: Readonly<Record<string, unknown>>) {
    this.fields = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && !isUndefined(value)))
  }

  [attribute](name: string): unknown {
    return Object.hasOwn(this.fields, name) ? this.fields[name] : missing
  }

  [item](key: unknown): unknown {
    return this[attribute](String(key))
  }

  [text](): string {
    return toText(this.fields['_message'] ?? '')
  }

  get [kind](): { typeName: string } {
    return { typeName: 'AdapterResponse' }
  }
}

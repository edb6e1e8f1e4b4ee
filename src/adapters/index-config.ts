/** `indexes:` entries of a model: checked, and named anew at each run, so that the old index never blocks the new one. */
import { createHash } from 'node:crypto'
import type { Invocation } from '../core/invocation.js'
import type { Relation } from '../core/relation.js'
import { attribute, define, kind, missing, type TemplateFunction, type TemplateObject } from '../core/template-object.js'
import { isDict, toPlain } from '../jinja/index.js'
import { invalidIndex } from './errors.js'

export function parseIndexMethod(invocation: Invocation, typeName: string): TemplateFunction {
  return define('parse_index', ['raw_index'], (raw: unknown) =>
    raw === null || raw === undefined ? null : parseIndex(raw, invocation, typeName),
  )
}

function parseIndex(raw: unknown, invocation: Invocation, typeName: string): TemplateObject {
  if (!isDict(raw)) throw invalidIndex(`an index is a mapping, not ${String(raw)}`)
  const {
    columns,
    unique = false,
    ...others
  } = toPlain(raw) as { readonly columns?: unknown; readonly unique?: unknown; readonly type?: unknown }
  if (!Array.isArray(columns) || columns.length === 0) throw invalidIndex('an index has no columns')
  if (typeof unique !== 'boolean') throw invalidIndex(`unique is ${String(unique)}`)
  const unknown = Object.keys(others).find((key) => key !== 'type')
  if (unknown !== undefined) throw invalidIndex(`an index has no ${unknown}`)
  const name = (relation: Relation) =>
    md5([...columns, relation.renderName(), unique ? 'True' : 'False', others.type ?? 'None', invocation.now().toISOString()].join('_'))
  const fields: Readonly<Record<string, unknown>> = {
    columns,
    unique,
    type: others.type ?? null,
    render: define('render', ['relation'], name),
  }
  return { [attribute]: (key) => (Object.hasOwn(fields, key) ? fields[key] : missing), [kind]: { typeName } }
}

function md5(value: string): string {
  return createHash('md5').update(value).digest('hex')
}

/** Arguments of a generic test, `_dbt_generic_test_kwargs`: text is rendered to the value it stands for when the test compiles. */
import type { NodeScope } from '../context/index.js'
import type { SourceLocation } from '../core/error.js'
import type { Plain } from '../core/node.js'
import { define } from '../core/template-object.js'
import { callValue, compileTemplate, renderNative } from '../jinja/index.js'

/** `ref('x')` and the like may stand without braces. */
const bareCall = /^\s*(env_var|ref|var|source|doc)\s*\(.+\)\s*$/
/** The whole text is one expression. */
const soleExpression = /^\s*\{\{-?([\s\S]*?)-?\}\}\s*$/

export async function testArguments(kwargs: Plain, scope: NodeScope, at: SourceLocation): Promise<Plain> {
  const entries: [string, unknown][] = []
  for (const [name, value] of Object.entries(kwargs))
    entries.push([name, name === 'column_name' ? value : await rendered(value, scope, at)])
  return Object.fromEntries(entries)
}

async function rendered(value: unknown, scope: NodeScope, at: SourceLocation): Promise<unknown> {
  if (typeof value === 'string') return await renderedText(bareCall.test(value) ? `{{ ${value} }}` : value, scope, at)
  if (Array.isArray(value)) {
    const items: unknown[] = []
    for (const item of value) items.push(await rendered(item, scope, at))
    return items
  }
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value
  const entries: [string, unknown][] = []
  for (const [key, item] of Object.entries(value)) entries.push([key, await rendered(item, scope, at)])
  return Object.fromEntries(entries)
}

/** How every generic test names its relation: `get_where_subquery(ref('model'))`. Thousands of them are not worth a template each. */
const usualModel = /^\{\{ get_where_subquery\((ref|source)\('([^'\\]*)'(?:, ?'([^'\\]*)')?\)\) \}\}$/

/** The other relation of a test that compares two. */
const usualOther = /^\{\{ (ref|source)\('([^'\\]*)'(?:, ?'([^'\\]*)')?\) \}\}$/

async function usualRelation(text: string, scope: NodeScope): Promise<unknown> {
  const whole = usualModel.exec(text)
  const match = whole ?? usualOther.exec(text)
  if (!match) return undefined
  const names = match.slice(2).filter((name) => name !== undefined)
  const relation = await callValue(scope.lookup(match[1] ?? ''), names, {})
  return whole ? await scope.callMacro('get_where_subquery', [relation]) : relation
}

/** A sole expression keeps its type; it may call macros that ask the warehouse, so it is evaluated as a statement. */
async function renderedText(text: string, scope: NodeScope, at: SourceLocation): Promise<unknown> {
  const usual = await usualRelation(text, scope)
  if (usual !== undefined) return usual
  const expression = soleExpression.exec(text)?.[1]
  if (expression !== undefined && !expression.includes('}}') && !expression.includes('{{')) {
    let kept: unknown
    const keep = define('keep', ['value'], (value) => {
      kept = value
    })
    scope.set(keeper, keep)
    await compileTemplate({ ...placed(at), text: `{% do ${keeper}(${expression}) %}` }).render(scope)
    return kept
  }
  if (!/\{[{%#]/.test(text)) return renderNative(text, scope)
  return await compileTemplate({ ...placed(at), text }).render(scope)
}

/** Looks the line up, which in YAML takes a reading of the file. */
function placed({ file, line, column }: SourceLocation): SourceLocation {
  return { file, line, column }
}

const keeper = '_sluice_keep'

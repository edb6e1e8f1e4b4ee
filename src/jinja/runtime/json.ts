/** JSON as Python's json.dumps writes it: `, ` and `: ` between, ASCII only, floats with their point. */
import { Float } from '../../core/float.js'
import { type TemplateObject, text } from '../../core/template-object.js'
import { wrongType } from '../errors.js'
import { dictEntries } from './dicts.js'
import { floatText, toText } from './text.js'
import { compareText } from './truth.js'
import { undefinedError } from './undefined.js'
import { isDict, isObject, typeName, Undefined } from './values.js'

export interface JsonForm {
  readonly sortKeys: boolean
  readonly indent: number | null
}

export function textOfJson(value: unknown, form: JsonForm): string {
  return write(value, form, '\n')
}

function write(value: unknown, form: JsonForm, margin: string): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : specialFloat(value)
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Float) return floatText(value.valueOf())
  const inner = form.indent === null ? '' : margin + ' '.repeat(form.indent)
  if (Array.isArray(value))
    return enclose(
      '[',
      value.map((item) => write(item, form, inner)),
      ']',
      form,
      margin,
      inner,
    )
  if (isDict(value)) return writeDict(dictEntries(value), form, margin, inner)
  throw notSerialisable(value)
}

function writeDict(entries: [unknown, unknown][], form: JsonForm, margin: string, inner: string): string {
  const named = entries.map(([key, item]) => [keyText(key), item] as const)
  const ordered = form.sortKeys ? named.sort(([left], [right]) => compareText(left, right)) : named
  return enclose(
    '{',
    ordered.map(([key, item]) => `${quoted(key)}: ${write(item, form, inner)}`),
    '}',
    form,
    margin,
    inner,
  )
}

function enclose(open: string, parts: readonly string[], close: string, form: JsonForm, margin: string, inner: string): string {
  if (parts.length === 0) return open + close
  return form.indent === null ? open + parts.join(', ') + close : open + inner + parts.join(`,${inner}`) + margin + close
}

function keyText(key: unknown): string {
  if (typeof key === 'boolean') return String(key)
  return key === null ? 'null' : toText(key)
}

function specialFloat(value: number): string {
  if (Number.isFinite(value)) return floatText(value)
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity'
}

function quoted(value: string): string {
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function notSerialisable(value: unknown) {
  if (value instanceof Undefined) return undefinedError(value)
  const hint = isObject(value) && (value as TemplateObject)[text] ? 'Turn it into text first, with `| string`.' : undefined
  return wrongType(`Object of type ${typeName(value)} is not JSON serializable`, hint)
}

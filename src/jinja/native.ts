/**
 * Rendering values of YAML files: a single `{{ expression }}` keeps its type, anything else becomes text, and
 * `as_bool`, `as_number`, `as_native` read the text as Python would (dbt's rules for properties and profiles).
 */

import { renderer } from './compile.js'
import { wrongValue } from './errors.js'
import { literalEval } from './literal.js'
import { NativeMark } from './runtime/native-marks.js'
import { toText } from './runtime/text.js'
import { numeric } from './runtime/values.js'
import { parseTemplate } from './syntax/template-parser.js'
import type { Scope, TemplateSource } from './types.js'

const hasTags = /\{[{%#]|[#}%]\}/

export function renderNative(text: string, scope: Scope, file = '', line = 1, column = 1): unknown {
  // Also without tags, as the last line end goes either way.
  if (!hasTags.test(text)) return text.endsWith('\n') ? text.slice(0, -1) : text
  const source: TemplateSource = { text, file, line, column }
  const parts = renderer(source, parseTemplate(source), { variant: 'sync', native: true })(scope, null) as unknown[]
  const [first, ...more] = parts
  if (first === undefined) return ''
  if (more.length > 0) return parts.map(toText).join('')
  return first instanceof NativeMark ? marked(first, source) : first
}

function marked({ mark, value }: NativeMark, source: TemplateSource): unknown {
  if (mark === 'text') return value
  const read = literalEval(value)
  const result = read === undefined ? value : read
  const fits =
    mark === 'bool' ? typeof result === 'boolean' : mark === 'number' ? typeof result !== 'boolean' && numeric(result) !== undefined : true
  if (fits) return result
  throw wrongValue(`Could not convert value '${value}' into type '${mark}'`).with({
    location: { file: source.file, line: source.line ?? 1, column: source.column ?? 1 },
  })
}

/** `message` of a failed node's result, in dbt's shape: kind and node, then the text indented. Scripts match on its first line. */
import type { SluiceError } from '../core/error.js'
import type { ErrorCode } from '../core/error-codes.js'
import type { Resource } from '../core/node.js'

const compilation: ReadonlySet<ErrorCode> = new Set([
  'TEMPLATE_SYNTAX',
  'TEMPLATE_UNDEFINED',
  'TEMPLATE_TYPE',
  'TEMPLATE_ARGUMENTS',
  'TEMPLATE_RECURSION',
  'RAISED_BY_TEMPLATE',
])

export function errorText(error: SluiceError, node: Resource): string {
  const driver = error.fields.detail?.text
  const isDriver = typeof driver === 'string'
  const kind = !isDriver && (compilation.has(error.code) || !runtimeCode(error.code)) ? 'Compilation' : 'Runtime'
  const text = isDriver ? driver : error.message
  const lines = [
    `${kind} Error in ${node.resource_type} ${node.name} (${node.original_file_path})`,
    ...text.split('\n'),
    ...(isDriver ? [] : macroStack(error, node)),
  ]
  return lines.map((line, index) => (index === 0 || line === '' ? line : `  ${line}`)).join('\n')
}

function runtimeCode(code: string): boolean {
  return /^(DB_|NODE_|SQL_|INTERNAL|INTERRUPTED|CONSTRAINT_|SEED_|PARENT_|RUN_|TEST_|UNIT_)/.test(code)
}

function macroStack(error: SluiceError, node: Resource): string[] {
  const macros = (error.fields.related ?? []).filter((place) => /^(in )?macro /.test(place.message))
  if (macros.length === 0) return []
  const steps = macros.map(
    (place, index) => `${index === 0 ? '> in' : '> called by'} ${place.message.replace(/^in /, '')} (${place.location.file})`,
  )
  return ['', ...steps, `> called by ${node.resource_type} ${node.name} (${node.original_file_path})`]
}

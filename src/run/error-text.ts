/** `message` of a failed node's result, in dbt's shape: kind and node, then the text indented. Scripts match on its first line. */
import type { SluiceError } from '../core/error.js'
import { errorKind } from '../core/error-kind.js'
import type { Resource } from '../core/node.js'

export function errorText(error: SluiceError, node: Resource): string {
  const driver = error.fields.detail?.text
  const isDriver = typeof driver === 'string'
  const kind = errorKind({ ...error.fields, code: error.code })
  const lines = [
    `${kind} Error in ${node.resource_type} ${node.name} (${node.original_file_path})`,
    ...(isDriver ? driver : error.message).split('\n'),
    ...(isDriver ? [] : macroStack(error, node)),
  ]
  return lines.map((line, index) => (index === 0 || line === '' ? line : `  ${line}`)).join('\n')
}

function macroStack(error: SluiceError, node: Resource): string[] {
  const macros = (error.fields.related ?? []).filter((place) => /^(in )?macro /.test(place.message))
  if (macros.length === 0) return []
  const steps = macros.map(
    (place, index) => `${index === 0 ? '> in' : '> called by'} ${place.message.replace(/^in /, '')} (${place.location.file})`,
  )
  return ['', ...steps, `> called by ${node.resource_type} ${node.name} (${node.original_file_path})`]
}

/** Errors of node selection. */
import { SluiceError } from '../core/error.js'
import { nearest } from '../core/nearest.js'

export function criterionSyntax(raw: string, reason: string): SluiceError {
  return new SluiceError('SELECTION_SYNTAX', {
    message: `the selection criterion "${raw}" is not well formed: ${reason}`,
    expected: '[@][N+]name[+N] or [@][N+]method:value[+N], several joined by a comma (all must match) or a space (any may)',
  })
}

export function methodUnknown(method: string, raw: string, known: readonly string[]): SluiceError {
  const near = nearest(method, known)
  return new SluiceError('SELECTION_METHOD_UNKNOWN', {
    message: `"${method}" in "${raw}" is not a selection method`,
    expected: `one of ${known.join(', ')}`,
    hint: near ? `did you mean ${near}:${raw.split(':').slice(1).join(':')}?` : undefined,
  })
}

export function valueInvalid(method: string, value: string, allowed: readonly string[]): SluiceError {
  const near = nearest(value, allowed)
  return new SluiceError('SELECTION_VALUE_INVALID', {
    message: `the selection method ${method} does not know the value "${value}"`,
    expected: `one of ${allowed.join(', ')}`,
    hint: near ? `did you mean ${method}:${near}?` : undefined,
  })
}

export function valueShape(method: string, value: string, shape: string): SluiceError {
  return new SluiceError('SELECTION_VALUE_INVALID', { message: `${method}:${value} has too many parts`, expected: shape })
}

export function pathInvalid(value: string, reason: string): SluiceError {
  return new SluiceError('SELECTION_VALUE_INVALID', {
    message: `path:${value} ${reason}`,
    expected: 'a path below the project folder; * stands for part of a name, ** for any folders',
  })
}

export function stateMissing(method: string, file: string): SluiceError {
  return new SluiceError('SELECTION_STATE_MISSING', {
    message: `the selection method ${method} compares with an earlier ${file}, and there is none`,
    expected: `${file} in the folder that --state names`,
    hint: 'give --state the target folder of an earlier run',
  })
}

export function selectorNotFound(name: string, known: readonly string[]): SluiceError {
  const near = nearest(name, known)
  return new SluiceError('SELECTOR_NOT_FOUND', {
    message: `there is no selector named "${name}"`,
    expected: known.length > 0 ? `one of ${known.join(', ')}` : 'a selector defined in selectors.yml',
    hint: near ? `did you mean ${near}?` : undefined,
  })
}

export function selectorInvalid(name: string, reason: string, expected?: string): SluiceError {
  return new SluiceError('SELECTORS_INVALID', {
    message: `selector "${name}": ${reason}`,
    location: { file: 'selectors.yml', line: 1, column: 1 },
    expected,
  })
}

export function contractBroken(
  node: { readonly unique_id: string; readonly original_file_path: string },
  changes: readonly string[],
): SluiceError {
  return new SluiceError('CONTRACT_BREAKING_CHANGE', {
    message: `${node.unique_id} breaks its contract: ${changes.join('; ')}`,
    location: { file: node.original_file_path, line: 1, column: 1 },
    nodeId: node.unique_id,
    expected: 'changes that add to an enforced contract only',
    hint: 'make the change in a new version of the model, and give the old one a deprecation_date',
  })
}

/** Errors raised by what templates call; the template engine adds the place and the macro stack. */
import { SluiceError, type SourceLocation } from '../core/error.js'
import { nearest } from '../core/nearest.js'

export function catalogUnknown(name: string, known: readonly string[]): SluiceError {
  return new SluiceError('CATALOG_NOT_FOUND', {
    message: `Catalog not found. Received: ${name}`,
    expected: known.length === 0 ? 'no `catalog_name`, or a catalogs.yml' : `one of ${known.join(', ')}`,
  })
}

export function varNotFound(name: string, known: readonly string[]): SluiceError {
  const near = nearest(name, known)
  return new SluiceError('VAR_NOT_FOUND', {
    message: `required var '${name}' is not set`,
    expected: `a value in vars: of dbt_project.yml or in --vars, or a default as the second argument`,
    hint: near ? `did you mean var('${near}')?` : undefined,
    next: `sluice build --vars '{${name}: …}'`,
  })
}

export function envVarNotFound(name: string): SluiceError {
  return new SluiceError('ENV_VAR_NOT_FOUND', {
    message: `environment variable ${name} is required but not set`,
    hint: `set it, or give a default: env_var('${name}', '…')`,
  })
}

export function envSecretRefused(name: string): SluiceError {
  return new SluiceError('ENV_SECRET_REFUSED', {
    message: `secret ${name} may be read in profiles.yml and packages.yml only`,
    hint: 'names that begin with DBT_ENV_SECRET_ never reach SQL, logs or artifacts; use another name for a plain value',
  })
}

export function dispatchNotFound(name: string, namespace: string | null, tried: readonly string[]): SluiceError {
  return new SluiceError('DISPATCH_NOT_FOUND', {
    message: `no macro named '${name}' found by adapter.dispatch${namespace === null ? '' : ` in namespace '${namespace}'`}`,
    expected: `one of ${tried.join(', ')}`,
  })
}

export function dispatchArguments(message: string, hint?: string): SluiceError {
  return new SluiceError('TEMPLATE_ARGUMENTS', { message, hint })
}

export function macroNotFound(name: string, known: Iterable<string>): SluiceError {
  const near = nearest(name, known)
  return new SluiceError('MACRO_NOT_FOUND', {
    message: `there is no macro named '${name}'`,
    hint: near ? `did you mean ${near}?` : undefined,
  })
}

export function referenceArguments(message: string, expected: string): SluiceError {
  return new SluiceError('REF_ARGUMENTS', { message, expected })
}

export function unresolved(kind: string, name: string, from: string, candidates: Iterable<string>): SluiceError {
  const near = nearest(name, candidates)
  return new SluiceError('REF_UNRESOLVED', {
    message: `${from} depends on a ${kind} named '${name}' which was not found or is disabled`,
    hint: near ? `did you mean '${near}'?` : undefined,
  })
}

export function refNotDeclared(from: string, name: string, call: string): SluiceError {
  return new SluiceError('REF_NOT_DECLARED', {
    message: `${from} refers to '${name}' only when it runs, so its place in the order is not known`,
    expected: 'every ref to be reached while the project is parsed (execute is false then)',
    hint: `add this line to the model, outside any condition: -- depends_on: {{ ${call} }}`,
  })
}

export function refEphemeral(name: string): SluiceError {
  return new SluiceError('REF_EPHEMERAL', {
    message: `an operation cannot refer to the ephemeral model '${name}'`,
    hint: 'give it a materialization of view or table',
  })
}

export function configArguments(): SluiceError {
  return new SluiceError('CONFIG_ARGUMENTS', {
    message: 'config() was called with the wrong arguments',
    expected: "keyword arguments, or one dict: config(materialized='table')",
  })
}

export function configConflict(oldKey: string, newKey: string): SluiceError {
  return new SluiceError('CONFIG_ARGUMENTS', {
    message: `config() got both '${oldKey}' and '${newKey}'`,
    expected: 'one spelling of the hook',
  })
}

export function configMissing(name: string, nodeId: string): SluiceError {
  return new SluiceError('CONFIG_MISSING', {
    message: `${nodeId} does not set the required config '${name}'`,
    hint: `add ${name} to its config`,
  })
}

export function configInvalid(name: string, message: string, expected: string): SluiceError {
  return new SluiceError('CONFIG_INVALID', { message: `config '${name}': ${message}`, expected })
}

export function resultConsumed(name: string): SluiceError {
  return new SluiceError('RESULT_CONSUMED', {
    message: `the result of statement '${name}' was loaded before and is gone`,
    hint: 'keep it in a variable: {% set result = load_result(…) %}',
  })
}

export function introspectionRefused(what: string): SluiceError {
  return new SluiceError('INTROSPECTION_REFUSED', {
    message: `${what} asks the warehouse, which --no-introspect forbids`,
    next: 'the same command without --no-introspect',
  })
}

export function seedUnreadable(message: string, location: SourceLocation, nodeId?: string): SluiceError {
  return new SluiceError('SEED_UNREADABLE', { message, location, nodeId })
}

export function seedRagged(location: SourceLocation, cells: number, columns: number, nodeId?: string): SluiceError {
  return new SluiceError('SEED_RAGGED', {
    message: `row has ${cells} ${cells === 1 ? 'cell' : 'cells'}, the header has ${columns}`,
    location,
    expected: `${columns} cells`,
    hint: cells > columns ? 'quote a cell that contains the delimiter: "a,b"' : 'an empty cell still needs its delimiter',
    nodeId,
  })
}

export function seedType(location: SourceLocation, column: string, value: string, type: string, nodeId?: string): SluiceError {
  return new SluiceError('SEED_TYPE', { message: `column ${column}: '${value}' is not ${type}`, location, nodeId })
}

export function relationNull(method: string, argument: string): SluiceError {
  return new SluiceError('RELATION_NULL', { message: `adapter.${method}() got no relation for '${argument}'`, expected: 'a Relation' })
}

export function strategyInvalid(strategy: string, valid: readonly string[]): SluiceError {
  return new SluiceError('INCREMENTAL_STRATEGY_UNKNOWN', {
    message: `The incremental strategy '${strategy}' is not valid for this adapter`,
    expected: `one of ${valid.join(', ')}, or a macro of your own named get_incremental_<strategy>_sql`,
  })
}

export function strategyMacroMissing(macro: string, known: Iterable<string>): SluiceError {
  const candidates = [...known].filter((name) => name.startsWith('get_incremental_'))
  const near = nearest(macro, candidates)
  return new SluiceError('INCREMENTAL_STRATEGY_UNKNOWN', {
    message: `dbt could not find an incremental strategy macro with the name "${macro}"`,
    hint: near ? `did you mean ${near}?` : undefined,
  })
}

export function snapshotTargetInvalid(missing: readonly string[]): SluiceError {
  return new SluiceError('SNAPSHOT_TARGET_INVALID', {
    message: `Snapshot target is missing configured columns: ${missing.join(', ')}`,
    hint: 'a table that is no snapshot stands in its place; rename one of them',
  })
}

export function constraintInvalid(raw: unknown, expected: string): SluiceError {
  return new SluiceError('CONSTRAINT_INVALID', { message: `could not read the constraint ${JSON.stringify(raw)}`, expected })
}

export function contractMismatch(message: string): SluiceError {
  return new SluiceError('CONTRACT_MISMATCH', { message, hint: 'bring the columns of the SQL and of the contract together' })
}

export function moduleValue(message: string, expected?: string): SluiceError {
  return new SluiceError('MODULE_VALUE', { message, expected })
}

export function validationFailed(value: string, allowed: string): SluiceError {
  return new SluiceError('VALIDATION_FAILED', { message: `value '${value}' is not allowed`, expected: `one of ${allowed}` })
}

export function wrongArguments(message: string): SluiceError {
  return new SluiceError('TEMPLATE_ARGUMENTS', { message })
}

export function wrongType(message: string): SluiceError {
  return new SluiceError('TEMPLATE_TYPE', { message })
}

export function raised(message: string, nodeId?: string): SluiceError {
  return new SluiceError('RAISED_BY_TEMPLATE', { message, nodeId })
}

export function queryCommentIllegal(comment: string, location: SourceLocation): SluiceError {
  return new SluiceError('CONFIG_INVALID', {
    message: `query-comment contains "*/", which would end it: ${comment}`,
    location,
    expected: 'a text that fits into /* … */',
  })
}

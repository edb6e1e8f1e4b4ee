/** Errors of running nodes. */
import { durationText } from '../core/duration.js'
import { SluiceError, type SourceLocation } from '../core/error.js'
import { nearest } from '../core/nearest.js'
import type { Resource, UniqueId } from '../core/node.js'

export interface MissingParent {
  readonly child: Resource
  readonly parent: { readonly unique_id: UniqueId; readonly name: string; readonly resource_type: string }
  /** As the warehouse would be asked. */
  readonly relation: string
  readonly location: SourceLocation | undefined
}

export function parentNotBuilt({ child, parent, relation, location }: MissingParent): SluiceError {
  return new SluiceError('PARENT_NOT_BUILT', {
    message: `${child.name} reads ${parent.resource_type} ${parent.name}, which was never built: ${relation} does not exist`,
    location,
    nodeId: child.unique_id,
    expected: `${parent.name} in the selection, or built before`,
    hint: 'build it too, or defer to an environment that has it (--defer --state DIR)',
    next: `sluice build --select +${child.name}+`,
  })
}

export function materializationMissing(name: string, adapter: string, known: readonly string[], location?: SourceLocation): SluiceError {
  const near = nearest(name, known)
  return new SluiceError('MATERIALIZATION_MISSING', {
    message: `No materialization '${name}' was found for adapter ${adapter}! (searched types 'default' and '${adapter}')`,
    location,
    expected: 'a materialization of the project, of a package or built in',
    hint: near ? `did you mean ${near}?` : undefined,
  })
}

export function languageUnsupported(macro: string, languages: readonly string[], language: string, adapter: string): SluiceError {
  const known = languages.map((each) => `'${each}'`).join(', ')
  return new SluiceError('MATERIALIZATION_LANGUAGE', {
    message: `Materialization "${macro}" only supports languages [${known}]; got "${language}"`,
    hint: language === 'python' && adapter !== 'duckdb' ? 'models in Python run on DuckDB alone; write this one in SQL' : undefined,
  })
}

/** `gap`: what the properties files leave open. */
export function offlineColumnsMissing(node: Resource, gap: string, location: SourceLocation): SluiceError {
  return new SluiceError('OFFLINE_COLUMNS_MISSING', {
    message: `${node.resource_type} ${node.name}: ${gap}`,
    location,
    nodeId: node.unique_id,
    hint: 'list all columns in a properties file, each with data_type',
  })
}

/** A template that fails after a query of its own had no rows has most likely not expected that. */
export function offlineRowsMissing(error: unknown): unknown {
  if (!(error instanceof SluiceError) || !error.code.startsWith('TEMPLATE_')) return error
  const hint = 'no warehouse is asked, so queries of templates answer no rows: look whether there are any first, or compile with a login'
  return new SluiceError(error.code, { ...error.fields, hint, cause: error })
}

export function materializationResult(message: string, expected: string): SluiceError {
  return new SluiceError('MATERIALIZATION_RESULT', { message, expected })
}

export function testResultInvalid(id: UniqueId, message: string): SluiceError {
  return new SluiceError('TEST_RESULT_INVALID', {
    message: `${id}: ${message}`,
    expected: 'one row with the columns failures, should_warn and should_error',
    hint: 'does a macro of the project override get_test_sql or the test materialization?',
  })
}

export function freshnessImpossible(name: string, adapter: string): SluiceError {
  return new SluiceError('FRESHNESS_IMPOSSIBLE', {
    message: `Could not compute freshness for source ${name}: no 'loaded_at_field' provided and ${adapter} adapter does not support metadata-based freshness checks.`,
    hint: 'give the source a loaded_at_field or a loaded_at_query',
  })
}

export function freshnessResult(name: string, found: string): SluiceError {
  return new SluiceError('FRESHNESS_IMPOSSIBLE', {
    message: `the freshness query of source ${name} gave ${found}`,
    expected: 'one row: the newest loading time and the time now',
  })
}

export function operationMacroNotFound(name: string, known: Iterable<string>): SluiceError {
  const near = nearest(name, known)
  return new SluiceError('OPERATION_MACRO_NOT_FOUND', {
    message: `no macro with the name '${name}' was found in any package`,
    hint: near ? `did you mean ${near}?` : undefined,
  })
}

export function nodeTimedOut(node: Resource, seconds: number): SluiceError {
  return new SluiceError('NODE_TIMEOUT', {
    message: `${node.resource_type.replace('_', ' ')} ${node.name} was stopped after ${durationText(seconds)}, its timeout`,
    nodeId: node.unique_id,
    hint: 'raise `timeout` in its config, or of the target in profiles.yml; what took so long is in its compiled SQL',
  })
}

export function batchConfigInvalid(node: Resource, message: string, expected: string): SluiceError {
  return new SluiceError('BATCH_CONFIG_INVALID', { message: `${node.name}: ${message}`, nodeId: node.unique_id, expected })
}

/** The cause's place stays; most often a given row does not fit its column's type. */
export function unitTestNotRun(node: Resource, cause?: SluiceError): SluiceError {
  if (!cause)
    return new SluiceError('UNIT_TEST_FAILED_TO_RUN', { message: `unit test ${node.name} ran no main statement`, nodeId: node.unique_id })
  const { message, detail, ...fields } = cause.fields
  const text = typeof detail?.text === 'string' ? detail.text : message
  const hint = 'a given or expected row may not fit the type of its column'
  return new SluiceError('UNIT_TEST_FAILED_TO_RUN', { hint, ...fields, message: `unit test ${node.name} could not be run: ${text}`, cause })
}

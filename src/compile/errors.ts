/** Errors of turning a node into SQL. */
import { SluiceError, type SourceLocation } from '../core/error.js'
import { nearest } from '../core/nearest.js'

export function fixtureInputUnknown(test: string, input: string, location: SourceLocation | undefined): SluiceError {
  return new SluiceError('UNIT_TEST_INPUT', {
    message: `unit test '${test}' gives rows for ${input}, which is nothing of the project`,
    expected: "ref('model'), source('name', 'table') or this",
    location,
  })
}

export function fixtureRowsMissing(test: string, what: string, location: SourceLocation | undefined): SluiceError {
  return new SluiceError('UNIT_TEST_INPUT', {
    message: `unit test '${test}' has no rows for ${what}`,
    expected: 'rows, or the name of a fixture file',
    location,
  })
}

export function fixtureWithoutTypes(test: string, input: string, location: SourceLocation): SluiceError {
  return new SluiceError('UNIT_TEST_INPUT', {
    message: `unit test '${test}' gives rows for ${input}, an ephemeral model, so no relation tells the types of its columns`,
    expected: 'rows as a query, which has types of its own',
    hint: `under given: {input: ${input}, format: sql, rows: "select 1 as id"}`,
    location,
  })
}

export function inputNotGiven(test: string, id: string, location: SourceLocation | undefined): SluiceError {
  const [kind, ...parts] = id.split('.')
  const name = parts.at(-1) ?? id
  const call = kind === 'source' ? `source('${parts.at(-2)}', '${name}')` : `ref('${name}')`
  return new SluiceError('UNIT_TEST_INPUT', {
    message: `unit test '${test}' gives no rows for ${call}, which its model reads`,
    hint: `add to given: - {input: ${call}, rows: []}`,
    location,
  })
}

export function testedModelUnknown(
  test: string,
  model: string,
  candidates: Iterable<string>,
  location: SourceLocation | undefined,
): SluiceError {
  const near = nearest(model, candidates)
  return new SluiceError('UNIT_TEST_INPUT', {
    message: `unit test '${test}' tests '${model}', which is not a model of the project`,
    hint: near ? `did you mean ${near}?` : undefined,
    location,
  })
}

export function constraintTarget(expression: string, nodeId: string): SluiceError {
  return new SluiceError('CONSTRAINT_INVALID', {
    message: `the foreign key of ${nodeId} refers to ${expression}, which is nothing of the project`,
    expected: "to: ref('model') or source('name', 'table')",
    nodeId,
  })
}

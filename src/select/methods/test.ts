/** `test_name` and `test_type`. */
import { isGenericTest, type Resource } from '../../core/node.js'
import { valueInvalid } from '../errors.js'
import { fnmatch } from '../pattern.js'
import { textMethod } from './method.js'

export const testName = textMethod('the generic test a data test applies, or a unit test', (value) => (resource) => {
  if (resource.resource_type === 'unit_test') return fnmatch(resource.name, value)
  return resource.resource_type === 'test' && resource.test_metadata !== undefined && fnmatch(resource.test_metadata.name, value)
})

const generic = isGenericTest
const singular = (resource: Resource) => resource.resource_type === 'test' && !isGenericTest(resource)

/** `schema` is the old word for generic. */
const testTypes: Readonly<Record<string, (resource: Resource) => boolean>> = {
  generic,
  schema: generic,
  singular,
  unit: (resource) => resource.resource_type === 'unit_test',
  data: (resource) => resource.resource_type === 'test',
}

export const testType = textMethod('generic, singular, data or unit', (value) => {
  const matches = testTypes[value]
  if (!matches) throw valueInvalid('test_type', value, Object.keys(testTypes))
  return matches
})

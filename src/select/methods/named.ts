/** Methods for kinds that are named by their own name, optionally with the package (and source) in front. */
import type { Resource } from '../../core/node.js'
import { valueShape } from '../errors.js'
import { fnmatch } from '../pattern.js'
import { type SelectorMethod, textMethod } from './method.js'

export const source = textMethod('a source, or one of its tables', (value) => {
  const parts = value.split('.')
  if (parts.length > 3) throw valueShape('source', value, 'source_name, source_name.table_name or package.source_name.table_name')
  const [packageName, sourceName, table] = parts.length === 3 ? parts : ['*', parts[0], parts[1] ?? '*']
  return (resource) =>
    resource.resource_type === 'source' &&
    fnmatch(resource.package_name, packageName ?? '*') &&
    fnmatch(resource.source_name, sourceName ?? '*') &&
    fnmatch(resource.name, table ?? '*')
})

export const exposure = named('exposure', 'an exposure')
export const metric = named('metric', 'a metric')
export const semanticModel = named('semantic_model', 'a semantic model')
export const savedQuery = named('saved_query', 'a saved query')
export const unitTest = named('unit_test', 'a unit test')

function named(type: Resource['resource_type'], summary: string): SelectorMethod {
  return textMethod(summary, (value) => {
    const parts = value.split('.')
    if (parts.length > 2) throw valueShape(type, value, `${type}_name or package.${type}_name`)
    const [packageName, name] = parts.length === 2 ? parts : ['*', parts[0]]
    return (resource) =>
      resource.resource_type === type && fnmatch(resource.package_name, packageName ?? '*') && fnmatch(resource.name, name ?? '*')
  })
}

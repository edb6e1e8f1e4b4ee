/** The registry of selection methods: typed selections and selectors.yml use the same table. */
import { access, group, packageName, resourceType, tag, version } from './attributes.js'
import { config } from './config.js'
import { fqn } from './fqn.js'
import type { SelectorMethod } from './method.js'
import { exposure, metric, savedQuery, semanticModel, source, unitTest } from './named.js'
import { file, path } from './path.js'
import { result, sourceStatus } from './result.js'
import { selector } from './selector.js'
import { state } from './state.js'
import { testName, testType } from './test.js'

export const methods: Readonly<Record<string, SelectorMethod>> = {
  fqn,
  tag,
  group,
  access,
  source,
  path,
  file,
  package: packageName,
  config,
  test_name: testName,
  test_type: testType,
  resource_type: resourceType,
  state,
  exposure,
  metric,
  result,
  source_status: sourceStatus,
  version,
  semantic_model: semanticModel,
  saved_query: savedQuery,
  unit_test: unitTest,
  selector,
}

export const methodNames: readonly string[] = Object.keys(methods)

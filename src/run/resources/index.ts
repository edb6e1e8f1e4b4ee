/** Resource type → how it runs. */
import type { Resource, ResourceType } from '../../core/node.js'
import type { NodeRun, ResourceRunner } from '../node-run.js'
import { runDataTest } from './data-test.js'
import { runModel } from './model.js'
import { runNoOp } from './no-op.js'
import { runUnitTest } from './unit-test.js'

type Runners = { readonly [T in Resource['resource_type']]?: ResourceRunner<Extract<Resource, { readonly resource_type: T }>> }

const runners: Runners = {
  model: runModel,
  seed: runModel,
  snapshot: runModel,
  function: runModel,
  test: runDataTest,
  unit_test: runUnitTest,
  exposure: runNoOp,
  saved_query: runNoOp,
}

export function runnerFor(type: ResourceType): ResourceRunner | undefined {
  return (runners as Readonly<Partial<Record<ResourceType, (run: NodeRun<never>) => ReturnType<ResourceRunner>>>>)[type] as
    | ResourceRunner
    | undefined
}

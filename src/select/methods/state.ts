/** `state`: what differs from an earlier manifest. The comparisons themselves are in `state/`. */
import { SluiceError } from '../../core/error.js'
import type { Resource } from '../../core/node.js'
import type { SelectionEnv } from '../environment.js'
import { stateMissing, valueInvalid } from '../errors.js'
import { createComparison } from '../state/comparison.js'
import { textMethod } from './method.js'

type Comparison = ReturnType<typeof createComparison>

const checks: Readonly<Record<string, (comparison: Comparison, resource: Resource) => boolean>> = {
  new: (comparison, resource) => comparison.isNew(resource),
  old: (comparison, resource) => !comparison.isNew(resource),
  modified: (comparison, resource) => comparison.isModified(resource),
  unmodified: (comparison, resource) => !comparison.isModified(resource),
  'modified.body': (comparison, resource) => comparison.differs('body', resource),
  'modified.configs': (comparison, resource) => comparison.differs('configs', resource),
  'modified.persisted_descriptions': (comparison, resource) => comparison.differs('persisted_descriptions', resource),
  'modified.relation': (comparison, resource) => comparison.differs('relation', resource),
  'modified.macros': (comparison, resource) => comparison.usesModifiedMacros(resource),
  'modified.contract': (comparison, resource) => comparison.breaksOrChangesContract(resource),
}
export const stateValues: readonly string[] = Object.keys(checks)
const seesRemovedModels = new Set(['modified', 'unmodified', 'modified.contract'])

const comparisons = new WeakMap<SelectionEnv['state'], Comparison>()

export const state = textMethod('what changed against the manifest of --state', (value, env) => {
  const { previousManifest: previous, answers } = env.state
  if (!previous && !answers) throw stateMissing('state', 'manifest.json')
  const check = checks[value]
  if (!check) throw valueInvalid('state', value, stateValues)
  if (!previous) return answered(answers?.[value])
  const comparison = comparisons.get(env.state) ?? createComparison(env, previous)
  comparisons.set(env.state, comparison)
  if (seesRemovedModels.has(value)) comparison.checkRemovedModels()
  return (resource) => check(comparison, resource)
})

function answered(answer: ReadonlySet<string> | SluiceError | undefined): ReadonlySet<string> {
  if (answer instanceof SluiceError) throw answer
  return answer ?? new Set()
}

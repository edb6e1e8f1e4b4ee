/** Values of configs that must have a certain type or be one of a few words. */
import { parseDuration } from '../core/duration.js'
import type { SourceLocation } from '../core/error.js'
import type { Plain } from '../core/node.js'
import { isMapping } from '../load/index.js'
import { configInvalid } from './errors.js'
import type { Draft, Session } from './session.js'
import { checkShares } from './share-thresholds.js'

interface Rule {
  readonly expected: string
  readonly holds: (value: unknown) => boolean
}

const flag: Rule = { expected: 'true or false', holds: (value) => typeof value === 'boolean' }
const text: Rule = { expected: 'text', holds: (value) => typeof value === 'string' }
const mapping: Rule = { expected: 'a mapping', holds: isMapping }
const textOrList: Rule = {
  expected: 'text or a list of texts',
  holds: (value) => typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string')),
}
const oneOf = (...words: string[]): Rule => ({ expected: `one of: ${words.join(', ')}`, holds: (value) => words.includes(String(value)) })

type Rules = readonly (readonly [key: string, rule: Rule])[]

const everywhere: Rules = [
  ['enabled', flag],
  ['alias', { ...text, holds: (value) => typeof value === 'string' || typeof value === 'number' }],
  ['meta', mapping],
  ['tags', textOrList],
  ['group', text],
  ['timeout', { expected: 'seconds, or a length of time such as 10m', holds: (value) => parseDuration(value) !== undefined }],
]

const ofTests: Rules = [
  ...everywhere,
  ['severity', { expected: 'error or warn', holds: (value) => /^(?:warn|error)$/i.test(String(value)) }],
  ['store_failures', flag],
  ['limit', { expected: 'a whole number', holds: (value) => Number.isInteger(value) }],
  ['fail_calc', text],
]

const ofNodes: Rules = [
  ...everywhere,
  ['materialized', text],
  ['persist_docs', mapping],
  ['quoting', mapping],
  ['column_types', mapping],
  ['grants', mapping],
  ['docs', mapping],
  ['contract', mapping],
  ['full_refresh', flag],
  ['on_configuration_change', oneOf('apply', 'continue', 'fail')],
  ['access', oneOf('private', 'protected', 'public')],
  ['unique_key', textOrList],
  ['delimiter', text],
]

export function checkConfig(
  session: Session,
  node: Pick<Draft, 'unique_id' | 'kind' | 'name'>,
  config: Plain,
  location: SourceLocation,
): void {
  for (const [key, rule] of node.kind === 'test' ? ofTests : ofNodes) {
    const value = config[key]
    if (value === null || value === undefined || rule.holds(value)) continue
    session.problems.add(configInvalid(node.unique_id, key, value, rule.expected, location))
  }
  if (node.kind === 'test') checkShares(session, node.unique_id, config, location)
  const fixed = fixedMaterializations[node.kind]
  if (fixed && config.materialized !== fixed)
    session.problems.add(configInvalid(node.unique_id, 'materialized', config.materialized, `${fixed}, or no such config`, location))
  const enforced = isMapping(config.contract) && config.contract.enforced === true
  const change = config.on_schema_change
  if (enforced && config.materialized === 'incremental' && change !== 'append_new_columns' && change !== 'fail') {
    session.problems.add(
      configInvalid(
        node.unique_id,
        'on_schema_change',
        change,
        'append_new_columns or fail, because the model has an enforced contract',
        location,
      ),
    )
  }
}

const fixedMaterializations: Readonly<Partial<Record<Draft['kind'], string>>> = { seed: 'seed', snapshot: 'snapshot', test: 'test' }

/** `publish: after_tests`: what a node builds is seen by others only once its data tests have passed on it. */
import { Cursor, type CursorSource } from './cursor.js'
import type { Resource } from './node.js'
import { ownSetting } from './own-setting.js'

export interface PublishSetting {
  /** What tests look at where rows are added: the table as it will be, or, where a test judges row by row, the rows that come. */
  readonly audit: 'whole' | 'new_rows'
  /** What failed stays, under the name it was built by, until the next run. */
  readonly keepCandidate: boolean
}

const forms = 'after_tests, or a mapping with after_tests: true'

/** Undefined where the node publishes as it builds. Throws `SETTINGS_INVALID`. */
export function readPublish(value: Cursor): PublishSetting | undefined {
  const { value: given } = value
  if (given === false || given === 'off' || given === 'as_built') return undefined
  if (given === true || given === 'after_tests') return { audit: 'whole', keepCandidate: false }
  if (given === null || typeof given !== 'object' || Array.isArray(given))
    throw value.problem(`publish is ${JSON.stringify(given)}`, forms, undefined, 'off is what nodes do without it')
  value.mapping(['after_tests', 'audit', 'keep_candidate'], 'publish')
  const audit = value.optionalWord('audit', ['whole', 'new_rows'] as const) ?? 'whole'
  const keepCandidate = value.flag('keep_candidate')
  if (!value.has('after_tests')) throw value.problem('publish says nothing about when', forms, undefined, 'add `after_tests: true`')
  return value.flag('after_tests') ? { audit, keepCandidate } : undefined
}

/** The node's own setting; undefined too where it is not given. */
export function publishOf(node: Resource, source: CursorSource): PublishSetting | undefined {
  const given = ownSetting(node, 'publish')
  return given === undefined ? undefined : readPublish(new Cursor({ publish: given }, source).at('publish'))
}

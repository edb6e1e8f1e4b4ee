/** Configs that certain nodes cannot do without, and values only right together with others. */
import { runsByBatch } from '../context/index.js'
import type { ManifestNode, ModelNode } from '../core/node.js'
import type { Assembly } from './assembly.js'
import { configInvalid, propertyInvalid } from './errors.js'
import { placeOf, type Session } from './session.js'

type Fail = (key: string, expected: string) => void

export function checkRequiredConfigs(session: Session, assembly: Assembly): void {
  const byBatch = runsByBatch(session.macros, session.project, session.invocation.flags)
  for (const node of Object.values(assembly.nodes)) {
    const fail: Fail = (key, expected) =>
      session.problems.add(configInvalid(node.unique_id, key, node.config[key] ?? null, expected, placeOf(session, node)))
    if (node.resource_type === 'snapshot') checkSnapshot(node, fail)
    const microbatch = node.config.materialized === 'incremental' && node.config.incremental_strategy === 'microbatch'
    if (microbatch && byBatch) checkMicrobatch(node, fail)
    if (node.resource_type === 'model') checkContract(session, node)
  }
}

function isEmpty(value: unknown): boolean {
  return !value || (Array.isArray(value) && value.length === 0)
}

function checkSnapshot(node: ManifestNode, fail: Fail): void {
  const { strategy, unique_key: key, check_cols: columns, updated_at: updated } = node.config
  if (!strategy) fail('strategy', 'timestamp, check, or a strategy of your own')
  if (isEmpty(key)) fail('unique_key', 'the column, or the columns, that identify a row')
  if (strategy === 'check' && (isEmpty(columns) || (typeof columns === 'string' && columns !== 'all')))
    fail('check_cols', '`all`, or a list of columns')
  if (strategy !== 'timestamp') return
  if (!updated) fail('updated_at', 'the column that says when a row last changed')
  if (columns) fail('check_cols', 'no such config with the timestamp strategy')
}

const batchSizes = ['hour', 'day', 'month', 'year']

function checkMicrobatch(node: ManifestNode, fail: Fail): void {
  const { event_time: time, begin, batch_size: size, lookback, concurrent_batches: concurrent } = node.config
  if (typeof time !== 'string') fail('event_time', 'the column with the time of the event')
  if (typeof begin !== 'string' || Number.isNaN(Date.parse(begin))) fail('begin', 'the first moment to build, as an ISO date')
  else if (/^\d{4}-\d{2}-\d{2}$/.test(begin)) node.config.begin = `${begin}T00:00:00`
  if (!batchSizes.includes(String(size))) fail('batch_size', `one of: ${batchSizes.join(', ')}`)
  if (!isAbsent(lookback) && !Number.isInteger(lookback)) fail('lookback', 'a whole number of batches')
  if (!isAbsent(concurrent) && typeof concurrent !== 'boolean') fail('concurrent_batches', 'true or false')
}

function isAbsent(value: unknown): boolean {
  return value === null || value === undefined
}

/** A contract needs columns to hold to; a primary key is declared once. */
function checkContract(session: Session, node: ModelNode): void {
  if (node.patch_path === null) return
  const at = session.described.get(node.unique_id)
  const fail = (message: string, expected: string): void =>
    session.problems.add(propertyInvalid(message, at?.() ?? placeOf(session, node), expected))
  if (node.contract.enforced && Object.keys(node.columns).length === 0)
    fail(`model ${node.name} has a contract and no columns`, '`columns:` with `name:` and `data_type:`')
  if (node.contract.enforced && node.language !== 'sql')
    fail(`model ${node.name} has a contract and is written in ${node.language}`, 'a SQL model, or no contract')
  const keyColumns = Object.values(node.columns).filter((column) =>
    column.constraints.some((constraint) => constraint.type === 'primary_key'),
  )
  const ofModel = node.constraints.some((constraint) => constraint.type === 'primary_key')
  if (keyColumns.length > 1 || (keyColumns.length > 0 && ofModel)) {
    fail(`model ${node.name} declares its primary key more than once`, 'one constraint of the model with all its `columns:`')
  }
}

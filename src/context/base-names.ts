/** Names every template sees, wherever it is: conversions, log and print, sets and zips, flags, modules, facts of the run. */
import { createHash } from 'node:crypto'
import { DateTime, utc } from '../core/datetime.js'
import type { NodeInfo } from '../core/event.js'
import type { Invocation } from '../core/invocation.js'
import type { YamlCodec } from '../core/project.js'
import { define, TemplateFunction } from '../core/template-object.js'
import { dbtVersion } from '../core/version.js'
import { dictEntries, isDict, OneShot, PySet, returnFunction, Tuple, toText } from '../jinja/index.js'
import { wrongArguments } from './errors.js'
import { flagsObject } from './flags.js'
import { fromJson, toJson } from './json.js'
import { modules } from './modules/index.js'
import { items, toPlainDeep, walk } from './python.js'
import type { NameTable } from './scope.js'

export interface BaseOwner {
  readonly invocation: Invocation
  readonly yaml: YamlCodec | undefined
  readonly threadId: string
  readonly nodeInfo: NodeInfo | undefined
  /** Told the name of each flag read. */
  readonly onFlag: ((name: string) => void) | undefined
}

export const baseNames: NameTable<BaseOwner> = {
  dbt_version: () => dbtVersion,
  invocation_id: (owner) => owner.invocation.id,
  run_started_at: (owner) => DateTime.fromEpoch(owner.invocation.startedAt.getTime() * 1000, utc),
  thread_id: (owner) => owner.threadId,
  modules: (owner) =>
    modules(
      () => owner.invocation.now(),
      () => owner.invocation.events.deprecated({ name: 'ModulesItertoolsUsageDeprecation' }),
    ),
  flags: (owner) => flagsObject(owner.invocation.flags, owner.onFlag),
  return: () => returnFunction,
  log: (owner) => define('log', ['msg', 'info?'], (message, info = false) => log(owner, message, info)),
  print: (owner) => define('print', ['msg'], (message) => print(owner, message)),
  fromjson: () => define('fromjson', ['string', 'default?'], (text, fallback = null) => fromJson(text, fallback)),
  tojson: () => define('tojson', ['value', 'default?', 'sort_keys?'], (value, _fallback, sortKeys = false) => toJson(value, sortKeys)),
  fromyaml: (owner) => define('fromyaml', ['value', 'default?'], (text, fallback = null) => fromYaml(owner, text, fallback)),
  toyaml: (owner) =>
    define('toyaml', ['value', 'default?', 'sort_keys?'], (value, fallback = null, sort = false) => toYaml(owner, value, fallback, sort)),
  set: () => define('set', ['value', 'default?'], (value, fallback = null) => (walk(value) ? new PySet(items(value)) : fallback)),
  set_strict: () => define('set_strict', ['value'], (value) => new PySet(items(value))),
  zip: () => new TemplateFunction('zip', (args, kwargs) => (args.every(walk) ? zipped(args) : (kwargs['default'] ?? null))),
  zip_strict: () => new TemplateFunction('zip_strict', (args) => zipped(args)),
  local_md5: () => define('local_md5', ['value'], (value) => md5(value)),
  diff_of_two_dicts: () => define('diff_of_two_dicts', ['dict_a', 'dict_b'], differenceOfDicts),
}

function log(owner: BaseOwner, message: unknown, info: unknown): string {
  const data = { msg: toText(message), ...(owner.nodeInfo ? { node_info: owner.nodeInfo } : {}) }
  owner.invocation.events.emit(info ? 'JinjaLogInfo' : 'JinjaLogDebug', data)
  return ''
}

function print(owner: BaseOwner, message: unknown): string {
  if (owner.invocation.flags['print'] !== false) owner.invocation.events.emit('PrintEvent', { msg: toText(message) })
  return ''
}

function zipped(lists: readonly unknown[]): OneShot {
  const rows = lists.map(items)
  const length = rows.length === 0 ? 0 : Math.min(...rows.map((row) => row.length))
  return new OneShot(
    Array.from({ length }, (_, index) => Tuple.from(rows.map((row) => row[index]))),
    'zip',
  )
}

function md5(value: unknown): string {
  if (typeof value !== 'string') throw wrongArguments('local_md5() needs a string')
  return createHash('md5').update(value).digest('hex')
}

function fromYaml(owner: BaseOwner, text: unknown, fallback: unknown): unknown {
  try {
    return owner.yaml?.parse(toText(text)) ?? null
  } catch {
    return fallback
  }
}

function toYaml(owner: BaseOwner, value: unknown, fallback: unknown, sortKeys: boolean): unknown {
  try {
    return owner.yaml?.stringify(toPlainDeep(value), sortKeys) ?? fallback
  } catch {
    return fallback
  }
}

/** Entries of lists in `a` that `b` lacks, compared without case; keys with nothing left are dropped. */
function differenceOfDicts(a: unknown, b: unknown): Map<unknown, unknown> {
  const lower = (value: unknown): string => toText(value).toLowerCase()
  const known = new Map((isDict(b) ? dictEntries(b) : []).map(([key, values]) => [lower(key), new Set(items(values).map(lower))]))
  const difference = new Map<unknown, unknown>()
  for (const [key, values] of isDict(a) ? dictEntries(a) : []) {
    const other = known.get(lower(key))
    const left = other ? items(values).filter((value) => !other.has(lower(value))) : values
    if (!other || items(left).length > 0) difference.set(key, left)
  }
  return difference
}

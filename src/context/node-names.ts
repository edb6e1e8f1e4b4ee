/** Names that every node's template sees, parsing or running; each stage adds how `ref`, `config` and `adapter` behave. */
import type { AdapterModule } from '../adapters/index.js'
import type { Plain } from '../core/node.js'
import type { Project } from '../core/project.js'
import { define, TemplateFunction } from '../core/template-object.js'
import { callValue, equal, isDict, toText } from '../jinja/index.js'
import { columnClass, relationClass } from './api.js'
import { type BaseOwner, baseNames } from './base-names.js'
import { nodeRecord } from './dataclass.js'
import { envFunction } from './env.js'
import { dispatchArguments, raised, validationFailed } from './errors.js'
import { exceptionsObject } from './exceptions.js'
import type { ResolverFacts } from './references.js'
import { flagValue, runtimeConfig } from './runtime-config.js'
import type { NameTable } from './scope.js'
import { statementFunctions } from './statements.js'
import type { NodeScope } from './types.js'

export interface NodeOwner extends BaseOwner {
  readonly project: Project
  readonly module: AdapterModule
  readonly nodeId: string | undefined
  readonly results: NodeScope['results']
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly envOverrides: Plain | undefined
  readonly onEnv: ((name: string) => void) | undefined
  readonly onTarget: ((name: string) => void) | undefined
  /** Renders text with this very scope. */
  readonly render: (text: string) => unknown
}

export const nodeNames: NameTable<NodeOwner> = {
  ...(baseNames as NameTable<NodeOwner>),
  target: (owner) => targetObject(owner.project),
  env: (owner) => targetObject(owner.project),
  project_name: (owner) => owner.project.root.name,
  env_var: (owner) => envFunction({ env: owner.environment, secrets: 'refused', overrides: owner.envOverrides, onRead: owner.onEnv }),
  api: (owner) => ({
    Relation: relationClass({ module: owner.module, quoting: owner.project.root.config.quoting }),
    Column: columnClass(owner.module),
  }),
  column: (owner) => columnClass(owner.module),
  exceptions: (owner) => exceptionsObject(owner),
  validation: () => ({ any: validateAny }),
  render: (owner) => define('render', ['string'], (source: string) => owner.render(source)),
  load_result: (owner) => statementFunctions(owner.results).load_result,
  store_result: (owner) => statementFunctions(owner.results).store_result,
  store_raw_result: (owner) => statementFunctions(owner.results).store_raw_result,
  _sql_results: (owner) => owner.results,
  dbt_metadata_envs: (owner) => customEnvironment(owner.environment),
  invocation_args_dict: (owner) => invocationArguments(owner),
  try_or_compiler_error: (owner) => new TemplateFunction('try_or_compiler_error', (args, kwargs) => tryOr(owner, args, kwargs)),
  adapter_macro: () =>
    new TemplateFunction('adapter_macro', ([name]) => {
      throw dispatchArguments(`adapter_macro is gone; it was called for ${toText(name)}`, `adapter.dispatch('${toText(name)}')(…)`)
    }),
  sql_now: () => 'now()',
}

/** `target.*`: the profile's output without secrets, and the names dbt adds. */
export function targetObject(project: Project): Plain {
  const { target } = project
  const { profileName, name, type, threads, schema, database } = target
  return { ...target.fields, profile_name: profileName, name, target_name: name, type, threads, schema, database }
}

/** `DBT_ENV_CUSTOM_ENV_X` → `X`. */
export function customEnvironment(env: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  const prefix = 'DBT_ENV_CUSTOM_ENV_'
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      name.startsWith(prefix) && value !== undefined ? [[name.slice(prefix.length), value]] : [],
    ),
  )
}

/** What `ref` and `source` tell about the project and the node, as dbt's resolvers do. */
export function resolverFacts(owner: NodeOwner, model: () => Plain): ResolverFacts {
  return {
    config: () => runtimeConfig(owner.project, owner.invocation),
    model: () => nodeRecord(model()),
    current_project: () => owner.project.root.name,
    Relation: () => relationClass({ module: owner.module, quoting: owner.project.root.config.quoting }),
  }
}

/** Left out while false, as dbt does. */
const falseLeftOut = new Set([
  'debug',
  'fullRefresh',
  'failFast',
  'warnError',
  'singleThreaded',
  'logCacheEvents',
  'storeFailures',
  'useExperimentalParser',
])

function invocationArguments(owner: NodeOwner): Plain {
  const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  const told = Object.entries(owner.invocation.flags).filter(
    ([name, value]) => value !== undefined && value !== null && (value !== false || !falseLeftOut.has(name)),
  )
  return Object.fromEntries(told.map(([name, value]) => [snake(name), flagValue(value)]))
}

/** `validation.any[…]` and `validation.any(…)`: a check that raises when a value is none of those given. */
const validateAny = new TemplateFunction('any', (allowed) =>
  define('inner', ['value'], (value: unknown) => {
    if (allowed.some((candidate) => equal(candidate, value))) return null
    throw validationFailed(toText(value), allowed.map(toText).join(', '))
  }),
)

function tryOr(owner: NodeOwner, args: readonly unknown[], kwargs: Plain): unknown {
  const [message, body, ...rest] = args
  const fail = (): never => {
    throw raised(toText(message), owner.nodeId)
  }
  try {
    const answer = callValue(body, rest, kwargs)
    return answer instanceof Promise ? answer.catch(fail) : answer
  } catch {
    return fail()
  }
}

/** Nulls left out one level deep, in the config and in columns: what `model` shows. */
export function withoutNulls(value: Plain): Plain {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== null && entry !== undefined))
}

/** Records within a node: their nulls are left out too; a dict that a project fills, `meta`, keeps its own. */
const innerRecords = ['config', 'contract', 'docs', 'test_metadata', 'time_spine', 'freshness']

function withoutInnerNulls(value: Plain): Plain {
  const kept: Record<string, unknown> = { ...withoutNulls(value) }
  for (const key of innerRecords) if (isDict(kept[key])) kept[key] = withoutInnerNulls(kept[key] as Plain)
  return kept
}

export function modelDict(node: Plain): Plain {
  const out: Record<string, unknown> = { ...withoutInnerNulls(node) }
  if (isDict(out['columns']))
    out['columns'] = Object.fromEntries(
      Object.entries(out['columns'] as Plain).map(([name, column]) => [name, withoutNulls(column as Plain)]),
    )
  if (Array.isArray(out['refs'])) out['refs'] = out['refs'].map(withoutNulls)
  if (out['compiled_code'] !== undefined) out['compiled_sql'] = out['compiled_code']
  return out
}

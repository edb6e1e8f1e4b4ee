/** `adapter` while nodes run. Functions of the engine come over the common ones of the same name. */
import { attribute, define, item, kind, missing, type TemplateFunction, type TemplateObject } from '../../core/template-object.js'
import { Tuple } from '../../jinja/index.js'
import { strategyInvalid, strategyMacroMissing } from '../errors.js'
import type { TemplateScope } from '../scope.js'
import { columnTable } from './columns.js'
import { type AdapterHost, commit, runStatement } from './host.js'
import { pureTable } from './pure.js'
import { type AdapterTable, relationTable, schemaTable } from './relations.js'
import { seedFunction } from './seed.js'

export function runtimeAdapter(host: AdapterHost, scope: () => TemplateScope<never>): TemplateObject {
  const { runtime, connection } = host
  const { module, project, macros, invocation } = runtime
  const warnConstraint = (type: string, problem: 'not_supported' | 'not_enforced'): void =>
    invocation.events.emit('Warning', {
      code: 'CONSTRAINT_INVALID',
      message:
        problem === 'not_supported'
          ? `${module.type} has no ${type} constraints; it is left out`
          : `${module.type} does not enforce ${type} constraints`,
    })
  const pureHost = { module, project, macros, scope, warnConstraint }
  const made = new Map<string, unknown>()
  const make = (name: string): unknown => {
    const engine = runtime.engineMethods(connection)
    if (Object.hasOwn(engine, name)) return engine[name]
    if (Object.hasOwn(runtimeTable, name)) return runtimeTable[name]?.(host)
    return Object.hasOwn(pureTable, name) ? pureTable[name]?.(pureHost) : missing
  }
  return {
    [attribute]: (name) => {
      if (!made.has(name)) made.set(name, make(name))
      return made.get(name)
    },
    [kind]: { typeName: 'RuntimeDatabaseWrapper' },
  }
}

const statementTable: AdapterTable<AdapterHost> = {
  execute: (host) =>
    define(
      'execute',
      ['sql', 'auto_begin?', 'fetch?', 'limit?'],
      async (sql: string, autoBegin = false, fetch = false, limit: number | null = null) => {
        const { response, table } = await runStatement(host, sql, { autoBegin, fetch, limit })
        return Tuple.of<unknown>(response, table)
      },
    ),
  add_query: (host) =>
    define(
      'add_query',
      ['sql', 'auto_begin?', 'bindings?', 'abridge_sql_log?'],
      async (sql: string, autoBegin = true, bindings: readonly unknown[] | null = null) => {
        const { response, table } = await runStatement(host, sql, { autoBegin, fetch: true, ...(bindings ? { bindings } : {}) })
        return Tuple.of<unknown>(response, table)
      },
    ),
  commit: (host) =>
    define('commit', [], async () => {
      await commit(host)
      return null
    }),
}

const builtinStrategies = ['append', 'delete+insert', 'merge', 'insert_overwrite', 'microbatch']

/** The macro of an incremental strategy; built-in strategies must be among those the engine takes. */
function strategyFunction(host: AdapterHost): TemplateFunction {
  return define('get_incremental_strategy_macro', ['model_context', 'strategy'], (context: TemplateObject, strategy: string | null) => {
    const wanted = strategy ?? 'default'
    const { module, macros, project } = host.runtime
    if (builtinStrategies.includes(wanted) && !module.incrementalStrategies.includes(wanted))
      throw strategyInvalid(wanted, module.incrementalStrategies)
    const name = `get_incremental_${wanted.replaceAll('+', '_')}_sql`
    const macro = context[item]?.(name)
    if (macro === undefined || macro === missing) throw strategyMacroMissing(name, macros.names(project.root.name))
    return macro
  })
}

export const runtimeTable: AdapterTable<AdapterHost> = {
  ...statementTable,
  ...relationTable,
  ...schemaTable,
  ...columnTable,
  load_seed: seedFunction,
  get_incremental_strategy_macro: strategyFunction,
}

/** The functions of `adapter` that need no warehouse: they answer the same while parsing and while running. */
import type { AdapterModule } from '../../adapters/index.js'
import type { Plain } from '../../core/node.js'
import type { Project } from '../../core/project.js'
import { type PathPart, pathParts } from '../../core/relation.js'
import type { Table } from '../../core/table.js'
import { agateTypeOf } from '../../core/table-type.js'
import { attribute, define, item, kind, missing, type TemplateFunction, type TemplateObject, truth } from '../../core/template-object.js'
import { callValue, getAttribute } from '../../jinja/index.js'
import { relationClass } from '../api.js'
import { configInvalid, dispatchArguments, dispatchNotFound } from '../errors.js'
import { plainObject, toPlainDeep } from '../python.js'
import type { TemplateScope } from '../scope.js'
import type { MacroRegistry } from '../types.js'
import { catalogIntegration, catalogRelation } from './catalogs.js'
import { type ConstraintWarning, columnDefinitions, modelConstraints } from './constraints.js'

export interface PureHost {
  readonly module: AdapterModule
  readonly project: Project
  readonly macros: MacroRegistry
  readonly scope: () => TemplateScope<never>
  readonly warnConstraint: ConstraintWarning
}

/** Made when a template first asks. */
export const pureTable: Readonly<Record<string, (host: PureHost) => unknown>> = {
  type: (host) => define('type', [], () => host.module.type),
  dispatch: (host) =>
    define('dispatch', ['macro_name', 'macro_namespace?', 'packages?'], (name, namespace = null, packages) =>
      dispatch(host, name, namespace, packages),
    ),
  quote: (host) => define('quote', ['identifier'], (identifier: string) => quoted(host, identifier)),
  quote_as_configured: (host) =>
    define('quote_as_configured', ['identifier', 'quote_key'], (identifier: string, part: string) => {
      if (!pathParts.includes(part as PathPart)) return identifier
      const { project, module } = host
      const choice = project.root.config.quoting[part as PathPart] ?? module.relationStyle.quotePolicy[part as PathPart]
      return choice ? quoted(host, identifier) : identifier
    }),
  quote_seed_column: (host) =>
    define('quote_seed_column', ['column', 'quote_config'], (column: string, choice: unknown) =>
      quoteSeedColumn(host.module, column, choice),
    ),
  convert_type: (host) =>
    define('convert_type', ['agate_table', 'col_idx'], (table: Table, index: number) => seedColumnType(host.module, table, index)),
  standardize_grants_dict: () => define('standardize_grants_dict', ['grants_table'], standardGrants),
  get_hard_deletes_behavior: () => define('get_hard_deletes_behavior', ['config'], hardDeletes),
  render_raw_columns_constraints: (host) =>
    define('render_raw_columns_constraints', ['raw_columns'], (columns: unknown) =>
      columnDefinitions(
        host.module,
        Object.values(plainObject(columns)).map((column) => toPlainDeep(column) as Plain),
        host.warnConstraint,
      ),
    ),
  render_raw_model_constraints: (host) =>
    define('render_raw_model_constraints', ['raw_constraints'], (raw: readonly unknown[]) =>
      modelConstraints(host.module, raw.map(toPlainDeep), host.warnConstraint),
    ),
  build_catalog_relation: (host) => define('build_catalog_relation', ['config'], (model: unknown) => catalogRelation(host, model)),
  get_catalog_integration: (host) => define('get_catalog_integration', ['name'], (name: string) => catalogIntegration(host, name)),
  valid_incremental_strategies: (host) => define('valid_incremental_strategies', [], () => [...host.module.incrementalStrategies]),
  Relation: (host) => relationClass({ module: host.module, quoting: host.project.root.config.quoting }),
  behavior: (host) => behaviour(host.project),
  config: (host) => projectFacts(host.project),
}

function quoted(host: PureHost, identifier: string): string {
  return host.module.relationStyle.quote(identifier)
}

function dispatch(host: PureHost, name: unknown, namespace: unknown, packages: unknown): TemplateFunction {
  if (typeof name !== 'string') throw dispatchArguments('adapter.dispatch needs the name of a macro')
  if (name.includes('.')) {
    const [first, second] = name.split('.')
    throw dispatchArguments(`'${name}' is no macro name for adapter.dispatch`, `adapter.dispatch('${second}', macro_namespace='${first}')`)
  }
  if (packages !== undefined)
    throw dispatchArguments('adapter.dispatch takes no packages argument', "name the package: adapter.dispatch('…', '<package>')")
  if (namespace !== null && typeof namespace !== 'string')
    throw dispatchArguments('macro_namespace of adapter.dispatch must be a string or none')
  const scope = host.scope()
  const macro = host.macros.dispatch(name, namespace, scope.packageName)
  if (!macro) throw dispatchNotFound(name, namespace, host.macros.dispatchCandidates(name, namespace))
  return scope.callable(macro)
}

export function quoteSeedColumn(module: AdapterModule, column: string, choice: unknown): string {
  if (choice !== null && choice !== undefined && typeof choice !== 'boolean')
    throw configInvalid('quote_columns', `${String(choice)} is neither true nor false`, 'a boolean')
  return (choice ?? module.quotesSeedColumns ?? true) ? module.relationStyle.quote(column) : column
}

/** Type of the seed column in the table that is created for it. */
export function seedColumnType(module: AdapterModule, table: Table, index: number): string {
  const agateType = agateTypeOf(table, index)
  const decimals = agateType === 'Number' && table.rows.some((row) => hasFraction(row.cells[index]))
  return module.seedType(agateType, { decimals })
}

function hasFraction(cell: unknown): boolean {
  return cell !== null && cell !== undefined && /\.\d*[1-9]/.test(String(cell))
}

/** Rows of privilege and grantee → privilege → grantees. */
function standardGrants(table: Table): Map<string, unknown[]> {
  const grants = new Map<string, unknown[]>()
  for (const row of table.rows) {
    const privilege = String(row.get('privilege_type'))
    grants.set(privilege, [...(grants.get(privilege) ?? []), row.get('grantee')])
  }
  return grants
}

/** `config` may be a node's config object or a dict. */
function hardDeletes(config: unknown): string {
  const read = (key: string): unknown => callValue(getAttribute(config, 'get'), [key], {}) ?? null
  const [legacy, setting] = [read('invalidate_hard_deletes'), read('hard_deletes')]
  const both = 'invalidate_hard_deletes and hard_deletes are both set'
  if (legacy !== null && setting !== null) throw configInvalid('hard_deletes', both, 'hard_deletes alone')
  if (legacy === true || setting === 'invalidate') return 'invalidate'
  if (setting === 'new_record') return 'new_record'
  if (setting === null || setting === 'ignore') return 'ignore'
  throw configInvalid('hard_deletes', `'${String(setting)}' is unknown`, 'ignore, invalidate or new_record')
}

/** `adapter.behavior.<flag>`: truthy as the project's flag says; `.no_warn` alike. */
function behaviour(project: Project): TemplateObject {
  const flag = (name: string): TemplateObject => {
    const on = project.root.config.flags[name] === true
    return {
      [attribute]: (part) => (part === 'no_warn' || part === 'setting' ? on : missing),
      [truth]: () => on,
      [kind]: { typeName: 'BehaviorFlag' },
    }
  }
  return { [attribute]: flag, [item]: (name) => flag(String(name)), [kind]: { typeName: 'Behavior' } }
}

/** `adapter.config`: the few facts macros read there. */
function projectFacts(project: Project): TemplateObject {
  const facts: Readonly<Record<string, unknown>> = {
    project_name: project.root.name,
    project_root: project.root.root,
    quoting: project.root.config.quoting,
    target_path: project.root.config.targetPath,
    credentials: project.target.fields,
    flags: project.root.config.flags,
  }
  return { [attribute]: (name) => (Object.hasOwn(facts, name) ? facts[name] : missing), [kind]: { typeName: 'RuntimeConfig' } }
}

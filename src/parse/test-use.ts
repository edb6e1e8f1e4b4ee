/** One use of a generic test in a properties file, brought from its many spellings into one form. */
import type { Deprecation } from '../core/deprecations.js'
import type { Plain } from '../core/node.js'
import { renderNative, repr, type Scope, toText } from '../jinja/index.js'
import { isMapping, type KeyPath } from '../load/index.js'
import { propertyInvalid } from './errors.js'
import type { Entry } from './properties.js'
import { synthesizeNames } from './test-name.js'

export interface TestTarget {
  readonly kind: 'node' | 'source'
  /** Name in test names: `orders`, `orders_v2`, `raw_orders`. */
  readonly label: string
  readonly name: string
  /** Template text of the tested relation. */
  readonly call: string
  readonly version: string | number | null
}

export interface TestUse {
  readonly name: string
  readonly namespace: string | null
  /** Arguments of the test, `model` last. */
  readonly kwargs: Plain
  readonly config: Plain
  readonly description: string
  /** In the unique_id and fqn. */
  readonly fqnName: string
  /** File and default alias. */
  readonly shortName: string
}

/** Configs that may stand among the arguments, in dbt's order. */
const configArguments = [
  'severity',
  'tags',
  'enabled',
  'where',
  'limit',
  'warn_if',
  'error_if',
  'fail_calc',
  'store_failures',
  'store_failures_as',
  'meta',
  'database',
  'schema',
  'alias',
]

export interface UseOptions {
  readonly entry: Entry
  readonly path: KeyPath
  readonly target: TestTarget
  readonly columnName: string | null
  /** `require_generic_test_arguments_property` of the project's flags; on by default. */
  readonly argumentsProperty: boolean
  /** Renders config values. */
  readonly scope: () => Scope
  readonly deprecated: (found: Deprecation) => void
}

export function readTestUse(written: unknown, options: UseOptions): TestUse {
  const { name: fullName, args } = nameAndArguments(written, options)
  if ('model' in args)
    throw propertyInvalid(
      `the test ${fullName} is given \`model\``,
      options.entry.at(options.path),
      'no such argument: the model is the one the test stands under',
    )
  const match = /^(?:([a-zA-Z_]\w*)\.)?([a-zA-Z_]\w*)/.exec(fullName)
  if (!match) throw propertyInvalid(`"${fullName}" is no name of a test`, options.entry.at(options.path), '`not_null` or `package.test`')
  const [, namespace = null, name] = match as unknown as [string, string | undefined, string]
  const config = readConfig(args, options)
  const { description, name: ownName, config: _config, ...rest } = args
  const kwargs: Record<string, unknown> = { ...without(rest, configArguments), model: `{{ get_where_subquery(${options.target.call}) }}` }
  const use = { name, namespace, kwargs, description: description === undefined || description === null ? '' : String(description) }
  if (ownName !== undefined) return { ...use, config, fqnName: String(ownName), shortName: String(ownName) }
  const type = `${namespace === null ? '' : `${namespace}_`}${options.target.kind === 'source' ? 'source_' : ''}${name}`
  const names = synthesizeNames(type, options.target.label, kwargs)
  const aliased = names.short !== names.full && !('alias' in config)
  return { ...use, config: aliased ? { ...config, alias: names.short } : config, fqnName: names.full, shortName: names.short }
}

function without(values: Plain, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)))
}

function nameAndArguments(written: unknown, options: UseOptions): { name: string; args: Plain } {
  const { entry, path, columnName } = options
  const bad = (): never => {
    throw propertyInvalid(
      `a test of "${entry.name}" cannot be read`,
      entry.at(path),
      '`- not_null`, or `- name: {arguments: {…}, config: {…}}`',
    )
  }
  if (typeof written === 'string') return { name: written, args: columnName === null ? {} : { column_name: columnName } }
  if (!isMapping(written)) return bad()
  const [name, args] = namedForm(written)
  if (typeof name !== 'string' || !isMapping(args ?? {})) return bad()
  const own: Record<string, unknown> = { ...((args ?? {}) as Plain) }
  if (columnName !== null) own.column_name = columnName
  tellDeprecations(name, own, options)
  if (!options.argumentsProperty || !('arguments' in own)) return { name, args: own }
  const { arguments: inner, ...outer } = own
  return { name, args: isMapping(inner) ? { ...outer, ...inner } : outer }
}

const besideArguments = new Set(['arguments', 'config', 'column_name', 'description', 'name', ...configArguments])

/** Configs and arguments beside `arguments:`, or that property where the flag is off. */
function tellDeprecations(name: string, args: Plain, { entry, path, target, argumentsProperty, deprecated }: UseOptions): void {
  const location = entry.at(path)
  if (!argumentsProperty) {
    if (!('arguments' in args)) return
    const test_name = `\`${name}\` (${repr(args.arguments)})`
    deprecated({ name: 'ArgumentsPropertyInGenericTestDeprecation', data: { test_name }, location })
    return
  }
  const file = entry.file.path
  for (const key of Object.keys(args).filter((one) => configArguments.includes(one)))
    deprecated({ name: 'PropertyMovedToConfigDeprecation', data: { key, file, key_path: `data_tests.${name}.${key}` }, location })
  const given = isMapping(args.arguments) ? Object.keys(args.arguments).length > 0 : Boolean(args.arguments)
  if (given || Object.keys(args).every((key) => besideArguments.has(key))) return
  const test_name = `\`${name}\` defined on '${target.kind === 'source' ? target.label : entry.name}' in package '${entry.packageName}' (${file})`
  deprecated({ name: 'MissingArgumentsPropertyInGenericTestDeprecation', data: { test_name }, location })
}

/** `{test_name: unique, …}` or `{unique: {…}}`. */
function namedForm(written: Plain): readonly [name: unknown, args: unknown] {
  if ('test_name' in written) {
    const { test_name: name, ...args } = written
    return [name, args]
  }
  const entries = Object.entries(written)
  return entries.length === 1 && entries[0] ? entries[0] : [undefined, undefined]
}

/** Legacy configs among the arguments first, in a fixed order, then `config:`; text is rendered. */
function readConfig(args: Plain, options: UseOptions): Plain {
  const nested: Record<string, unknown> = { ...(isMapping(args.config) ? args.config : {}) }
  const config: Record<string, unknown> = {}
  for (const key of configArguments) {
    const beside = args[key]
    if (beside && key in nested)
      throw propertyInvalid(
        `\`${key}\` of a test of "${options.entry.name}" is given twice, beside and in \`config\``,
        options.entry.at(options.path),
        `only \`config: ${key}:\``,
      )
    const value = beside || nested[key]
    delete nested[key]
    const rendered = renderValue(value, options)
    if (rendered !== undefined && rendered !== null) config[key] = rendered
  }
  for (const [key, value] of Object.entries(nested)) {
    const rendered = renderValue(value, options)
    if (rendered !== undefined && rendered !== null) config[key] = rendered
  }
  return config
}

function renderValue(value: unknown, options: UseOptions): unknown {
  return typeof value === 'string' && /\{[{%#]/.test(value) ? renderNative(value, options.scope()) : value
}

/** The text dbt keeps as the test's code. */
export function testCode(use: TestUse): string {
  const macro = `${use.namespace === null ? '' : `${use.namespace}.`}test_${use.name}`
  const settings = Object.entries(use.config).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? `"${value.replace(/"/g, '\\"')}"` : settingText(value)}`,
  )
  return `{{ ${macro}(**_dbt_generic_test_kwargs) }}${settings.length === 0 ? '' : `{{ config(${settings.join(',')}) }}`}`
}

function settingText(value: unknown): string {
  return value !== null && typeof value === 'object' && !(value instanceof Number) ? repr(value) : toText(value)
}

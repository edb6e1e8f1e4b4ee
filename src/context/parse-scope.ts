/** The parse phase's scope: `execute` is false, refs and configs are recorded, nothing is resolved or run. */
import type { Invocation } from '../core/invocation.js'
import type { Plain } from '../core/node.js'
import type { Relation } from '../core/relation.js'
import { define } from '../core/template-object.js'
import { compileTemplate } from '../jinja/index.js'
import { parseAdapter } from './adapter/parse.js'
import { Capture, captureConfig } from './capture.js'
import { configObject } from './config-object.js'
import { modelDict, type NodeOwner, nodeNames, resolverFacts } from './node-names.js'
import { namedFunction, type ResolverFacts, refFunction, sourceFunction } from './references.js'
import { relationOfNode } from './relations.js'
import { type NameTable, TemplateScope } from './scope.js'
import type { ParseScope, ParseScopeOptions, RelationNode } from './types.js'
import { varFunction, varsFor } from './vars.js'

interface ParseOwner extends NodeOwner {
  readonly options: ParseScopeOptions
  readonly capture: Capture
  readonly this: () => Relation
  readonly scope: () => TemplateScope<ParseOwner>
}

function factsOf(owner: ParseOwner): ResolverFacts {
  return resolverFacts(owner, () => owner.options.node)
}

const parseNames: NameTable<ParseOwner> = {
  ...(nodeNames as NameTable<ParseOwner>),
  execute: () => false,
  ref: (owner) =>
    refFunction((args) => {
      owner.capture.refs.push(args)
      return owner.this()
    }, factsOf(owner)),
  source: (owner) =>
    sourceFunction((sourceName, tableName) => {
      owner.capture.sources.push([sourceName, tableName])
      return owner.this()
    }, factsOf(owner)),
  metric: (owner) =>
    namedFunction('metric', (_name, _package, args) => {
      owner.capture.metrics.push(args)
      return args.join('.')
    }),
  function: (owner) =>
    namedFunction('function', (_name, _package, args) => {
      owner.capture.functions.push(args)
      return owner.this().with({ type: 'function' })
    }),
  config: (owner) =>
    owner.options.configAllowed === false ? configObject(owner.options.node.unique_id, {}) : captureConfig(owner.capture),
  var: (owner) =>
    varFunction({
      vars: varsFor(owner.project, owner.options.node.package_name),
      optional: true,
      render: owner.render,
      onRead: (name) => owner.capture.read('vars', name),
    }),
  adapter: (owner) =>
    parseAdapter({
      module: owner.module,
      project: owner.project,
      macros: owner.options.macros,
      scope: owner.scope as never,
      warnConstraint: () => undefined,
    }),
  this: (owner) => (owner.options.node.resource_type === 'operation' ? null : owner.this()),
  model: (owner) => modelDict(owner.options.node),
  schema: (owner) => owner.options.node['schema'] ?? owner.project.target.schema,
  database: (owner) => owner.options.node['database'] ?? owner.project.target.database,
  graph: () => ({}),
  selected_resources: () => [],
  pre_hooks: () => [],
  post_hooks: () => [],
  sql: () => null,
  compiled_code: () => null,
  defer_relation: () => null,
  context_macro_stack: () => null,
  write: () => define('write', ['payload'], () => ''),
  load_agate_table: () => define('load_agate_table', [], () => null),
  submit_python_job: () => define('submit_python_job', ['parsed_model', 'compiled_code'], () => null),
}

export function parseScope(options: ParseScopeOptions): ParseScope {
  const { project, module, invocation, macros, node } = options
  const capture = new Capture()
  let relation: Relation | undefined
  const owner: ParseOwner = {
    ...shared(invocation),
    options,
    capture,
    project,
    module,
    yaml: project.yaml,
    nodeId: node.unique_id,
    results: new Map(),
    environment: project.env,
    onEnv: (name) => capture.read('env', name),
    onTarget: (name) => capture.read('other', `target.${name}`),
    onFlag: (name) => capture.read('other', `flags.${name}`),
    render: (text) => renderText(text, node.original_file_path, scope),
    this: () => (relation ??= relationOfNode(module, project.root.config.quoting, asRelationNode(node, project.target))),
    scope: () => scope,
  }
  const scope: TemplateScope<ParseOwner> = new TemplateScope({
    owner,
    table: parseNames,
    macros,
    packageName: node.package_name,
    variant: 'sync',
    undefinedMode: 'lenient',
    globals: options.globals,
    onDirectCall: (macro) => capture.macro(macro),
  })
  return {
    scope,
    captured: () => capture.result(),
    set: (name, value) => scope.set(name, value),
    callMacro: (macro, args, kwargs) => scope.call(macro, args, kwargs),
  }
}

function shared(invocation: Invocation): Pick<NodeOwner, 'invocation' | 'threadId' | 'nodeInfo' | 'envOverrides'> {
  return { invocation, threadId: 'MainThread', nodeInfo: undefined, envOverrides: undefined }
}

/** Text without Jinja is its own rendering. */
export function renderText(text: string, file: string, scope: TemplateScope<never> | TemplateScope<ParseOwner>): string {
  return hasJinja(text) ? compileTemplate({ text, file }).renderSync(scope) : text
}

export function hasJinja(text: string): boolean {
  return /\{[{%#]|[#}%]\}/.test(text)
}

/** While parsing, the node's own place may not be known yet: the target's stands in, as dbt's does. */
function asRelationNode(node: Plain, target: { readonly database: string; readonly schema: string }): RelationNode {
  return {
    database: (node['database'] as string | null | undefined) ?? target.database,
    schema: (node['schema'] as string | undefined) ?? target.schema,
    alias: (node['alias'] as string | undefined) ?? String(node['name']),
  }
}

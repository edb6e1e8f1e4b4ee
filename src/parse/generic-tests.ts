/** Generic tests of properties files → test nodes, named and identified as dbt's. */
import type { ParseScope } from '../context/index.js'
import type { Deprecation } from '../core/deprecations.js'
import { SluiceError } from '../core/error.js'
import type { ManifestNode, Plain, TestNode, UniqueId } from '../core/node.js'
import { call as callSymbol, type TemplateObject } from '../core/template-object.js'
import { renderNative, type Scope } from '../jinja/index.js'
import { isMapping, type KeyPath } from '../load/index.js'
import { asRef, asSource, readCall } from './call-text.js'
import { nothingCaptured } from './captured.js'
import { scopeOf } from './code-files.js'
import { mergeCalls, renameHooks, toList } from './config.js'
import { checkConfig } from './config-checks.js'
import { testNotFound } from './errors.js'
import type { Namer } from './naming.js'
import { hasRelation } from './nodes.js'
import type { Entry } from './properties.js'
import type { Session } from './session.js'
import { testHash } from './test-name.js'
import { readTestUse, type TestTarget, type TestUse, testCode } from './test-use.js'

export interface TestRequest {
  readonly entry: Entry
  readonly path: KeyPath
  readonly written: unknown
  readonly target: TestTarget
  readonly columnName: string | null
  /** Tags of the column and, for sources, of source and table. */
  readonly tags: readonly string[]
  /** The node the test hangs on; none for sources. */
  readonly attached: { readonly unique_id: UniqueId; readonly group: string | null } | null
  /** `models.orders`, `sources.raw`. */
  readonly fileKey: string
}

export interface TestFactory {
  build(request: TestRequest): TestNode
}

export function createTestFactory(session: Session, namer: Namer, scopeFor: (packageName: string) => Scope): TestFactory {
  const argumentsProperty = session.project.root.config.flags.require_generic_test_arguments_property !== false

  const deprecated = (found: Deprecation): void => session.invocation.events.deprecated(found)

  const build = (request: TestRequest): TestNode => {
    const { entry, path, target, columnName } = request
    const scope = (): Scope => scopeFor(entry.packageName)
    const use = readTestUse(request.written, { entry, path, target, columnName, argumentsProperty, scope, deprecated })
    const macro = session.macros.test(use.name, use.namespace, entry.packageName)
    if (!macro)
      throw testNotFound(
        use.namespace === null ? use.name : `${use.namespace}.${use.name}`,
        entry.at(path),
        testNames(session, entry.packageName),
      )
    const metadata = { namespace: use.namespace, name: use.name, kwargs: use.kwargs }
    const id = `test.${entry.packageName}.${use.fqnName}.${testHash(use.fqnName, metadata)}`
    const fqn = [entry.packageName, ...entry.file.path.split('/').slice(1, -1), use.fqnName]
    const identity = {
      unique_id: id,
      name: use.fqnName,
      package_name: entry.packageName,
      resource_type: 'test',
      fqn,
      original_file_path: entry.file.path,
    }
    const asked = askTest(session, { use, macro: macro.unique_id, identity, request })
    return assemble(session, namer, { request, use, identity, asked })
  }
  return { build }
}

function* testNames(session: Session, packageName: string): Generator<string> {
  for (const name of session.macros.names(packageName)) if (name.startsWith('test_')) yield name.slice(5)
}

interface Identity {
  readonly unique_id: UniqueId
  readonly name: string
  readonly package_name: string
  readonly resource_type: string
  readonly fqn: readonly string[]
  readonly original_file_path: string
}

interface Asking {
  readonly use: TestUse
  readonly macro: UniqueId
  readonly identity: Identity
  readonly request: TestRequest
}

interface TestAsked {
  readonly refs: TestNode['refs']
  readonly sources: TestNode['sources']
  readonly metrics: TestNode['metrics']
  readonly functions: TestNode['functions']
  readonly macros: readonly UniqueId[]
  /** `config()` calls of the macro's body. */
  readonly configCalls: readonly Plain[]
  readonly rendered: boolean
}

/** As in dbt the two commonest tests are not rendered: they cannot ask for anything else than their model. */
const plainTests = new Set(['macro.dbt.test_not_null', 'macro.dbt.test_unique'])

function askTest(session: Session, asking: Asking): TestAsked {
  const { macro, request } = asking
  if (!plainTests.has(macro)) return readTest(session, asking) ?? renderTest(session, asking)
  const { target } = request
  const call = readCall(target.call)
  const refs = target.kind === 'node' ? [{ name: target.name, package: null, version: target.version }] : []
  const sources = target.kind === 'source' && call ? [call.args.map(String)] : []
  return { ...nothingCaptured, refs, sources, macros: [macro], rendered: false }
}

/** What a test whose macro asks for nothing depends on: its literal arguments and its model. Undefined: it must be called. */
function readTest(session: Session, asking: Asking): TestAsked | undefined {
  const { use, macro: id, identity, request } = asking
  const macro = session.macros.get(id)
  const where = session.macros.find('get_where_subquery', identity.package_name)
  const { facts } = session
  if (!macro || !where || !facts.isInert(macro) || !facts.isInert(where) || !facts.accepts(macro, 0, Object.keys(use.kwargs)))
    return undefined
  const refs: TestNode['refs'][number][] = []
  const sources: (readonly string[])[] = []
  const texts = Object.entries(use.kwargs).flatMap(([key, value]) =>
    key === 'column_name' ? [] : key === 'model' ? [request.target.call] : textsIn(value),
  )
  for (const text of texts) {
    const call = readCall(text)
    const ref = call && asRef(call)
    const source = call && asSource(call)
    if (ref) refs.push(ref)
    else if (source) sources.push(source)
    else if (looksLikeCall.test(text) || /\{[{%#]/.test(text)) return undefined
  }
  return { ...nothingCaptured, refs, sources, macros: [...new Set([...namesakes(session, asking), where.unique_id, id])], rendered: true }
}

/** dbt notes what the test's name means without its namespace too: an override by the project counts as a change of the test. */
function namesakes(session: Session, { use, identity }: Asking): UniqueId[] {
  const found = session.macros.find(`test_${use.name}`, identity.package_name)
  return found ? [found.unique_id] : []
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsIn)
  return isMapping(value) ? Object.values(value).flatMap(textsIn) : []
}

/** Arguments are rendered first, as they are written in the file, then the test's macro is called with them. */
function renderTest(session: Session, asking: Asking): TestAsked {
  const { use, macro, identity, request } = asking
  const scope = scopeOf(session, identity, '')
  try {
    const kwargs: Record<string, unknown> = {}
    for (const [key, value] of Object.entries(use.kwargs)) {
      if (key === 'model') kwargs[key] = wherePart(scope, request.target)
      else kwargs[key] = key === 'column_name' ? value : renderArgument(value, scope.scope)
    }
    const node = session.macros.get(macro)
    if (node) scope.callMacro(node, [], kwargs)
  } catch (error) {
    throw error instanceof SluiceError ? error.with({ location: request.entry.at(request.path), nodeId: identity.unique_id }) : error
  }
  const captured = scope.captured()
  return { ...captured, macros: [...new Set([...namesakes(session, asking), macro, ...captured.macros])], rendered: true }
}

/** `{{ get_where_subquery(ref('x')) }}` without a template of its own for each test. */
function wherePart(scope: ParseScope, target: TestTarget): unknown {
  return scope.callMacro('get_where_subquery', [callByText(scope.scope, target.call)])
}

const looksLikeCall = /^\s*(?:env_var|ref|var|source|doc)\s*\(.+\)\s*$/

/** Text that looks like a call is one: `to: ref('orders')`. */
function renderArgument(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') {
    if (looksLikeCall.test(value)) return callByText(scope, value)
    return /\{[{%#]/.test(value) ? renderNative(value, scope) : value
  }
  if (Array.isArray(value)) return value.map((item) => renderArgument(item, scope))
  if (!isMapping(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renderArgument(item, scope)]))
}

function callByText(scope: Scope, text: string): unknown {
  const call = readCall(text)
  const target = call ? (scope.lookup(call.name) as TemplateObject) : undefined
  if (call && target?.[callSymbol]) return target[callSymbol](call.args, call.kwargs)
  return renderNative(`{{ ${text} }}`, scope)
}

interface Parts {
  readonly request: TestRequest
  readonly use: TestUse
  readonly identity: Identity
  readonly asked: TestAsked
}

function assemble(session: Session, namer: Namer, parts: Parts): TestNode {
  const { request, use, identity, asked } = parts
  const { entry, attached } = request
  // A rendered test calls its `config(…)` once more at its end, after what the macro's body says.
  const calls = asked.rendered ? [use.config, ...asked.configCalls, use.config] : [use.config]
  const callConfig = mergeCalls(calls.filter((config) => Object.keys(config).length > 0).map(renameHooks))
  const configured = session.configurator.configure({ kind: 'test', packageName: entry.packageName, fqn: identity.fqn, call: callConfig })
  const { config } = configured
  checkConfig(session, { unique_id: identity.unique_id, kind: 'test', name: identity.name }, config, {
    file: entry.file.shown,
    line: 1,
    column: 1,
  })
  const tags = [...new Set([...request.tags, ...toList(use.config.tags)].map(String))].sort()
  const node = Object.assign(testShell(session, parts, config), {
    tags: [...new Set([...tags, ...configured.tags])],
    unrendered_config: configured.unrendered,
    config_call_dict: callConfig,
    refs: asked.refs,
    sources: asked.sources,
    metrics: asked.metrics,
    functions: asked.functions,
    depends_on: { macros: [...asked.macros], nodes: [] },
    group: attached?.group ?? config.group ?? null,
  })
  const names = namer.names({ name: identity.name, package_name: entry.packageName, resource_type: 'test' }, config, () => node)
  Object.assign(node, names)
  if (hasRelation('test', config, session)) node.relation_name = namer.relationName(names)
  session.locations.set(identity.unique_id, entry.at(request.path))
  return node as unknown as ManifestNode as TestNode
}

function testShell(session: Session, parts: Parts, config: Plain): Record<string, unknown> {
  const { request, use, identity } = parts
  const { entry } = request
  const { target } = session.project
  // The file is made up: the properties file's folder below its resource path, and the test's short name.
  const path = `${use.shortName}.sql`
  return {
    database: target.database,
    schema: target.schema,
    name: identity.name,
    resource_type: 'test',
    package_name: entry.packageName,
    path,
    original_file_path: entry.file.path,
    unique_id: identity.unique_id,
    fqn: identity.fqn,
    alias: identity.name,
    checksum: { name: 'none', checksum: '' },
    config,
    tags: [],
    description: use.description,
    columns: {},
    meta: isMapping(config.meta) ? config.meta : {},
    group: null,
    docs: { show: true, node_color: null },
    patch_path: null,
    build_path: null,
    unrendered_config: {},
    created_at: session.createdAt,
    config_call_dict: {},
    unrendered_config_call_dict: {},
    relation_name: null,
    raw_code: testCode(use),
    doc_blocks: [],
    language: 'sql',
    refs: [],
    sources: [],
    metrics: [],
    functions: [],
    depends_on: { macros: [], nodes: [] },
    compiled_path: null,
    contract: { enforced: false, alias_types: true, checksum: null },
    column_name: request.columnName,
    file_key_name: request.fileKey,
    attached_node: request.attached?.unique_id ?? null,
    test_metadata: { name: use.name, kwargs: use.kwargs, namespace: use.namespace },
  }
}

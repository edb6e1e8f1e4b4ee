/** Finds a node's materialization macro and runs it with dbt's context; what it returns tells the relation cache. */
import type { NodeScope, ScopeOptions } from '../context/index.js'
import type { MacroNode, ManifestNode } from '../core/node.js'
import { Relation } from '../core/relation.js'
import type { Quarantined } from '../core/result.js'
import { dictGet, isDict } from '../jinja/index.js'
import { underAudit, writeRunFile } from './compile-step.js'
import { languageUnsupported, materializationMissing, materializationResult } from './errors.js'
import type { NodeRun } from './node-run.js'
import { quarantineOf } from './quarantine.js'

export interface Materialized {
  readonly scope: NodeScope
  readonly relations: readonly Relation[]
  /** Of a model that keeps bad rows out. */
  readonly quarantined?: Quarantined | undefined
}

/** `returnsRelations`: models must say which relations they made; tests return nothing. */
export interface MaterializeOptions extends ScopeOptions {
  readonly materialization: string
  readonly returnsRelations: boolean
  /** One batch of a model, for file names. */
  readonly part?: string
}

export async function materialize(run: NodeRun<ManifestNode>, options: MaterializeOptions): Promise<Materialized> {
  const { node, runtime, connection } = run
  const { materialization, returnsRelations, part, ...scopeOptions } = options
  const macro = runtime.macros.materialization(materialization, runtime.project.root.name)
  if (!macro)
    throw materializationMissing(
      materialization,
      runtime.module.type,
      knownMaterializations(run),
      runtime.manifest.locations.get(node.unique_id),
    )
  tellOverride(run, macro, materialization)
  const language = 'language' in node ? node.language : 'sql'
  const languages = (macro.supported_languages ?? ['sql']).filter((each) => each !== 'python' || runsPython(run))
  if (!languages.includes(language)) throw languageUnsupported(macro.name, languages, language, runtime.module.type)
  const audit = returnsRelations ? run.publishing?.begin(run) : undefined
  const quarantine = returnsRelations ? quarantineOf(run) : undefined
  const globals = { ...scopeOptions.globals, ...quarantine?.globals }
  const asked = { ...scopeOptions, globals, ...underAudit(run), ...audit?.scopeOptions(globals) }
  const scope = runtime.nodeScope(node, connection, { ...asked, threadId: run.thread, nodeInfo: run.nodeInfo })
  // Offline all that is sent is written, by who asked for it.
  const keep = async () => (run.options.action === 'offline' ? undefined : await writeRunFile(run, scope.written, part))
  const returned = await called(scope, macro, keep)
  audit?.end()
  const relations = returnsRelations ? relationsOf(returned, materialization) : []
  for (const relation of relations) runtime.cache.add(relation)
  return { scope, relations, quarantined: quarantine?.found }
}

/** A package's macro in place of a built-in one, which `require_explicit_package_overrides_for_builtin_materializations: false` lets pass. */
function tellOverride({ runtime }: NodeRun, { package_name }: MacroNode, name: string): void {
  const { packages } = runtime.project
  if (packages.find((each) => each.name === package_name)?.kind !== 'installed') return
  const builtin = packages
    .filter(({ kind }) => kind === 'builtin')
    .flatMap((each) => [`${each.name}.materialization_${name}_default`, `${each.name}.materialization_${name}_${runtime.module.type}`])
  if (!builtin.some((id) => runtime.manifest.macros[`macro.${id}`] !== undefined)) return
  runtime.invocation.events.deprecated({
    name: 'PackageMaterializationOverrideDeprecation',
    data: { package_name, materialization_name: name },
  })
}

/** The common materializations take Python where the engine does; a function's Python is the engine's own matter. */
function runsPython({ node, runtime }: NodeRun): boolean {
  return node.resource_type === 'function' || runtime.adapter.runPython !== undefined
}

/** What was sent is worth having above all when it failed. */
async function called(scope: NodeScope, macro: MacroNode, afterwards: () => Promise<void>): Promise<unknown> {
  try {
    return await scope.callMacro(macro)
  } finally {
    await afterwards()
  }
}

function knownMaterializations(run: NodeRun): string[] {
  const names = Object.values(run.runtime.manifest.macros).map((macro) => /^materialization_(.+)_[a-z]+$/.exec(macro.name)?.[1])
  return [...new Set(names.filter((name) => name !== undefined))]
}

function relationsOf(returned: unknown, materialization: string): Relation[] {
  const expected = "return({'relations': [relation, …]}) at its end"
  if (typeof returned === 'string') {
    throw materializationResult(`the materialization "${materialization}" did not return the relations it made`, expected)
  }
  const relations = isDict(returned) ? dictGet(returned, 'relations') : undefined
  if (!Array.isArray(relations))
    throw materializationResult(`the materialization "${materialization}" returned no list of relations`, expected)
  const stranger = relations.find((relation) => !(relation instanceof Relation))
  if (stranger !== undefined)
    throw materializationResult(`the materialization "${materialization}" returned ${String(stranger)} as a relation`, expected)
  return relations as Relation[]
}

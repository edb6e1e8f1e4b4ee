/** Finds a node's materialization macro and runs it with dbt's context; what it returns tells the relation cache. */
import type { NodeScope, ScopeOptions } from '../context/index.js'
import type { MacroNode, ManifestNode } from '../core/node.js'
import { Relation } from '../core/relation.js'
import { dictGet, isDict } from '../jinja/index.js'
import { writeRunFile } from './compile-step.js'
import { languageUnsupported, materializationMissing, materializationResult } from './errors.js'
import type { NodeRun } from './node-run.js'

export interface Materialized {
  readonly scope: NodeScope
  readonly relations: readonly Relation[]
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
  const language = 'language' in node ? node.language : 'sql'
  const languages = (macro.supported_languages ?? ['sql']).filter((each) => each !== 'python' || runsPython(run))
  if (!languages.includes(language)) throw languageUnsupported(macro.name, languages, language, runtime.module.type)
  const scope = runtime.nodeScope(node, connection, { ...scopeOptions, threadId: run.thread, nodeInfo: run.nodeInfo })
  // Offline all that is sent is written, by who asked for it.
  const keep = async () => (run.options.action === 'offline' ? undefined : await writeRunFile(run, scope.written, part))
  const returned = await called(scope, macro, keep)
  const relations = returnsRelations ? relationsOf(returned, materialization) : []
  for (const relation of relations) runtime.cache.add(relation)
  return { scope, relations }
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

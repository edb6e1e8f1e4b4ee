/** SQL given on the command line, parsed against a finished manifest as if it were one more file of the root project. */
import { adapterModule } from '../adapters/index.js'
import type { Invocation } from '../core/invocation.js'
import type { Manifest } from '../core/manifest.js'
import type { UniqueId } from '../core/node.js'
import type { Project } from '../core/project.js'
import { type Assembly, emptyAssembly } from './assembly.js'
import { capture, draftOf } from './code-files.js'
import { createNamer } from './naming.js'
import { finishNode } from './nodes.js'
import { openSession } from './open-session.js'
import { createResolver, resolveAll } from './resolve.js'
import { md5 } from './test-name.js'

const name = 'inline_query'

/** The manifest with the node in it, and the node's id. */
export async function parseInline(
  project: Project,
  manifest: Manifest,
  invocation: Invocation,
  sql: string,
): Promise<{ readonly manifest: Manifest; readonly id: UniqueId }> {
  const module = await adapterModule(project.target.type, project.target.adapter)
  const session = openSession({ project, invocation, module, macros: manifest.macros, locations: manifest.locations })
  const packageName = project.root.name
  const id = `sql_operation.${packageName}.${name}`
  const path = `sql/${name}`
  const identity = {
    unique_id: id,
    name,
    package_name: packageName,
    resource_type: 'sql_operation',
    fqn: [packageName, 'sql', name],
    original_file_path: path,
  }
  const raw_code = sql.trim()
  const captured = capture(session, identity, raw_code, { file: identity.original_file_path, line: 1 })
  const checksum = { name: 'md5', checksum: md5(raw_code) }
  const draft = draftOf(session, {
    ...identity,
    kind: 'sql_operation',
    file: null,
    path,
    raw_code,
    line: 1,
    language: 'sql',
    checksum,
    captured,
  })
  const node = finishNode(session, createNamer(session), draft)
  resolveAll(session, { ...emptyAssembly({}), nodes: { [id]: node } }, createResolver(project, assemblyOf(manifest)))
  session.problems.throwIfErrors()
  return { manifest: { ...manifest, nodes: { ...manifest.nodes, [id]: node }, locations: session.locations }, id }
}

function assemblyOf(manifest: Manifest): Assembly {
  return {
    ...emptyAssembly({ ...manifest.macros }),
    nodes: { ...manifest.nodes },
    functions: { ...manifest.functions },
    sources: { ...manifest.sources },
    metrics: { ...manifest.metrics },
    disabled: Object.fromEntries(Object.entries(manifest.disabled).map(([id, list]) => [id, [...list]])),
  }
}

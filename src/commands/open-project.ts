/** Files → project → manifest → graph, said aloud: the first half of every command that knows the project. */
import { join } from 'node:path'
import { writeGraphSummary, writeManifest, writeSemanticManifest } from '../artifacts/index.js'
import type { Invocation } from '../core/invocation.js'
import type { Manifest } from '../core/manifest.js'
import type { Project } from '../core/project.js'
import { version } from '../core/version.js'
import { buildGraph, type Graph, graphSummary, manifestMaps, withTestEdges } from '../graph/index.js'
import { loadProject, targetFolder } from '../load/index.js'
import { parseKept } from '../parse/index.js'
import { foundLine } from './counts.js'
import { warningsAsErrors } from './errors.js'

export interface OpenProject {
  readonly project: Project
  readonly manifest: Manifest
  readonly graph: Graph
  /** Absolute. */
  readonly targetDir: string
}

export async function openProject(invocation: Invocation): Promise<OpenProject> {
  return await openLoaded(await loadProject(invocation), invocation)
}

/** As `openProject`, where the project is loaded already. */
export async function openLoaded(project: Project, invocation: Invocation): Promise<OpenProject> {
  invocation.events.emit('AdapterRegistered', { adapter_name: project.target.type, adapter_version: `=${version}` })
  const manifest = await parseKept(project, invocation, targetFolder(project))
  const graph = buildGraph(manifest)
  stopOnEscalated(invocation)
  const { line, counts } = foundLine(manifest)
  invocation.events.emit('FoundStats', { stat_line: line, counts })
  return { project, manifest, graph, targetDir: targetFolder(project) }
}

/** Warnings that `--warn-error` made errors stop a command before it touches anything. */
export function stopOnEscalated(invocation: Invocation): void {
  const count = invocation.events.escalated.length
  if (count > 0) throw warningsAsErrors(count)
}

/** With what has been compiled so far; beside it what tools that query metrics or draw graphs read. */
export async function saveManifest(opened: OpenProject, invocation: Invocation): Promise<void> {
  if (invocation.flags.writeJson === false) return
  const { manifest, graph, targetDir } = opened
  const path = join(targetDir, 'manifest.json')
  const tested = invocation.flags.which === 'build' ? graphSummary(withTestEdges(graph, manifest), manifest) : undefined
  await writeManifest(path, manifest, manifestMaps(manifest), invocation)
  await writeSemanticManifest(join(targetDir, 'semantic_manifest.json'), manifest, invocation)
  await writeGraphSummary(join(targetDir, 'graph_summary.json'), graphSummary(graph, manifest), tested, invocation)
  invocation.events.emit('ArtifactWritten', { artifact_type: 'WritableManifest', artifact_path: path })
}

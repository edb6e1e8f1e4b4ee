/** `docs generate`: compiles the project, asks the warehouse for columns, writes catalog.json and the lineage page. */
import { cpSync, existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type CatalogInput, catalogArtifact, writeCatalog } from '../artifacts/index.js'
import type { Invocation } from '../core/invocation.js'
import type { UniqueId } from '../core/node.js'
import { checkPublishable, type MadeSite, publishSite, writeStatic } from '../docs/index.js'
import { readCatalog } from './catalog.js'
import type { CommandBody } from './command.js'
import { runSelected } from './execute.js'
import { lastRun } from './kept-results.js'
import { type OpenProject, openProject, saveManifest } from './open-project.js'
import { stopOnFailures } from './run-report.js'
import { select } from './selection.js'
import { modeOf, writeTargetSite } from './site.js'
import { readState, type State, textFlag } from './state.js'
import { withRuntime } from './warehouse.js'

const empty: CatalogInput = { nodes: {}, sources: {}, errors: null }

export const docsGenerate: CommandBody = async (invocation) => {
  const { flags, events } = invocation
  const place = textFlag(flags.publish)
  const published = place === undefined ? undefined : resolve(invocation.cwd, place)
  if (published !== undefined) checkPublishable(published)
  const opened = await openProject(invocation)
  const state = await readState(opened, invocation)
  const selected = select(opened, invocation, 'compile', state)
  const run = await lastRun(opened)
  // Without compiling, dbt leaves the manifest of the last command where it is, or none.
  if (flags.compile !== false) {
    await compileAll(opened, invocation, selected, state)
    await saveManifest(opened, invocation)
  }
  const described = new Set([...selected, ...select(opened, invocation, 'freshness', state)])
  const catalog =
    flags.emptyCatalog === true ? empty : await withRuntime(opened, invocation, { selected }, (runtime) => readCatalog(runtime, described))
  const path = join(opened.targetDir, 'catalog.json')
  await writeCatalog(path, catalog, invocation)
  events.emit('ArtifactWritten', { artifact_type: 'CatalogArtifact', artifact_path: path })
  const site = await writeTargetSite(opened, invocation, { run, catalog: catalogArtifact(catalog, invocation) })
  const page = join(opened.targetDir, 'index.html')
  copyAssets(opened)
  if (flags.static === true) await writeStatic(site, join(opened.targetDir, 'static_index.html'))
  if (published !== undefined) await publish(site, published, invocation)
  for (const error of catalog.errors ?? [])
    events.emit('Warning', { code: 'DB_QUERY_FAILED', dbtName: 'WriteCatalogFailure', message: error })
  events.emit('CatalogWritten', { path })
  return { success: catalog.errors === null, value: page }
}

async function publish(site: MadeSite, folder: string, invocation: Invocation): Promise<void> {
  const { files, bytes } = await publishSite(site, folder, modeOf(invocation))
  const size = `${files.length} ${files.length === 1 ? 'file' : 'files'}, the page ${(bytes / 1e6).toFixed(1)} MB`
  invocation.events.emit('Note', { msg: `Published: ${folder} (${size})` })
}

async function compileAll(opened: OpenProject, invocation: Invocation, selected: ReadonlySet<UniqueId>, state: State): Promise<void> {
  if (selected.size === 0) return
  const { results } = await runSelected(opened, invocation, { selected, state, action: 'compile', hooks: false })
  stopOnFailures(results)
}

/** `asset-paths`: pictures that descriptions show. */
function copyAssets(opened: OpenProject): void {
  const { root } = opened.project
  for (const path of root.config.paths.asset) {
    const from = join(root.root, path)
    if (existsSync(from)) cpSync(from, join(opened.targetDir, path), { recursive: true })
  }
}

/** `target/index.html` from what a command knows: the manifest, the results, the catalog when there is one. */
import { join } from 'node:path'
import { type CatalogArtifact, readCatalogIfAny, readSourcesIfAny } from '../artifacts/index.js'
import { SluiceError } from '../core/error.js'
import type { Invocation } from '../core/invocation.js'
import type { RunResult } from '../core/result.js'
import { version } from '../core/version.js'
import { buildSite, type SiteInput } from '../docs/index.js'
import { fileRefused } from './errors.js'
import type { OpenProject } from './open-project.js'

export interface SiteRun {
  readonly results: readonly RunResult[]
  readonly elapsed: number
}

/** After a build: what was built stands, whatever became of the page. */
export async function tryWriteSite(opened: OpenProject, invocation: Invocation, run: SiteRun): Promise<void> {
  try {
    await writeSite(opened, invocation, run)
  } catch (thrown) {
    const error = fileRefused(thrown) ?? thrown
    if (!(error instanceof SluiceError)) throw error
    invocation.events.emit('Warning', error.toJSON())
  }
}

export async function writeSite(
  opened: OpenProject,
  invocation: Invocation,
  run: SiteRun | null,
  catalog?: CatalogArtifact,
): Promise<string> {
  const file = join(opened.targetDir, 'index.html')
  const now = invocation.now().toISOString()
  const input: SiteInput = {
    manifest: opened.manifest,
    results: run?.results ?? [],
    catalog: (catalog ?? (await readCatalogIfAny(join(opened.targetDir, 'catalog.json'))) ?? null) as SiteInput['catalog'],
    run: run && { command: invocation.flags.which, finishedAt: now, elapsed: run.elapsed },
    target: opened.project.target.name,
    toolVersion: version,
    generatedAt: now,
    ...(await columnLineage(opened, invocation)),
    ...(await freshness(opened)),
  }
  await buildSite(input, file, (value) => invocation.redactor.deep(value))
  invocation.events.emit('ArtifactWritten', { artifact_type: 'Site', artifact_path: file })
  invocation.events.emit('Note', { msg: `Lineage page: ${file}` })
  return file
}

/** Reading the SQL of more nodes than this would be felt after a build; `docs generate` reads them all. */
const readAfterBuild = 500

async function columnLineage(opened: OpenProject, invocation: Invocation): Promise<Pick<SiteInput, 'sql' | 'noColumns'>> {
  const { nodes } = opened.manifest
  const many = Object.keys(nodes).length
  if (invocation.flags.which !== 'generate' && many > readAfterBuild)
    return { sql: null, noColumns: `after a build the SQL of so many nodes (${many}) is not read: \`sluice docs generate\` does` }
  const { understand } = await import('./project-sql.js')
  return { sql: await understand(opened, invocation) }
}

async function freshness({ targetDir }: OpenProject): Promise<Pick<SiteInput, 'freshness'>> {
  const found = await readSourcesIfAny(join(targetDir, 'sources.json'))
  return found ? { freshness: found.results } : {}
}

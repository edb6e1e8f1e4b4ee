/** `target/index.html` from what a command knows: the manifest, the results, the catalog when there is one. */
import { join } from 'node:path'
import { SluiceError } from '../core/error.js'
import type { Invocation } from '../core/invocation.js'
import { type MadeSite, makeSite, type SiteMode, type Written, writeExports, writeSite } from '../docs/index.js'
import { fileRefused } from './errors.js'
import type { OpenProject } from './open-project.js'
import { readsAllSql, type SiteRequest, siteInput } from './site-input.js'

/** After a build: what was built stands, whatever became of the page. */
export async function tryWriteSite(opened: OpenProject, invocation: Invocation, request: SiteRequest): Promise<void> {
  try {
    await writeTargetSite(opened, invocation, request)
  } catch (thrown) {
    const error = fileRefused(thrown) ?? thrown
    if (!(error instanceof SluiceError)) throw error
    invocation.events.emit('Warning', error.toJSON())
  }
}

/** Gives what was made, to be written elsewhere too. */
export async function writeTargetSite(opened: OpenProject, invocation: Invocation, request: SiteRequest): Promise<MadeSite> {
  const input = await siteInput(opened, invocation, request)
  const started = performance.now()
  const made = await makeSite(input, invocation.redactor)
  const ready = performance.now()
  const mode = modeOf(invocation)
  const written = await writeSite(made, opened.targetDir, mode)
  const file = join(opened.targetDir, 'index.html')
  invocation.events.emit('ArtifactWritten', { artifact_type: 'Site', artifact_path: file })
  if (readsAllSql(opened, invocation)) await writeExports(made, opened.targetDir)
  const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1)
  const took = `Site: ${seconds(started, ready)} s for its data, ${seconds(ready, performance.now())} s to write it`
  invocation.events.emit('Note', { msg: took }, 'debug')
  invocation.events.emit('Note', { msg: `Lineage page: ${file}${mode ? '' : whyBeside(written)}` })
  return made
}

export function modeOf({ flags }: Invocation): SiteMode | undefined {
  return flags.mode === 'single' || flags.mode === 'dir' ? flags.mode : undefined
}

function whyBeside({ mode, bytes, files }: Written): string {
  const folder = files[1]?.split('/')[0] ?? ''
  return mode === 'single' ? '' : ` with ${folder} beside it, because one file of ${Math.round(bytes / 1e6)} MB would be slow to open`
}

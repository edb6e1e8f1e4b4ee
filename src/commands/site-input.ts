/** What the site is made from, one function for each source of data. */
import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { type CatalogArtifact, readCatalogIfAny, readManifestIfAny, readSourcesIfAny } from '../artifacts/index.js'
import { SluiceError } from '../core/error.js'
import type { Invocation } from '../core/invocation.js'
import { version } from '../core/version.js'
import type { SiteGovernance, SiteInput, SiteOptions } from '../docs/index.js'
import { buildGraph } from '../graph/index.js'
import type { ProjectSql } from '../lineage/index.js'
import { frameSource } from '../report/index.js'
import { stateMissing } from './errors.js'
import { keptResults, type SiteRun } from './kept-results.js'
import { siteLate } from './late/site-late.js'
import type { OpenProject } from './open-project.js'
import { pastRuns } from './site-history.js'
import { keptMonitors } from './site-monitors.js'
import { keptProfiles } from './site-profiles.js'
import { keptReports } from './site-report.js'
import { textFlag } from './state.js'

export interface SiteRequest {
  readonly run: SiteRun | null
  readonly catalog?: CatalogArtifact
}

export async function siteInput(opened: OpenProject, invocation: Invocation, { run, catalog }: SiteRequest): Promise<SiteInput> {
  const before = await earlierVersion(opened, invocation)
  const { sql, noColumns } = await columnLineage(opened, invocation, before !== null)
  const earlier = keptResults(opened)
  const inRun = new Set(run?.results.map((result) => result.unique_id))
  return {
    manifest: opened.manifest,
    results: run?.results ?? [],
    earlier: earlier.filter((result) => !inRun.has(result.unique_id)),
    catalog: (catalog ?? (await readCatalogIfAny(join(opened.targetDir, 'catalog.json'))) ?? null) as SiteInput['catalog'],
    run: run && { command: run.command, finishedAt: run.finishedAt, elapsed: run.elapsed },
    target: opened.project.target.name,
    toolVersion: version,
    generatedAt: invocation.now().toISOString(),
    sql,
    ...(noColumns === undefined ? {} : { noColumns }),
    ...(await freshness(opened)),
    before,
    ...(await pastRuns(opened, invocation)),
    reports: keptReports(opened.targetDir),
    monitors: keptMonitors(opened.targetDir),
    profiles: keptProfiles(opened),
    ...siteLate(opened),
    governance: sql && invocation.flags.which === 'generate' ? await governance(opened, invocation, sql) : null,
    ...readme(opened),
    privateWords: privateWords(opened),
    options: optionsOf(invocation),
  }
}

function optionsOf({ flags }: Invocation): SiteOptions {
  const redact = flags.redact === true
  return { excludeSql: flags.excludeSql === true, noSamples: redact || flags.samples === false, redact }
}

const privateFields = /^(host(name)?|server|endpoint|.*_host|user(name)?|.*_user|account|login|path|dbname|database|project|motherduck.*)$/i

/** Of the target, as the profile has it; of a path also the name of the file. */
function privateWords({ project }: OpenProject): readonly string[] {
  const values = Object.entries(project.target.fields).flatMap(([key, value]) =>
    privateFields.test(key) && typeof value === 'string' ? [value, basename(value), basename(value).replace(/\.\w+$/, '')] : [],
  )
  return [...new Set(values)]
}

/** Reading the SQL of more nodes than this would be felt after a build; `docs generate` reads them all. */
const readAfterBuild = 500

/** Whether the site is made in full. */
export function readsAllSql({ manifest }: OpenProject, { flags }: Invocation): boolean {
  return flags.which === 'generate' || Object.keys(manifest.nodes).length <= readAfterBuild
}

interface Columns {
  readonly sql: ProjectSql | null
  readonly noColumns?: string
}

/** Loaded here alone: a build of many nodes reads no SQL. */
async function columnLineage(opened: OpenProject, invocation: Invocation, meanings: boolean): Promise<Columns> {
  const many = Object.keys(opened.manifest.nodes).length
  if (!readsAllSql(opened, invocation))
    return { sql: null, noColumns: `after a build the SQL of so many nodes (${many}) is not read: \`sluice docs generate\` does` }
  if (invocation.flags.which === 'generate') return { sql: await readSql(opened, invocation, meanings) }
  try {
    invocation.signal.throwIfAborted()
    return { sql: await readSql(opened, invocation, meanings) }
  } catch (error) {
    // What was built stands, and an interrupted command is to end at once.
    const why = invocation.signal.aborted ? 'the build was interrupted' : `the SQL could not be read: ${(error as Error).message}`
    return { sql: null, noColumns: why }
  }
}

async function readSql(opened: OpenProject, invocation: Invocation, meanings: boolean): Promise<ProjectSql> {
  const { understand } = await import('./project-sql.js')
  return await understand(opened, invocation, meanings ? { meanings: 'too' } : {})
}

async function freshness({ targetDir }: OpenProject): Promise<Pick<SiteInput, 'freshness'>> {
  const found = await readSourcesIfAny(join(targetDir, 'sources.json'))
  return found ? { freshness: found.results } : {}
}

/** `--compare`: a manifest, or the folder of one. Its SQL is understood as that of the project is. */
async function earlierVersion(opened: OpenProject, invocation: Invocation): Promise<NonNullable<SiteInput['before']> | null> {
  const given = textFlag(invocation.flags.compare)
  if (given === undefined) return null
  const path = resolve(invocation.cwd, given)
  const previous = await readManifestIfAny(/\.json$/i.test(path) ? path : join(path, 'manifest.json'))
  if (!previous) throw stateMissing(given, 'manifest.json', '--compare')
  const { earlierManifest } = await import('../lineage/index.js')
  const { understand } = await import('./project-sql.js')
  const manifest = earlierManifest(previous, opened.manifest)
  const sql = await understand({ ...opened, manifest, graph: buildGraph(manifest) }, invocation, { meanings: 'too' })
  return { manifest, from: given, sql }
}

/** What `check` and `docs coverage` say. A file of rules that is broken fails `check`, not the page. */
async function governance(opened: OpenProject, invocation: Invocation, sql: ProjectSql): Promise<SiteGovernance> {
  const { coverageOf, readRules, runCheck } = await import('../check/index.js')
  const { manifest, graph, project } = opened
  const facts = { manifest, graph, sql, selectors: project.selectors, readFile: frameSource(invocation), now: invocation.now() }
  const { byFolder, total } = coverageOf(facts)
  const coverage = [...Object.entries(byFolder), ['total', total] as const].map(([name, counts]) => ({
    name,
    nodes: counts.nodes,
    described: counts.described.covered,
    tested: counts.tested.covered,
    owned: counts.owned.covered,
    columns: counts.columns,
    columnsDescribed: counts.columnsDescribed.covered,
  }))
  try {
    const { findings } = runCheck({ ...facts, rules: readRules(invocation.projectDir) })
    return { coverage, findings: findings.map(siteFinding) }
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error
    invocation.events.emit('Warning', error.toJSON())
    return { coverage, findings: null }
  }
}

function siteFinding(found: import('../check/index.js').Finding): NonNullable<SiteGovernance['findings']>[number] {
  const { rule, code, severity, message, node, location, hint } = found
  return { rule: rule ?? code, severity, message, id: node, file: location.file, line: location.line, hint: hint ?? '' }
}

/** Of longer ones the beginning. */
const readmeBytes = 1_000_000

/** What people read first about the project, for want of a page of its own. */
function readme({ manifest, project }: OpenProject): Pick<SiteInput, 'readme'> {
  const name = manifest.metadata.project_name
  const own = Object.values(manifest.docs).some((doc) => doc.name === '__overview__' && doc.package_name === name)
  const file = own ? undefined : readdirSync(project.root.root).find((each) => /^readme\.md$/i.test(each))
  return file === undefined ? {} : { readme: beginning(join(project.root.root, file)) }
}

function beginning(path: string): string {
  let handle: number | undefined
  try {
    handle = openSync(path, 'r')
    const bytes = Buffer.alloc(readmeBytes)
    return bytes.toString('utf8', 0, readSync(handle, bytes, 0, readmeBytes, 0))
  } catch {
    // A folder of that name, or one that may not be read, is no README.
    return ''
  } finally {
    if (handle !== undefined) closeSync(handle)
  }
}

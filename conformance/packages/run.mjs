/**
 * The integration projects of public dbt packages, once by dbt and once by sluice, each on a database of its own, and what differs.
 *
 *   node conformance/packages/run.mjs [--package dbt_utils]... [--engine duckdb|postgres]... [--quick] [--keep] [--blanks]
 *        [--if-possible] [--report FILE]
 *
 * `--quick` leaves out the calls of each macro, `--if-possible` skips aloud without a dbt or the packages, `--report` writes
 * { passed, failed, skipped }: nodes that came out the same, differences, and whether it was skipped.
 *
 * Environment: SLUICE_DBT (a dbt executable, else `dbt` of the path), SLUICE_BIN (else dist/bin.js), SLUICE_PACKAGE_MIRROR (where
 * the packages are, https://github.com by default; `{owner}` and `{name}` are replaced, else `/<owner>/<name>` is appended),
 * PGHOST, PGPORT, PGUSER, PGPASSWORD (a server; else one is started).
 *
 * Each other `*.mjs` of this folder is one package and exports `definition`:
 *
 *   name       of the package, as `--package` takes it: 'dbt_utils'
 *   repo       'owner/name'; `tag` and `commit`: the release looked at, `commit` is what is checked out
 *   hub        'namespace/name': the package is offered by the local hub as version `tag`, for those that need it
 *   needs      names of definitions that the local hub offers besides this one; a need may also be written in full
 *              ({ repo, tag, commit, hub }), without a definition of its own
 *   projects   one or several { folder, profile, commands, name?, engines? }: a folder in the repository with a dbt_project.yml, the
 *              profile that it names, the commands to run there, each a list of words (`['build', '--full-refresh']`) and `engines`
 *              where it is not for all; `name` tells several projects of one package apart. A function of the engine gives the
 *              commands of that engine.
 *   engines    engines to run on, all by default
 *              `macros`: { package, first?, values?, calls? } calls each macro of the package's folder `macros` (or `folder`) in a
 *              test of its own, which one further command runs, and compares what comes out. `first` stands before each call
 *              (`{% set sample = ref('people') %}`), `values` has an expression for each parameter's name (else the name as a text),
 *              `calls` all arguments of a macro by its name, null where it is not to be called
 *   env        further environment for both tools, or a function (engine) => env
 *   output     keys for the profile's target, or a function (engine, output) => output
 *   prepare    ({ root, folder, engine, write, edit }) changes the checked-out copy before the first command, for both tools alike:
 *              `write(path, text)`, `edit(path, (text) => text)`, paths relative to the project's folder
 *   volatile   [[/pattern/g, 'replacement'], …] applied to compiled SQL and messages of both before they are compared: clocks, ids
 *   explained  [{ pattern: /…/, why, engines? }]: differences that are to be; the pattern is held against a difference as it is
 *              printed, `<project>: <kind> <what>: <dbt> ≠ <sluice>`
 *
 * Compared are: exit codes; ids of each section of the manifest (built-in macros apart); for each node of run_results.json the
 * status, `failures`, and the message (of errors only the database's own words, see lib/compare.mjs); the compiled SQL, to the
 * character (what differs in blanks alone is counted, and shown by --blanks); the manifest, key by key (where one tool knows of more
 * macros that a node calls, it is counted as well). Ends with 1 where a difference is not explained, with 2 where it could not run.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { compare } from './lib/compare.mjs'
import { startEngine } from './lib/engines.mjs'
import { startHub } from './lib/hub.mjs'
import { summary, tell } from './lib/report.mjs'
import { checkout, isReachable, sourceOf } from './lib/sources.mjs'
import { hasDbt, runProject, tools } from './lib/tools.mjs'

const { values: flags } = parseArgs({
  options: {
    package: { type: 'string', multiple: true },
    engine: { type: 'string', multiple: true, default: ['duckdb', 'postgres'] },
    keep: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    report: { type: 'string' },
    'if-possible': { type: 'boolean', default: false },
    blanks: { type: 'boolean', default: false },
  },
})

const work = mkdtempSync(join(tmpdir(), 'sluice-packages-'))
try {
  process.exitCode = await main()
} catch (error) {
  process.exitCode = 2
  report({ passed: 0, failed: 1, skipped: 0 })
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
} finally {
  if (flags.keep) console.log(`kept: ${work}`)
  else rmSync(work, { recursive: true, force: true })
}

async function main() {
  const all = await definitions()
  const names = flags.package ?? [...all.keys()]
  const chosen = names.map((name) => all.get(name) ?? fail(`no such package: ${name}; there are ${[...all.keys()].join(', ')}`))
  const missing = whyNot(chosen)
  if (missing !== undefined) {
    if (!flags['if-possible']) fail(missing)
    console.log(`public packages: skipped, ${missing}`)
    report({ passed: 0, failed: 0, skipped: 1 })
    return 0
  }
  const rows = []
  for (const engine of flags.engine) {
    const server = await startEngine(engine, work)
    try {
      for (const definition of chosen)
        if (definition.engines?.includes(engine) ?? true) rows.push(...(await runPackage(definition, server, all)))
    } finally {
      await server.stop()
    }
  }
  const sums = summary(rows)
  report(sums)
  return sums.failed === 0 ? 0 : 1
}

function whyNot(chosen) {
  if (!hasDbt()) return 'there is no dbt: SLUICE_DBT names one'
  const away = chosen.find(({ repo }) => !isReachable(repo))
  return away && `${sourceOf(away.repo)} cannot be reached: SLUICE_PACKAGE_MIRROR names another place`
}

function report(sums) {
  if (flags.report !== undefined) writeFileSync(flags.report, JSON.stringify(sums))
}

async function definitions() {
  const folder = dirname(fileURLToPath(import.meta.url))
  const files = readdirSync(folder).filter((name) => name.endsWith('.mjs') && name !== 'run.mjs')
  const loaded = await Promise.all(files.map((name) => import(pathToFileURL(join(folder, name)).href)))
  return new Map(loaded.map(({ definition }) => [definition.name, definition]))
}

/** The rows of a package on one engine: one for each command of each project. */
async function runPackage(definition, server, all) {
  const needs = (definition.needs ?? []).map((need) => (typeof need === 'string' ? all.get(need) : need))
  const sources = join(work, 'sources')
  const hub = await startHub(
    [definition, ...needs].filter(({ hub }) => hub !== undefined),
    sources,
  )
  const rows = []
  try {
    for (const given of definition.projects) {
      const project = flags.quick ? { ...given, macros: undefined } : given
      if (!(project.engines?.includes(server.engine) ?? true)) continue
      const runs = []
      for (const tool of tools()) {
        const root = join(work, `${definition.name}-${server.engine}`, project.name ?? 'project', tool.name)
        checkout(definition, sources, root)
        runs.push(await runProject({ definition, project, server, hub, tool, root }))
      }
      const compared = compare({ definition, project, engine: server.engine, dbt: runs[0], ours: runs[1] })
      rows.push(...compared)
      tell(definition, project, server.engine, compared, flags)
    }
  } finally {
    await hub.stop()
  }
  return rows
}

function fail(message) {
  throw new TypeError(message)
}

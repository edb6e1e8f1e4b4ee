/** The project held against its rules and its SQL against itself: what `check`, `compile --static-analysis` and `build --check` ask. */
import { existsSync, readFileSync } from 'node:fs'
import { isAbsolute, join, relative, resolve } from 'node:path'
import {
  type Baseline,
  type BaselineEntry,
  baselineInvalid,
  type Checked,
  type Finding,
  held,
  type RulesFile,
  readBaseline,
  readRules,
  runCheck,
} from '../check/index.js'
import type { Invocation } from '../core/invocation.js'
import type { UniqueId } from '../core/node.js'
import type { NodeSql } from '../lineage/index.js'
import { frameSource } from '../report/index.js'
import type { OpenProject } from './open-project.js'
import { understand } from './project-sql.js'
import { textFlag } from './state.js'

export interface CheckReport extends Omit<Checked, 'findings'> {
  /** All that was found, the baseline's too. */
  readonly all: readonly Finding[]
  readonly fresh: readonly Finding[]
  readonly known: readonly Finding[]
  /** Entries of the baseline that are no longer found. */
  readonly gone: readonly BaselineEntry[]
  /** Nodes whose findings these are. */
  readonly nodes: readonly NodeSql[]
  /** Absolute path of the baseline in use, or of the one to write. */
  readonly baselineFile: string
}

export interface CheckOptions {
  readonly rules: boolean
  /** Undefined: everything. */
  readonly only?: ReadonlySet<UniqueId> | undefined
}

const noBaseline: Baseline = { known: new Map(), entries: [] }

export async function checkProject(opened: OpenProject, invocation: Invocation, { rules, only }: CheckOptions): Promise<CheckReport> {
  const { manifest, graph, project } = opened
  const file = rulesOf(invocation, rules)
  const sql = await understand(opened, invocation)
  const readFile = frameSource(invocation)
  const checked = runCheck({ manifest, graph, sql, selectors: project.selectors, readFile, now: invocation.now(), rules: file, only })
  const { path, asked } = baselineOf(invocation, file)
  const baseline = asked ? readFrom(path, invocation) : noBaseline
  const { fresh, known, gone } = held(checked.findings, baseline)
  const { findings: all, ...counts } = checked
  return {
    ...counts,
    all,
    fresh,
    known,
    gone: gone.filter(({ node }) => !only || (node !== null && only.has(node))),
    nodes: [...sql.nodes.values()].filter(({ id }) => !only || only.has(id)),
    baselineFile: path,
  }
}

function rulesOf(invocation: Invocation, wanted: boolean): RulesFile {
  const given = textFlag(invocation.flags.rulesFile)
  const root = invocation.projectDir
  return readRules(root, wanted ? (given === undefined ? undefined : resolve(invocation.cwd, given)) : false)
}

/** By flag, below the working folder; by the file of rules, below the project. */
function baselineOf({ flags, cwd, projectDir }: Invocation, { baseline }: RulesFile): { readonly path: string; readonly asked: boolean } {
  const given = textFlag(flags.baseline)
  const asked = flags.writeBaseline !== true && (given !== undefined || baseline !== undefined)
  if (given !== undefined) return { path: resolve(cwd, given), asked }
  const name = baseline ?? 'sluice-baseline.json'
  return { path: isAbsolute(name) ? name : join(projectDir, name), asked }
}

function readFrom(path: string, { cwd, flags }: Invocation): Baseline {
  const name = relative(cwd, path).replaceAll('\\', '/')
  if (existsSync(path)) return readBaseline(readFileSync(path, 'utf8'), name)
  // One that the rules name and nobody has written yet knows nothing.
  if (textFlag(flags.baseline) === undefined) return noBaseline
  throw baselineInvalid(name, 'is not there')
}

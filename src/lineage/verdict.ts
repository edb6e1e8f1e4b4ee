/** Nodes whose text differs from an earlier version: does their meaning, and if so, how. */
import type { Manifest } from '../core/manifest.js'
import type { ManifestNode, UniqueId } from '../core/node.js'
import type { Graph } from '../graph/index.js'
import { changeOf, type NodeChange } from './change.js'
import type { ProjectSql } from './model.js'
import { changedMacros, dependsOnRun } from './previous.js'
import { sameTemplate } from './template.js'

export interface Verdict {
  /** The difference is one of writing: the node counts as unmodified. */
  readonly same: boolean
  /** One clause each. */
  readonly reasons: readonly string[]
}

export interface Versions {
  readonly current: Manifest
  readonly previous: Manifest
  readonly graph: Graph
}

export interface Understood {
  readonly before: ProjectSql
  readonly after: ProjectSql
}

/** What the texts alone tell; undefined where the SQL has to be understood. */
export function verdictOfText(id: UniqueId, { current, previous }: Versions): Verdict | undefined {
  const [now, then] = [current.nodes[id], previous.nodes[id]]
  if (!now || !then) return different('new')
  if (now.language !== 'sql' || then.language !== 'sql') return different('body: it is not written in SQL')
  const macros = changedMacros(now, then, current, previous)
  if (macros.length === 0 && sameTemplate(now.raw_code, then.raw_code)) return { same: true, reasons: ['formatting only'] }
  if (macros.length > 0 && hasHooks(now)) return different(`it has hooks, and ${namesOf(macros)} changed`)
  const materializing = macros.filter((macro) => /\.(materialization_|generate_\w+_name)/.test(macro))
  if (materializing.length > 0) return different(`${namesOf(materializing)} changed`)
  if (dependsOnRun(now, current) || dependsOnRun(then, previous))
    return different('body: its template asks for what is known in a run only')
  return undefined
}

export function verdictOfMeaning(id: UniqueId, { before, after }: Understood, versions: Versions): Verdict {
  const [then, now] = [before.nodes.get(id), after.nodes.get(id)]
  if (!then || !now) return different('body: it could not be understood')
  const change = changeOf(then, now, after.dialect)
  if (change.level === 'none') return { same: true, reasons: ['written differently, the same meaning'] }
  const moved = change.columns.filter((each) => each.change === 'reordered').map((each) => each.column)
  const consequence = orderMatters(id, versions)
  if (change.level === 'compatible' && moved.length === change.columns.length && consequence === undefined)
    return { same: true, reasons: [`columns in another order (${moved.join(', ')})`] }
  return { same: false, reasons: reasonsOf(change, consequence) }
}

function reasonsOf({ unknown, rows, columns }: NodeChange, consequence: string | undefined): string[] {
  if (unknown !== undefined) return [`body: cannot be compared, ${unknown}`]
  const moved = columns.filter((each) => each.change === 'reordered')
  const others = columns.filter((each) => each.change !== 'reordered').map(({ column, why }) => `body: column ${column} ${why}`)
  const order = moved.length > 0 ? [`body: columns in another order${consequence === undefined ? '' : `, and ${consequence}`}`] : []
  return [...(rows ? ['body: rows are chosen, joined or grouped differently'] : []), ...others, ...order]
}

/** Why somebody may notice the order of a node's columns. */
function orderMatters(id: UniqueId, { current, graph }: Versions): string | undefined {
  const node = current.nodes[id]
  if (!node) return 'it is unknown'
  const { materialized } = node.config
  if (node.resource_type === 'model' && materialized !== 'table' && materialized !== 'view') return `it is ${String(materialized)}`
  if (node.resource_type === 'snapshot') return 'it is a snapshot'
  if (contracted(node)) return 'it has a contract'
  const reader = [...graph.descendants(id)].find((reading) => readsByPlace(current.nodes[reading]))
  return reader === undefined ? undefined : `${reader} may combine it with others by position`
}

function contracted(node: ManifestNode): boolean {
  return (node as { readonly contract?: { readonly enforced?: boolean } }).contract?.enforced === true
}

/** `*` beside a set operation or an insert, in its text: macros may write one as well. */
function readsByPlace(node: ManifestNode | undefined): boolean {
  return node !== undefined && /\*/.test(node.raw_code) && /\b(union|except|intersect|minus|insert)/i.test(node.raw_code)
}

function hasHooks({ config }: ManifestNode): boolean {
  return ['pre-hook', 'post-hook', 'pre_hook', 'post_hook'].some((key) => {
    const hooks = config[key]
    return Array.isArray(hooks) ? hooks.length > 0 : hooks !== undefined && hooks !== null
  })
}

function namesOf(macros: readonly UniqueId[]): string {
  return macros.map((id) => `macro ${id.split('.').at(-1)}`).join(', ')
}

function different(reason: string): Verdict {
  return { same: false, reasons: [reason] }
}

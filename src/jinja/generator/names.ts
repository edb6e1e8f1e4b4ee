/** Which names a piece of a template assigns, and which it reads. */
import type { At, Body, IfNode, Statement, Target } from '../syntax/nodes.js'

/** Names assigned in this frame; bodies with a frame of their own keep theirs. */
export function assignedNames(statements: readonly Statement[], found: Set<string> = new Set()): Set<string> {
  for (const statement of statements) {
    if (statement.typename === 'Set' || statement.typename === 'SetBlock') targetNames(statement.target, found)
    else if (statement.typename === 'If') assignedInIf(statement, found)
    else if (statement.typename === 'Macro' && statement.kind === 'macro') found.add(statement.name)
  }
  return found
}

function assignedInIf(node: IfNode, found: Set<string>): void {
  assignedNames(node.body.children, found)
  if (!node.else_) return
  if (node.else_.typename === 'If') assignedInIf(node.else_, found)
  else assignedNames(node.else_.children, found)
}

export function targetNames(target: Target, found: Set<string>): void {
  if (target.typename === 'Symbol') found.add(target.value)
  else if (target.typename === 'Tuple') for (const child of target.children) targetNames(child, found)
}

/** Namespaces a target changes, which must exist before. */
function namespaceNames(target: Target, onRead: OnName): void {
  if (target.typename === 'NamespaceTarget') onRead(target.name)
  else if (target.typename === 'Tuple') for (const child of target.children) namespaceNames(child, onRead)
}

/**
 * Those of `names` that the body's own statements assign before anything in it mentions them: their value outside does not
 * matter, so it is not looked up.
 */
export function assignedFirst(body: Body, names: ReadonlySet<string>): ReadonlySet<string> {
  const first = new Set<string>()
  const mentioned = new Set<string>()
  const mention = (name: string): unknown => mentioned.add(name)
  let open = names.size
  for (const statement of body.children) {
    if (open === 0) break
    const assigned = new Set<string>()
    if (statement.typename === 'Set') {
      walk(statement.value, mention, mention)
      namespaceNames(statement.target, mention)
      targetNames(statement.target, assigned)
    } else walk(statement, mention, mention)
    for (const name of assigned) if (!mentioned.has(name)) first.add(name)
    open = [...names].filter((name) => !first.has(name) && !mentioned.has(name)).length
  }
  return first
}

/** Those of `names` that a body reads before it assigns them, nested bodies included. */
export function usedNames(body: Body, names: readonly string[]): ReadonlySet<string> {
  const open = new Set(names)
  const used = new Set<string>()
  walk(
    body,
    (name) => {
      if (open.has(name)) used.add(name)
    },
    (name) => open.delete(name),
  )
  return used
}

type OnName = (name: string) => unknown

const targets = new Set(['target', 'targets'])

function walk(value: unknown, onRead: OnName, onAssign: OnName): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, onRead, onAssign)
    return
  }
  if (typeof value !== 'object' || value === null) return
  const node = value as Readonly<Record<string, unknown>> & Partial<At> & { readonly typename?: string }
  if (node.typename === 'Symbol') onRead(node['value'] as string)
  else if (node.typename === 'NamespaceTarget') onRead(node['name'] as string)
  else for (const key of Object.keys(node)) walkField(node, key, onRead, onAssign)
}

const assigning = new Set(['Set', 'SetBlock', 'For', 'With'])

function walkField(
  node: Readonly<Record<string, unknown>> & { readonly typename?: string },
  key: string,
  onRead: OnName,
  onAssign: OnName,
): void {
  if (key === 'lineno' || key === 'colno') return
  if (targets.has(key) && assigning.has(node.typename ?? '')) walk(node[key], onAssign, onAssign)
  else walk(node[key], onRead, onAssign)
}

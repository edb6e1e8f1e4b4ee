/** Which columns identify a model's rows: declared by a constraint, else told by its tests. */
import type { ModelNode, Plain, TestNode, UniqueId } from '../core/node.js'
import { type Assembly, enabled } from './assembly.js'

export function inferPrimaryKeys(assembly: Assembly): void {
  const tests = new Map<UniqueId, TestNode[]>()
  for (const node of [...Object.values(assembly.nodes), ...Object.values(assembly.disabled).flat()]) {
    if (node.resource_type !== 'test' || !node.test_metadata || !node.attached_node) continue
    const known = tests.get(node.attached_node)
    if (known) known.push(node)
    else tests.set(node.attached_node, [node])
  }
  for (const node of Object.values(assembly.nodes)) {
    if (node.resource_type === 'model') Object.assign(node, { primary_key: primaryKey(node, tests.get(node.unique_id) ?? []).sort() })
  }
}

function primaryKey(model: ModelNode, tests: readonly TestNode[]): string[] {
  return declaredKey(model) ?? testedKey(tests)
}

function declaredKey(model: ModelNode): string[] | undefined {
  const ofModel = model.constraints.find((constraint) => constraint.type === 'primary_key')
  if (ofModel) return [...((ofModel.columns as string[] | undefined) ?? [])]
  const column = Object.values(model.columns).find((each) => each.constraints.some((constraint) => constraint.type === 'primary_key'))
  return column && [column.name]
}

const uniqueness = new Set(['unique', 'unique_combination_of_columns'])

/** Unique and not null; else unique; else unique by a test that is switched off. */
function testedKey(tests: readonly TestNode[]): string[] {
  const columns = (wanted: (test: TestNode, name: string) => boolean): Set<string> =>
    new Set(
      tests
        .filter((test) => wanted(test, test.test_metadata?.name ?? ''))
        .flatMap((test) => testedColumns(test.test_metadata?.kwargs ?? {})),
    )
  const unique = columns((test, name) => uniqueness.has(name) && enabled(test))
  const switchedOff = columns((test, name) => uniqueness.has(name) && !enabled(test))
  const both = [...columns((_test, name) => name === 'not_null')].filter((column) => unique.has(column) || switchedOff.has(column))
  if (both.length > 0) return both
  return unique.size > 0 ? [...unique] : [...switchedOff]
}

function testedColumns(kwargs: Plain): string[] {
  if (typeof kwargs.column_name === 'string') return [kwargs.column_name]
  const combination = kwargs.combination_of_columns
  return Array.isArray(combination) ? combination.filter((column) => typeof column === 'string') : []
}

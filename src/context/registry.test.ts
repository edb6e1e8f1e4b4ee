/** Which macro a name means: the node's package, then root, then the engine's built-ins, then dbt's. */
import { describe, expect, test } from 'vitest'
import type { MacroNode } from '../core/node.js'
import type { Project } from '../core/project.js'
import { createMacroRegistry } from './index.js'

const macro = (packageName: string, name: string): MacroNode =>
  ({
    unique_id: `macro.${packageName}.${name}`,
    name,
    package_name: packageName,
    macro_sql: `{% macro ${name}() %}{% endmacro %}`,
    original_file_path: 'm.sql',
    depends_on: { macros: [] },
  }) as unknown as MacroNode

interface Setup {
  readonly macros: readonly string[]
  readonly dispatch?: Project['root']['config']['dispatch']
  readonly flags?: Readonly<Record<string, unknown>>
}

function registry({ macros, dispatch = [], flags = {} }: Setup) {
  const entry = (name: string, kind: string) => ({ name, kind, root: '/', files: [], config: { dispatch, flags } })
  const packages = [
    entry('root', 'root'),
    entry('pkg', 'installed'),
    entry('other', 'installed'),
    entry('dbt_duckdb', 'builtin'),
    entry('dbt', 'builtin'),
  ]
  const project = { root: packages[0], packages } as unknown as Project
  const nodes = macros.map((id) => macro(id.split('.')[0] ?? '', id.split('.').slice(1).join('.')))
  return createMacroRegistry(nodes, project)
}

const id = (found: MacroNode | undefined): string | undefined => found?.unique_id.replace('macro.', '')

describe('names', () => {
  const all = registry({ macros: ['root.a', 'pkg.a', 'dbt.a', 'pkg.b', 'other.b', 'dbt_duckdb.c', 'dbt.c', 'dbt.d'] })
  test.each([
    ['a', 'root', 'root.a'],
    ['a', 'pkg', 'pkg.a'],
    ['a', 'other', 'root.a'],
    ['b', 'root', undefined],
    ['b', 'pkg', 'pkg.b'],
    ['c', 'root', 'dbt_duckdb.c'],
    ['d', 'pkg', 'dbt.d'],
  ])('%s seen from %s is %s', (name, from, expected) => {
    expect(id(all.find(name, from))).toBe(expected)
  })
  test.each([
    ['a', 'pkg', 'pkg.a'],
    ['c', 'dbt', 'dbt_duckdb.c'],
    ['a', 'dbt', 'dbt.a'],
    ['d', 'dbt_duckdb', undefined],
    ['a', 'nowhere', undefined],
  ])('%s in %s is %s', (name, packageName, expected) => {
    expect(id(all.find(name, 'root', packageName))).toBe(expected)
  })
})

describe('dispatch', () => {
  const macros = [
    'root.default__x',
    'pkg.duckdb__x',
    'pkg.default__x',
    'dbt.default__x',
    'dbt_duckdb.duckdb__y',
    'dbt.default__y',
    'root.default__y',
  ]
  const plain = registry({ macros })
  const ordered = registry({ macros, dispatch: [{ macro_namespace: 'pkg', search_order: ['pkg', 'root'] }] })
  test.each([
    ['no namespace, from root', plain, 'x', null, 'root', 'root.default__x'],
    ['no namespace, from the package', plain, 'x', null, 'pkg', 'pkg.duckdb__x'],
    ['a namespace: root first', plain, 'x', 'pkg', 'pkg', 'root.default__x'],
    ['a namespace with a configured order', ordered, 'x', 'pkg', 'root', 'pkg.duckdb__x'],
    ['root overrides dbt, whatever the prefix', plain, 'y', 'dbt', 'root', 'root.default__y'],
    ['an unknown namespace is none', plain, 'x', 'gone', 'root', 'root.default__x'],
    ['nothing', plain, 'z', 'dbt', 'root', undefined],
  ] as const)('%s', (_label, from, name, namespace, packageName, expected) => {
    expect(id(from.dispatch(name, namespace, packageName))).toBe(expected)
  })
  test('tells what it looked for', () => {
    expect(plain.dispatchCandidates('z', 'pkg')).toEqual(['root.duckdb__z', 'root.default__z', 'pkg.duckdb__z', 'pkg.default__z'])
  })
})

describe('materializations', () => {
  const macros = ['dbt.materialization_table_default', 'dbt_duckdb.materialization_table_duckdb', 'dbt.materialization_view_default']
  const cases: [label: string, more: string[], name: string, expected: string | undefined, flags?: Record<string, unknown>][] = [
    ['the engine over default', [], 'table', 'dbt_duckdb.materialization_table_duckdb'],
    ['root default does not beat the engine', ['root.materialization_table_default'], 'table', 'dbt_duckdb.materialization_table_duckdb'],
    ['root for the engine does', ['root.materialization_table_duckdb'], 'table', 'root.materialization_table_duckdb'],
    ['root default beats default', ['root.materialization_view_default'], 'view', 'root.materialization_view_default'],
    ['a package may not override a built-in one', ['pkg.materialization_view_default'], 'view', 'dbt.materialization_view_default'],
    [
      'unless the project allows it',
      ['pkg.materialization_view_default'],
      'view',
      'pkg.materialization_view_default',
      { require_explicit_package_overrides_for_builtin_materializations: false },
    ],
    ['a package may bring its own', ['pkg.materialization_own_default'], 'own', 'pkg.materialization_own_default'],
    ['unknown', [], 'nope', undefined],
  ]
  test.each(cases)('%s', (_label, more, name, expected, flags = {}) => {
    expect(id(registry({ macros: [...macros, ...more], flags }).materialization(name, 'root'))).toBe(expected)
  })
})

test('naming macros: the package, else root, else built in', () => {
  const all = registry({
    macros: [
      'dbt.generate_schema_name',
      'root.generate_schema_name',
      'pkg.generate_schema_name',
      'dbt.generate_alias_name',
      'pkg.generate_alias_name',
    ],
  })
  expect(['root', 'pkg', 'other'].map((from) => id(all.naming('generate_schema_name', from)))).toEqual([
    'root.generate_schema_name',
    'pkg.generate_schema_name',
    'root.generate_schema_name',
  ])
  expect(['root', 'pkg'].map((from) => id(all.naming('generate_alias_name', from)))).toEqual([
    'dbt.generate_alias_name',
    'pkg.generate_alias_name',
  ])
})

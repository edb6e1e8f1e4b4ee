/** How much of a project is described, tested and owned: exact counts, by folder and in all. */
import type { Resource, UniqueId } from '../core/node.js'
import { type Facts, type FactsInput, factsOf } from './facts.js'

export const coveredTypes = ['model', 'source', 'seed', 'snapshot'] as const

export interface Share {
  readonly covered: number
  readonly of: number
}

export interface Coverage {
  readonly nodes: number
  readonly columns: number
  readonly described: Share
  /** Columns with a description of their own or an inherited one; how many of them inherit it. */
  readonly columnsDescribed: Share & { readonly inherited: number }
  /** With at least one data or unit test. */
  readonly tested: Share
  readonly columnsTested: Share
  readonly owned: Share
}

export interface CoverageReport {
  readonly total: Coverage
  readonly byType: Readonly<Record<string, Coverage>>
  /** By folder, in order of their names. */
  readonly byFolder: Readonly<Record<string, Coverage>>
  /** What is missing, by id. */
  readonly missing: {
    readonly descriptions: readonly UniqueId[]
    readonly columnDescriptions: readonly string[]
    readonly tests: readonly UniqueId[]
    readonly owners: readonly UniqueId[]
  }
}

interface Fact {
  readonly id: UniqueId
  readonly type: string
  readonly folder: string
  readonly described: boolean
  readonly tested: boolean
  readonly owned: boolean
  readonly columns: readonly { readonly name: string; readonly said: 'own' | 'inherited' | null; readonly tested: boolean }[]
}

/** @param only - ids that count; undefined: all of the project's own. */
export function coverageOf(input: FactsInput, only?: ReadonlySet<UniqueId>): CoverageReport {
  const facts = factsOf(input)
  const unit = new Set(Object.values(input.manifest.unit_tests).flatMap((test) => test.depends_on.nodes))
  const resources = facts.own(coveredTypes).filter(({ unique_id }) => only === undefined || only.has(unique_id))
  const all = resources.map((resource) => factOf(resource, facts, unit))
  const ids = (lacks: (fact: Fact) => boolean) => all.filter(lacks).map(({ id }) => id)
  return {
    total: coverage(all),
    byType: grouped(all, ({ type }) => type),
    byFolder: grouped(all, ({ folder }) => folder),
    missing: {
      descriptions: ids(({ described }) => !described),
      columnDescriptions: all.flatMap(({ id, columns }) => columns.filter(({ said }) => said === null).map(({ name }) => `${id}.${name}`)),
      tests: ids(({ tested }) => !tested),
      owners: ids(({ owned }) => !owned),
    },
  }
}

function factOf(resource: Resource, facts: Facts, unit: ReadonlySet<UniqueId>): Fact {
  const id = resource.unique_id
  const tests = facts.tests(id)
  const tested = new Set(tests.flatMap(({ columns }) => columns.map((column) => column.toLowerCase())))
  return {
    id,
    type: resource.resource_type,
    folder: resource.original_file_path.split('/').slice(0, -1).join('/') || '.',
    described: Boolean((resource as { readonly description?: string }).description?.trim()),
    tested: tests.length > 0 || unit.has(id),
    owned: facts.owner(resource) !== undefined,
    columns: facts.columns(id).map((name) => {
      const said = facts.described.text(id, name)
      return { name, said: said === undefined ? null : said.from === null ? 'own' : 'inherited', tested: tested.has(name.toLowerCase()) }
    }),
  }
}

function grouped(all: readonly Fact[], key: (fact: Fact) => string): Readonly<Record<string, Coverage>> {
  const names = [...new Set(all.map(key))].sort()
  return Object.fromEntries(names.map((name) => [name, coverage(all.filter((fact) => key(fact) === name))]))
}

function coverage(all: readonly Fact[]): Coverage {
  const columns = all.flatMap((fact) => fact.columns)
  const share = <T>(list: readonly T[], covered: (item: T) => boolean): Share => ({ covered: list.filter(covered).length, of: list.length })
  return {
    nodes: all.length,
    columns: columns.length,
    described: share(all, (fact) => fact.described),
    columnsDescribed: {
      ...share(columns, ({ said }) => said !== null),
      inherited: columns.filter(({ said }) => said === 'inherited').length,
    },
    tested: share(all, (fact) => fact.tested),
    columnsTested: share(columns, (column) => column.tested),
    owned: share(all, (fact) => fact.owned),
  }
}

/** In per cent, rounded down to a tenth, so that 100 means all; undefined of nothing. */
export function percent({ covered, of }: Share): number | undefined {
  return of === 0 ? undefined : Math.floor((covered * 1000) / of) / 10
}

/** Snapshots: every version a row had, by each strategy and each way to treat rows that are gone. */
import { ended, same } from '../expect.js'
import type { Case, Day } from '../types.js'

interface SnapshotCase {
  readonly id: string
  readonly settings: string
  readonly given: readonly [string, string]
  readonly columns?: string
  readonly rows: readonly [readonly string[], readonly string[]]
}

const time = (day: number) => `{{ dbt.cast("'2024-01-0${day} 00:00:00'", dbt.type_timestamp()) }}`
const state = "case when dbt_valid_to is null then 'open' else 'closed' end as state"

const cases: readonly SnapshotCase[] = [
  {
    id: 'snapshot.timestamp',
    settings: "strategy='timestamp', unique_key='id', updated_at='changed'",
    given: [
      `select 1 as id, 'a' as name, ${time(1)} as changed union all select 2, 'b', ${time(1)}`,
      `select 1 as id, 'A' as name, ${time(2)} as changed union all select 2, 'b', ${time(1)} union all select 3, 'c', ${time(2)}`,
    ],
    rows: [
      ['1|a|open', '2|b|open'],
      ['1|A|open', '1|a|closed', '2|b|open', '3|c|open'],
    ],
  },
  {
    id: 'snapshot.check',
    settings: "strategy='check', unique_key='id', check_cols=['name']",
    given: ["select 1 as id, 'a' as name union all select 2, null", "select 1 as id, 'a' as name union all select 2, 'b'"],
    rows: [
      ['1|a|open', '2|None|open'],
      ['1|a|open', '2|None|closed', '2|b|open'],
    ],
  },
  {
    id: 'snapshot.invalidate',
    settings: "strategy='check', unique_key='id', check_cols='all', hard_deletes='invalidate'",
    given: ["select 1 as id, 'a' as name union all select 2, 'b'", "select 1 as id, 'a' as name"],
    rows: [
      ['1|a|open', '2|b|open'],
      ['1|a|open', '2|b|closed'],
    ],
  },
  {
    id: 'snapshot.new-record',
    settings: "strategy='check', unique_key='id', check_cols='all', hard_deletes='new_record'",
    given: ["select 1 as id, 'a' as name union all select 2, 'b'", "select 1 as id, 'a' as name"],
    columns: `id, name, dbt_is_deleted, ${state}`,
    rows: [
      ['1|a|False|open', '2|b|False|open'],
      ['1|a|False|open', '2|b|False|closed', '2|b|True|open'],
    ],
  },
  {
    id: 'snapshot.two-keys',
    settings: "strategy='check', unique_key=['id', 'name'], check_cols=['x']",
    given: [
      "select 1 as id, 'a' as name, 1 as x union all select 1, 'b', 1",
      "select 1 as id, 'a' as name, 2 as x union all select 1, 'b', 1",
    ],
    columns: `id, name, x, ${state}`,
    rows: [
      ['1|a|1|open', '1|b|1|open'],
      ['1|a|1|closed', '1|a|2|open', '1|b|1|open'],
    ],
  },
]

export const snapshotCases: readonly Case[] = cases.map(({ id, settings, given, columns, rows }) => {
  const name = id.replace(/\W+/g, '_')
  return {
    id,
    files: (day: Day) => ({
      [`snapshots/${name}.sql`]: `{% snapshot ${name} %}\n{{ config(${settings}) }}\n${given[day - 1]}\n{% endsnapshot %}`,
    }),
    reads: { [name]: `select ${columns ?? `id, name, ${state}`} from {{ ref('${name}') }}` },
    async run(bench) {
      for (const day of [1, 2] as const) {
        ended(bench.result(name, day), 'success', `${name} in build ${day}`)
        same(bench.rows(name, day), rows[day - 1], `rows after build ${day}`)
      }
    },
  }
})

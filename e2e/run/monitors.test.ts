// The same feed on DuckDB and PostgreSQL: the same series, the same anomalies, warned of by a build and found again by --backtest.
import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { MonitorReport } from '../../src/core/monitor-report.js'
import { postgresDatabase } from '../harness/postgres.js'
import { type Project, project } from '../harness/project.js'

const feed = `
select
    cast('2026-10-01' as date) + cast(d as integer) as day,
    case when d = 24 and n % 2 = 0 then 1 else d * 1000 + n end as id,
    case when n % 100 = 0 or (d = 24 and n % 10 = 1) then null else n end as vessel,
    case when d = 24 and n % 12 = 3 then 'HYDROGEN' when n % 3 = 0 then 'LNG' else 'DIESEL' end as fuel,
    case when n % 2 = 0 then 'north' else 'south' end as region,
    cast((100 + n % 7) * case when d = 24 then 100 else 1 end as decimal(18, 2)) as price,
    cast('2026-10-01 08:00:00' as timestamp) + d * interval '1 day' + n * interval '1 minute' as loaded_at
from generate_series(0, 24) as days(d)
cross join generate_series(1, 300) as numbers(n)
where n <= 290 + d % 5 * 2
`
const properties = `
models:
  - name: feed
    config:
      meta:
        monitors:
          time_column: day
          by: region
          checks:
            - volume
            - null_share: vessel
            - distinct: vessel
            - distribution: price
            - mix: fuel
            - duplicates: [id, region]
            - arrival: loaded_at
`

function told(home: Project): MonitorReport {
  const [file] = readdirSync(`${home.folder}/target/monitors`)
  const { judgedAt: _when, ...report } = home.json<MonitorReport>(`target/monitors/${file}`)
  const digits = JSON.stringify(report, (_key, value) => (typeof value === 'number' ? Number(value.toPrecision(9)) : value))
  const read = JSON.parse(digits) as MonitorReport
  // Of parts that are equally bad either may come first.
  const sorted = <T>(list: readonly T[]) => [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  return { ...read, series: sorted(read.series), anomalies: sorted(read.anomalies), past: sorted(read.past) }
}

it('DuckDB and PostgreSQL measure and judge alike', async () => {
  const database = await postgresDatabase()
  const home = project({
    'models/feed.sql': `{{ config(materialized='table') }}${feed}`,
    'models/feed.yml': properties,
    'profiles.yml': `shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb}\n    server: ${database.output()}\n`,
  })
  try {
    const build = await home.sluice(['build'])
    expect([build.code, build.text]).toEqual([0, expect.stringContaining('PASS=1 WARN=1')])
    const here = told(home)
    for (const { words } of here.anomalies) expect(build.text).toContain(words)
    const words = here.anomalies.map((each) => each.words).join('\n')
    expect(words).toMatch(/fuel 'HYDROGEN' is new: 2\d rows/)
    expect(words).toMatch(/median of price 10,\d00, expected 9\d–10\d .*; 100 times as much/)
    expect(words).toMatch(/vessel is null in 1[01] % of the rows, expected at most/)
    expect(words).toMatch(/5\d % of the rows are duplicates by id, region/)
    expect([...new Set(here.past.map(({ period }) => period))]).toEqual(['2026-10-25'])
    expect((await home.sluice(['build', '--target', 'server'])).code).toBe(0)
    expect(told(home)).toEqual(here)
    home.write({ 'known.txt': '2026-10-25 feed # planted\n' })
    const again = await home.sluice(['test', '--backtest', '--known', 'known.txt'])
    expect(again.stdout).toContain('known incidents found: 1 of 1; false alarms: 0 of 14 clean partitions (0.0 %)')
  } finally {
    home.remove()
    await database.drop()
  }
})

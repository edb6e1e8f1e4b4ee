// Hypertables and continuous aggregates on a real server, built, built again and changed by the built command line.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Outcome, type Project, project } from '../harness/project.js'
import { exampleProject } from './example.js'
import { openServer, type Server, url } from './server.js'

const why = url === undefined ? 'skipped: SLUICE_TIMESCALE_URL names no server with TimescaleDB' : 'on a real server'

const readings = (config: string, columns = 'celsius') => `{{ config(materialized='hypertable', time_column='ts', ${config}) }}
select ts, sensor, ${columns}
from (
  select ts, 'pump-' || (n % 4) as sensor, (n % 50)::float8 as celsius, n
  from generate_series(timestamptz '2026-01-01', timestamptz '2026-01-21', interval '10 minutes') with ordinality as g(ts, n)
) all_readings`
const settings = `chunk_interval='1 day', space_partition={'column': 'sensor', 'number': 2},
    compression={'segment_by': 'sensor', 'order_by': 'ts desc', 'after': '50 years'},
    retention={'after': '60 years'}, reorder={'columns': ['sensor', 'ts']}, indexes=[{'columns': ['sensor', 'ts']}]`
const changed = `chunk_interval='2 days', space_partition={'column': 'sensor', 'number': 4},
    compression={'segment_by': 'sensor', 'order_by': ['ts desc', 'celsius'], 'after': '40 years', 'schedule_interval': '1 day'},
    indexes=[{'columns': ['celsius'], 'type': 'brin'}]`
const hourly = (more = '', mean = 'avg(celsius) as mean') => `{{ config(
    materialized='continuous_aggregate',
    refresh_policy={'start_offset': '70 years', 'end_offset': '1 hour', 'schedule_interval': '1 day'},
    retention='80 years', indexes=[{'columns': ['mean']}], ${more}
) }}
select time_bucket('1 hour', ts) as hour, sensor, ${mean}, count(*) as n from {{ ref('readings') }} group by 1, 2`
const daily = `{{ config(materialized='continuous_aggregate', materialized_only=false) }}
select time_bucket('1 day', hour, 'Europe/Vienna') as day, sensor, sum(n) as n
from {{ ref('hourly') }} group by 1, 2 having sum(n) > 0`
const added = (strategy: string, more = '') => `{{ config(
    materialized='incremental', incremental_strategy='${strategy}', ${more}
    hypertable={'time_column': 'ts', 'chunk_interval': '1 day', 'compression': {'segment_by': 'sensor', 'after': '50 years'}},
) }}
select ts, sensor, celsius + {{ var('warmer', 0) }} as celsius from {{ ref('readings') }}
{% if is_incremental() %}where ts >= timestamptz '2026-01-20'{% endif %}`
const batched = `{{ config(
    materialized='incremental', incremental_strategy='microbatch', event_time='ts', batch_size='day', begin='2026-01-18',
    hypertable={'time_column': 'ts', 'compression': true},
) }}
select ts, sensor, celsius from {{ ref('readings') }}`

let server: Server
let plant: Project

const sluice = (...args: string[]): Promise<Outcome> => plant.sluice(args, server.env)
const built = async (...args: string[]): Promise<string> => {
  const { code, text } = await sluice('build', ...args)
  expect(text).toMatch(/Completed successfully|Completed with \d+ warning/)
  expect(code).toBe(0)
  return text
}
const count = async (relation: string): Promise<number> => Number((await server.rows(`select count(*) from $schema.${relation}`))[0])

describe.skipIf(url === undefined)(`TimescaleDB (${why})`, () => {
  beforeAll(async () => {
    server = await openServer()
    plant = project({
      'profiles.yml': server.profiles,
      'models/readings.sql': readings(settings),
      'models/hourly.sql': hourly(),
      'models/daily.sql': daily,
      'models/added.sql': added('delete+insert', "unique_key=['sensor', 'ts'],"),
      'models/batched.sql': batched,
      'models/models.yml':
        'models:\n  - name: readings\n    columns: [{name: ts, config: {event_time: ts}}]\n    config: {event_time: ts, persist_docs: {relation: true}}\n    description: All readings\n',
    })
  })

  afterAll(async () => {
    plant?.remove()
    await server?.close()
  })

  builtTwice()
  altered()
  refused()
  example()
})

function builtTwice(): void {
  test('a first build makes hypertables with settings and policies, and fills the aggregates', async () => {
    await built('--event-time-start', '2026-01-18', '--event-time-end', '2026-01-21')
    expect(
      await server.rows(
        "select hypertable_name, primary_dimension, num_dimensions, compression_enabled from timescaledb_information.hypertables where hypertable_schema = '$schema' order by 1",
      ),
    ).toEqual(['added|ts|1|t', 'batched|ts|1|t', 'readings|ts|2|t'])
    expect([await count('readings'), await count('added'), await count('batched'), await count('hourly'), await count('daily')]).toEqual([
      2881, 2881, 432, 1921, 84,
    ])
    expect((await server.policies('readings')).map(withoutId)).toEqual([
      'compression|{"compress_after": "50 years"}|12:00:00',
      expect.stringMatching(/^reorder\|\{"index_name": "[0-9a-f]{32}"\}/),
      'retention|{"drop_after": "60 years"}|1 day',
    ])
    expect((await server.policies('hourly')).map(withoutId)).toEqual([
      'refresh_continuous_aggregate|{"end_offset": "01:00:00", "start_offset": "70 years"}|1 day',
      'retention|{"drop_after": "80 years"}|1 day',
    ])
    expect(await server.rows("select obj_description('$schema.readings'::regclass)")).toEqual(['All readings'])
  })

  test('a second build changes nothing but rows: same table, same jobs, same aggregates', async () => {
    const identity = async () => [
      ...(await server.rows("select '$schema.readings'::regclass::oid, '$schema.added'::regclass::oid, '$schema.hourly'::regclass::oid")),
      ...(await server.policies('readings')).filter((job) => !job.includes('|reorder|')),
      ...(await server.policies('hourly')),
    ]
    const before = await identity()
    const text = await built('--event-time-start', '2026-01-20', '--event-time-end', '2026-01-21', '--vars', '{warmer: 100}')
    expect(await identity()).toEqual(before)
    expect(text).not.toMatch(/policy|chunks|compression/)
    expect([await count('added'), await count('batched'), await count('hourly')]).toEqual([2881, 432, 1921])
    expect(await server.rows('select min(ts) from $schema.added where celsius >= 100')).toEqual(
      await server.rows("select timestamptz '2026-01-20'"),
    )
  })
}

function altered(): void {
  test('a changed config is brought about in place, on compressed chunks as well', async () => {
    await server.rows("select compress_chunk(c) from show_chunks('$schema.added') c limit 3")
    const before = await server.policies('readings')
    plant.write({ 'models/readings.sql': readings(changed), 'models/hourly.sql': hourly('materialized_only=false,') })
    await built('-s', 'readings', 'hourly', 'added')
    const after = await server.policies('readings')
    expect(after.map(withoutId)).toEqual(['compression|{"compress_after": "40 years"}|1 day'])
    expect(idOf(after[0])).toBe(idOf(before[0]))
    expect(
      await server.rows(
        "select time_interval, num_partitions from timescaledb_information.dimensions where hypertable_schema = '$schema' and hypertable_name = 'readings' order by dimension_number",
      ),
    ).toEqual(['2 days|', '|4'])
    expect(
      await server.rows(
        "select indexdef ~ 'brin' from pg_indexes where schemaname = '$schema' and tablename = 'readings' and indexname ~ '^[0-9a-f]{32}$'",
      ),
    ).toEqual(['t'])
    expect(
      await server.rows(
        "select materialized_only from timescaledb_information.continuous_aggregates where view_schema = '$schema' and view_name = 'hourly'",
      ),
    ).toEqual(['f'])
    expect(await count('added')).toBe(2881)
  })

  test('columns follow the query in place, unless an aggregate reads them', async () => {
    plant.write({ 'models/readings.sql': readings(changed, "celsius, 'bar'::text as unit") })
    await built('-s', 'readings')
    expect(
      await server.rows(
        "select column_name from information_schema.columns where table_schema = '$schema' and table_name = 'readings' order by ordinal_position",
      ),
    ).toEqual(['ts', 'sensor', 'celsius', 'unit'])
    plant.write({ 'models/readings.sql': readings(changed.replace(", 'celsius']", ']').replace(/indexes=.*/, ''), "'bar'::text as unit") })
    const { code, text } = await sluice('build', '-s', 'readings')
    expect([code, text]).toEqual([1, expect.stringContaining('TIMESCALE_REFUSED  models/readings.sql:1:11')])
    expect([await count('readings'), await count('hourly')]).toEqual([2881, 1921])
    plant.write({ 'models/readings.sql': readings(changed) })
    await built('-s', 'readings')
  })

  test('rows the source has dropped stay in the aggregate, while what changed is computed anew', async () => {
    plant.write({ 'models/readings.sql': readings(`${changed}, retention='60 years'`) })
    await built('-s', 'readings', 'hourly')
    await server.rows("select drop_chunks('$schema.readings', timestamptz '2026-01-11')")
    await server.rows("update $schema.readings set celsius = 1000 where ts >= '2026-01-20' and sensor = 'pump-1'")
    await built('-s', 'hourly')
    expect(await count('hourly')).toBe(1921)
    expect(await server.rows("select count(*) from $schema.hourly where mean = 1000 and hour < '2026-01-21'")).toEqual(['24'])
  })
}

function refused(): void {
  test('a changed query is a new aggregate, with a warning, and only together with those on it', async () => {
    plant.write({ 'models/hourly.sql': hourly('', 'max(celsius) as mean') })
    const alone = await sluice('build', '-s', 'hourly')
    expect([alone.code, alone.text]).toEqual([1, expect.stringContaining('anew would drop continuous aggregates')])
    const text = await built('-s', 'hourly+')
    expect(text).toContain('has changed: it is dropped and made anew')
    expect(
      await server.rows("select view_name from timescaledb_information.continuous_aggregates where view_schema = '$schema' order by 1"),
    ).toEqual(['daily', 'hourly'])
  })

  test('what would lose an aggregate, or TimescaleDB cannot do, is refused', async () => {
    plant.write({
      'models/readings.sql': readings(settings).replace("'hypertable'", "'table'"),
      'models/added.sql': added('merge', "unique_key=['sensor', 'ts'],"),
    })
    const { code, text } = await sluice('build', '-s', 'readings', 'added')
    expect(code).toBe(1)
    expect(text).toContain('replacing it would drop its continuous aggregates')
    plant.write({ 'models/readings.sql': readings(changed) })
    const merged = await sluice('build', '-s', 'added')
    expect(merged.text).toContain("set incremental_strategy to 'delete+insert'")
  })

  test('a failed build leaves rows, aggregates and policies as they were', async () => {
    const state = async () => [await count('readings'), await count('hourly'), ...(await server.policies('readings'))]
    const before = await state()
    plant.write({ 'models/readings.sql': readings(settings, 'celsius / 0 as celsius') })
    const { code, text } = await sluice('build', '-s', 'readings')
    expect([code, text]).toEqual([1, expect.stringContaining('division by zero')])
    expect(await state()).toEqual(before)
    plant.write({ 'models/readings.sql': readings(changed) })
  })

  test('an incremental table becomes a hypertable with its rows, and the catalog tells of all', async () => {
    plant.write({ 'models/added.sql': "{{ config(materialized='table') }} select ts, sensor, celsius from {{ ref('readings') }}" })
    await built('-s', 'added')
    plant.write({ 'models/added.sql': added('append') })
    await server.rows("delete from $schema.added where ts >= '2026-01-20'")
    await built('-s', 'added')
    expect(await count('added')).toBe(await count('readings'))
    await sluice('docs', 'generate')
    const { nodes } = plant.json<{ nodes: Record<string, CatalogEntry> }>('target/catalog.json')
    const told = (name: string) => {
      const { metadata, stats } = nodes[`model.shop.${name}`] as CatalogEntry
      return [metadata.type, stats.chunks?.value, stats.policies?.value, stats.source?.value]
    }
    expect(told('added')).toEqual(['HYPERTABLE', expect.anything(), 'compression after 50 years, every 12:00:00', undefined])
    expect(told('daily')).toEqual(['CONTINUOUS AGGREGATE', 1, undefined, `${server.schema}.hourly, real-time`])
    const { stdout } = await sluice('run-operation', 'timescale_policies', '--args', `{schema: ${server.schema}}`)
    expect(stdout).toMatch(/\| \S+\.hourly +\| refresh from 70 years to 01:00:00, every 1 day/)
  })
}

function example(): void {
  test('the example builds, adds what is new and loses no reading', async () => {
    const own = await openServer()
    const copy = exampleProject()
    copy.write({ 'profiles.yml': copy.read('profiles.yml').replace('schema: plant', `schema: ${own.schema}`) })
    const at = new URL(url ?? '')
    const env = {
      PGHOST: at.hostname,
      PGPORT: at.port || '5432',
      PGUSER: decodeURIComponent(at.username),
      PGPASSWORD: decodeURIComponent(at.password),
      PGDATABASE: at.pathname.slice(1),
    }
    const outcomes = [await copy.sluice(['build'], env), await copy.sluice(['build'], env)]
    expect(outcomes.map(({ code, text }) => [code, /Done\. .*/.exec(text)?.[0]])).toEqual(
      Array(2).fill([0, 'Done. PASS=11 WARN=0 ERROR=0 SKIP=0 NO-OP=0 TOTAL=11']),
    )
    copy.remove()
    await own.close()
  })
}

interface CatalogEntry {
  readonly metadata: { readonly type: string }
  readonly stats: Readonly<Record<string, { readonly value: unknown } | undefined>>
}

function withoutId(job: string): string {
  return job.slice(job.indexOf('|') + 1)
}

function idOf(job: string | undefined): string | undefined {
  return job?.split('|')[0]
}

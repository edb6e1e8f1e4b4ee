// What goes wrong in a month of the feed, and what is done about it: each spoils one day as it is delivered, and is mended the next morning.
import { appendFileSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { TicketsProject } from './project.js'

export interface Planted {
  /** Of October 2026. */
  readonly day: number
  readonly what: string
  /** The day as it arrives, from `day`, the one as it should; null: it does not arrive at all. */
  readonly delivered: string | null
  /** What has to stand in what people are told that morning: all of them. */
  readonly told: readonly RegExp[]
  /** Kinds of incident, one of which it has to be. */
  readonly kinds: readonly string[]
  /** What somebody does about it before the next morning. */
  readonly mended: 'delivered again' | 'master data' | 'nothing to do'
  readonly seed?: { readonly file: string; readonly line: string }
}

const share = (hundredths: number) => `hash(ticket_id) % 100 < ${hundredths}`

export const planted: readonly Planted[] = [
  {
    day: 15,
    what: 'a third of the volume',
    delivered: `select * from day where ${share(33)}`,
    told: [/15 Oct/, /expected/, /fewer|low|less/i],
    kinds: ['test'],
    mended: 'nothing to do',
  },
  {
    day: 17,
    what: 'a new fuel without a mapping',
    delivered: `select * replace (case when op <> 'D' and ${share(5)} then 'BIO-LNG' else fuel_type end as fuel_type) from day`,
    told: [/BIO-LNG/],
    kinds: ['test'],
    mended: 'master data',
    seed: { file: 'fuel_spellings.csv', line: 'BIO-LNG,LNG' },
  },
  {
    day: 19,
    what: 'a carrier that master data lack',
    delivered: `select * replace (case when op <> 'D' and ${share(5)} then 'C777' else carrier_id end as carrier_id) from day`,
    told: [/C777/],
    kinds: ['test'],
    mended: 'master data',
    seed: { file: 'carriers.csv', line: 'C777,Zenit Bunkering,SG,spot,true,2026-10-19 18:00:00' },
  },
  {
    day: 21,
    what: 'a price in cents',
    delivered: 'select * replace (price_per_unit * 100 as price_per_unit) from day',
    told: [/price_per_unit/, /expected/],
    kinds: ['test'],
    mended: 'delivered again',
  },
  {
    day: 23,
    what: 'a source that is late',
    delivered: null,
    told: [/ticket_changes/, /late|too old|nothing new/i],
    kinds: ['late'],
    mended: 'delivered again',
  },
  {
    day: 25,
    what: 'times of another zone',
    delivered: 'select * replace (loaded_at + interval 10 hour as loaded_at) from day',
    told: [/time zone/i, /ticket_changes/],
    kinds: ['late', 'test'],
    mended: 'delivered again',
  },
  {
    day: 27,
    what: 'a renamed column',
    delivered: 'select * rename (price_per_unit as unit_price) from day',
    told: [/price_per_unit is gone; it looks as if it were now called unit_price/, /exec_kpis\.|exposures?: /],
    kinds: ['drift'],
    mended: 'delivered again',
  },
  {
    day: 29,
    what: 'rows sent twice',
    delivered: `select * from day union all select * from day where ${share(30)}`,
    told: [/29 Oct/, /twice|duplicate/i],
    kinds: ['test'],
    mended: 'nothing to do',
  },
]

export const dateOf = (day: number) => `2026-10-${String(day).padStart(2, '0')}`

/** `feed`: the folder of the month as it should be; one day of it goes to the project, as it arrives. */
export async function deliver(project: TicketsProject, feed: string, day: number, delivered?: string | null): Promise<void> {
  const folder = join(project.raw, `day=${dateOf(day)}`)
  rmSync(folder, { recursive: true, force: true })
  if (delivered === null) return
  mkdirSync(folder, { recursive: true })
  const instance = await DuckDBInstance.create()
  try {
    const connection = await instance.connect()
    const source = join(feed, `day=${dateOf(day)}`, 'tickets.parquet').replaceAll("'", "''")
    const target = join(folder, 'tickets.parquet').replaceAll("'", "''")
    await connection.run(`create temp view day as from read_parquet('${source}', hive_partitioning = false)`)
    await connection.run(`copy (${delivered ?? 'from day'}) to '${target}' (format parquet)`)
    connection.closeSync()
  } finally {
    instance.closeSync()
  }
}

export async function mend(project: TicketsProject, feed: string, { day, mended, seed }: Planted): Promise<void> {
  if (mended === 'delivered again') await deliver(project, feed, day)
  if (seed) appendFileSync(join(project.dir, 'seeds', 'tickets', seed.file), `${seed.line}\n`)
}

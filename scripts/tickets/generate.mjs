// npm run tickets: makes the raw carrier-ticket feed, the same bytes for the same options: one Parquet folder per delivered day, or
// rows in the raw table of a server.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'
import { daySql, MAX_REJECTS_PER_MILLION } from './day-sql.mjs'
import { loadDays } from './load.mjs'
import { readTarget } from './target.mjs'

const USAGE = `npm run tickets -- [options]

  --rows N         new tickets in all, spread evenly over the days (60000)
  --days D         days to write (30)
  --end DATE       the last of them (2026-10-31)
  --day N          only the Nth of them, 1 for the first; beyond the last they go on
  --next-day       instead: add the day after the newest one present, of the same size
  --reject-ppm N   tickets that break a rule, per million (700), at most ${MAX_REJECTS_PER_MILLION}
  --seed TEXT      another feed of the same shape (sluice)
  --out DIR        where the day=YYYY-MM-DD folders lie (data/raw/tickets)
  --target NAME    a target of profiles.yml: on PostgreSQL and Snowflake the days are loaded into raw_tickets.ticket_changes
  --profiles-dir DIR  where that profiles.yml is (.)`

const OPTIONS = {
  rows: { type: 'string', default: '60000' },
  days: { type: 'string', default: '30' },
  end: { type: 'string', default: '2026-10-31' },
  'next-day': { type: 'boolean', default: false },
  'reject-ppm': { type: 'string' },
  day: { type: 'string' },
  seed: { type: 'string' },
  target: { type: 'string' },
  'profiles-dir': { type: 'string', default: '.' },
  out: { type: 'string', default: join('data', 'raw', 'tickets') },
  help: { type: 'boolean', default: false },
}

const DAY_MS = 86_400_000
const dayNumber = (date) => Date.parse(`${date}T00:00:00Z`) / DAY_MS
const dateOf = (day) => new Date(day * DAY_MS).toISOString().slice(0, 10)

function stop(message) {
  console.error(`tickets: ${message}\n\n${USAGE}`)
  process.exit(2)
}

function readOptions() {
  try {
    return parseArgs({ options: OPTIONS }).values
  } catch (error) {
    return stop(error.message)
  }
}

function whole(values, name, least, most = Number.MAX_SAFE_INTEGER) {
  const number = Number(values[name])
  if (!Number.isInteger(number) || number < least || number > most) stop(`--${name} takes a whole number from ${least} to ${most}`)
  return number
}

const daysPresent = (out) =>
  existsSync(out)
    ? readdirSync(out)
        .filter((name) => /^day=\d{4}-\d\d-\d\d$/.test(name))
        .sort()
    : []

function freshPlan(values) {
  const days = whole(values, 'days', 1)
  const last = dayNumber(values.end)
  if (!Number.isInteger(last)) stop(`--end takes a date such as 2026-10-31, not ${values.end}`)
  const firstDay = last - days + 1
  return {
    firstDay,
    rowsPerDay: Math.ceil(whole(values, 'rows', days) / days),
    seed: values.seed ?? 'sluice',
    rejectsPerMillion: whole({ 'reject-ppm': 700, ...values }, 'reject-ppm', 0, MAX_REJECTS_PER_MILLION),
    days:
      values.day === undefined ? Array.from({ length: days }, (_, index) => firstDay + index) : [firstDay + whole(values, 'day', 1) - 1],
  }
}

// Every file says how it was made, so that the next day needs no memory of the command that wrote the others.
async function nextPlan(values, connection) {
  const newest = daysPresent(values.out).at(-1)
  if (newest === undefined) stop(`--next-day finds no day=… folder under ${values.out}`)
  const reader = await connection.runAndReadAll(
    `select decode(key) as key, decode(value) as value from parquet_kv_metadata('${join(values.out, newest, 'tickets.parquet')}')`,
  )
  const made = Object.fromEntries(reader.getRows())
  return {
    firstDay: dayNumber(made.first_day),
    rowsPerDay: Number(made.rows_per_day),
    seed: values.seed ?? made.seed,
    rejectsPerMillion: whole({ 'reject-ppm': made.reject_ppm, ...values }, 'reject-ppm', 0, MAX_REJECTS_PER_MILLION),
    days: [dayNumber(newest.slice('day='.length)) + 1],
  }
}

async function writeDay(connection, out, plan, day) {
  const folder = join(out, `day=${dateOf(day)}`)
  mkdirSync(folder, { recursive: true })
  const about = `first_day: '${dateOf(plan.firstDay)}', rows_per_day: '${plan.rowsPerDay}', seed: '${plan.seed}', reject_ppm: '${plan.rejectsPerMillion}'`
  const written = await connection.runAndReadAll(
    `copy (${daySql({ ...plan, day })}) to '${join(folder, 'tickets.parquet')}' (format parquet, compression zstd, kv_metadata {${about}})`,
  )
  return Number(written.getRows()[0][0])
}

function readOutput({ target, 'profiles-dir': folder }) {
  if (target === undefined) return undefined
  try {
    const output = readTarget(target, { folder, profile: 'carrier_tickets', env: process.env })
    return output.type === 'duckdb' ? undefined : output
  } catch (error) {
    return stop(error.message)
  }
}

async function writeDays(connection, values, plan) {
  const { out } = values
  const rewrite = !values['next-day'] && values.day === undefined
  if (rewrite) for (const name of daysPresent(out)) rmSync(join(out, name), { recursive: true })
  let rows = 0
  for (const day of plan.days) rows += await writeDay(connection, out, plan, day)
  return rows
}

async function load(connection, values, output, plan) {
  const days = plan.days.map((day) => ({ date: dateOf(day), sql: daySql({ ...plan, day }) }))
  try {
    return await loadDays(output, days, connection)
  } catch (error) {
    console.error(`tickets: target ${values.target}: ${error.message}`)
    return process.exit(1)
  }
}

async function main() {
  const values = readOptions()
  if (values.help) return console.log(USAGE)
  if (/[^\w.-]/.test(values.seed ?? '')) stop('--seed takes letters, digits, dots, dashes and underscores')
  const output = readOutput(values)
  if (output && values['next-day']) stop('--next-day goes by the folders present: name the day of a server by --day')
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  const plan = values['next-day'] ? await nextPlan(values, connection) : freshPlan(values)
  const rows = output ? await load(connection, values, output, plan) : await writeDays(connection, values, plan)
  const span = plan.days.length === 1 ? dateOf(plan.days[0]) : `${dateOf(plan.days[0])} to ${dateOf(plan.days.at(-1))}`
  const place = output ? `target ${values.target}, raw_tickets.ticket_changes` : values.out
  console.log(`${place}: ${rows.toLocaleString('en')} rows, ${plan.days.length} ${plan.days.length === 1 ? 'day' : 'days'}, ${span}`)
  connection.closeSync()
}

await main()

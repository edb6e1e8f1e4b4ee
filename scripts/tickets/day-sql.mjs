// The SQL that makes one delivered day of the feed. Every value is arithmetic on md5(seed:n), n counting tickets since 1970, so a
// day depends on the seed, its date and the day's size alone: the same day comes out again on any machine, and one more can follow.
import { BUNKER_GRADES, CARRIERS, CURRENCIES, CURRENCY_WITHOUT_RATE, FUELS, PORTS, VESSELS_PER_CARRIER } from './vocabulary.mjs'

// Each block of 1,000 tickets is shuffled, and a ticket's place in it decides its fate: so shares are exact, and fates never overlap.
const UPDATED = { from: 0, count: 20 }
const DELETED_THEN_RESENT = 20
const DELETED_BEFORE_INSERT = 21
const DELETED_LATER = 22
const RESENT = { from: 23, count: 14 }
const LATE = { from: 37, count: 5 }
const WITHOUT_VESSEL = { from: 42, count: 2 }
const ODDLY_SPELT = { from: 44, count: 40 }
const REJECTED = { from: 84, count: 16 }
const LONGEST_LAG = 3

const places = ({ from, count }) => Array.from({ length: count }, (_, index) => from + index)
const within = ({ from, count }) => `place between ${from} and ${from + count - 1}`

// What a day delivers besides its new tickets: which place of which earlier day, and who stands in while that day does not exist yet.
const EVENTS = [
  ...places(UPDATED).map((place) => ({ kind: 'U', place, lag: place % 4, standIn: 100 + place })),
  { kind: 'D', place: DELETED_THEN_RESENT, lag: 1, standIn: 100 + DELETED_THEN_RESENT },
  { kind: 'D', place: DELETED_BEFORE_INSERT, lag: 0 },
  { kind: 'D', place: DELETED_LATER, lag: LONGEST_LAG, standIn: 100 + DELETED_LATER },
  { kind: 'I', place: DELETED_THEN_RESENT, lag: 2, standIn: 150 },
  { kind: 'I', place: DELETED_BEFORE_INSERT, lag: 1 },
  ...places(RESENT).map((place) => ({ kind: 'I', place, lag: place % 2, standIn: 100 + place })),
]

const BUNKER_GRADE_FROM_DAY = 15
export const MAX_REJECTS_PER_MILLION = REJECTED.count * 1_000

const list = (values) => `[${values.map((value) => (typeof value === 'string' ? `'${value}'` : value)).join(', ')}]`
const weighted = (entries) => list(entries.flatMap(({ share }, index) => Array(share).fill(index + 1)))
const spellings = `[${FUELS.map((fuel) => list(fuel.spellings)).join(', ')}]`

function eventsOf(day, firstDay) {
  return EVENTS.flatMap(({ kind, place, lag, standIn }) => {
    if (day - lag >= firstDay) return [`('${kind}', ${day - lag}, ${place})`]
    return standIn === undefined ? [] : [`('${kind}', ${day}, ${standIn})`]
  }).join(', ')
}

const numbered = ({ day, firstDay, rowsPerDay, seed }) => `
events(kind, day, place) as (values ${eventsOf(day, firstDay)}),
numbered as (
  select days.day, numbers.i, days.day * ${rowsPerDay} + numbers.i as n
  from (select unnest(range(${Math.max(firstDay, day - LONGEST_LAG)}, ${day + 1})) as day) as days
  cross join (select unnest(range(${rowsPerDay})) as i) as numbers
),
placed as (
  select *, n // 1000 as block,
    ((n % 1000) * [207, 341, 413, 517, 619, 723, 829, 931][1 + (n // 1000) % 8]
      + md5_number_lower('${seed}/' || (n // 1000)) % 1000) % 1000 as place
  from numbered
),
chosen as (
  select *, 'I' as kind from placed where day = ${day} and place <> ${DELETED_BEFORE_INSERT}
  union all
  select placed.*, events.kind from placed join events using (day, place)
)`

// Counted from the feed's first block, so that no feed begins with more than its share; the start decides which rule comes first.
const REJECTS_START = 39200
const rejectsBefore = (block, ppm) => `((${block}) * ${ppm} + ${REJECTS_START}) // 1000`

const rejects = ({ firstDay, rowsPerDay, rejectsPerMillion }) => {
  const block = `block - ${Math.floor((firstDay * rowsPerDay) / 1000)}`
  const before = rejectsBefore(block, rejectsPerMillion)
  return `
-- 42 rejects make one round of the four broken rules: 18, 12, 6 and 6
judged as (
  select *,
    case when ${within(REJECTED)} and place - ${REJECTED.from} < ${rejectsBefore(`${block} + 1`, rejectsPerMillion)} - ${before}
      then ((${before} + place - ${REJECTED.from}) * 11) % 42 end as fault
  from chosen
)`
}

const drawn = (seed) => `
drawn as (
  select *,
    (md5_number_lower('${seed}:' || n) >> 2)::bigint as a,
    (md5_number_upper('${seed}:' || n) >> 2)::bigint as b
  from judged
),
shaped as (
  select *,
    1 + ((a % ${CARRIERS}) * (a // ${CARRIERS} % ${CARRIERS}) + ${CARRIERS - 1}) // ${CARRIERS} as carrier,
    ${weighted(FUELS)}[1 + a // 10000 % 20] as fuel,
    case when fault >= 36 then null else ${weighted(CURRENCIES)}[1 + a // 200000 % 20] end as money,
    case when fault between 30 and 35 then case when b % 2 = 0 then 0 else 1000000100 + b % 100000 end
      else 1000 + b // 35 % 4000000 end + case when kind = 'U' then 250 + b % 1000 else 0 end as quantity
  from drawn
),
priced as (
  select *, ${list(FUELS.map(({ cents }) => cents))}[fuel] * (900 + (a // 4000000 + day * 3) % 200)
    * coalesce(${list(CURRENCIES.map(({ per }) => per))}[money], 100) // 100000 as price
  from shaped
)`

const asMoney = (cents) => `cast(cast(${cents} as decimal(16, 0)) * cast(0.01 as decimal(2, 2)) as decimal(18, 2))`
const unlessDeleted = (value) => `case when kind <> 'D' then ${value} end`

/** One day as a select; `day` counts from 1970-01-01. */
export function daySql(options) {
  const { day, firstDay, seed, rowsPerDay } = options
  const bunker = `, ${unlessDeleted(`case when fuel in (2, 7) and day >= ${firstDay + BUNKER_GRADE_FROM_DAY} then ${list(BUNKER_GRADES)}[1 + b % 4] end`)} as bunker_grade`
  return `with ${numbered(options)}, ${rejects(options)}, ${drawn(seed)}
select
  'T' || strftime(date '1970-01-01' + day::integer, '%Y%m%d') || '-' || lpad(i::varchar, 7, '0') as ticket_id,
  ${unlessDeleted(`case when fault between 18 and 29 then 'C9' || lpad((fault - 17)::varchar, 2, '0') else 'C' || lpad(carrier::varchar, 3, '0') end`)} as carrier_id,
  ${unlessDeleted(`case when not (${within(WITHOUT_VESSEL)}) then 'V' || lpad(((carrier - 1) * ${VESSELS_PER_CARRIER} + 1 + a // 1600 % ${VESSELS_PER_CARRIER})::varchar, 3, '0') end`)} as vessel_id,
  ${unlessDeleted(`'P' || lpad((1 + b % ${PORTS})::varchar, 3, '0')`)} as port_id,
  ${unlessDeleted(`case when ${within(ODDLY_SPELT)} then ${spellings}[fuel][2 + b % (len(${spellings}[fuel]) - 1)] else ${spellings}[fuel][1] end`)} as fuel_type,
  ${unlessDeleted(asMoney('quantity'))} as quantity,
  ${unlessDeleted(asMoney('price'))} as price_per_unit,
  ${unlessDeleted(asMoney('(quantity * price + 50) // 100 + case when fault < 18 then 1000 + b % 100000 else 0 end'))} as total_amount,
  ${unlessDeleted(`case when fault >= 36 then '${CURRENCY_WITHOUT_RATE}' else ${list(CURRENCIES.map(({ code }) => code))}[money] end`)} as currency,
  date '1970-01-01' + (day - case when ${within(LATE)} then 1 + place % 3 else 0 end)::integer as transaction_date,
  timestamp '1970-01-01' + case when kind = 'I' then to_seconds(day * 86400 + 7200 + i * 57600 // ${rowsPerDay})
    else to_seconds(${day} * 86400::bigint + 64800 + a % 21000) end as loaded_at,
  kind as op${day >= firstDay + BUNKER_GRADE_FROM_DAY ? bunker : ''}
from priced
order by loaded_at, ticket_id, op`
}

/** Random tables, random changes to them, and what those are: the answer a comparison has to give. */

export interface Row {
  readonly id: number | null
  readonly text: string | null
  readonly amount: string | null
  readonly ratio: number | null
  readonly at: string | null
  readonly flag: boolean | null
}

export interface Planted {
  readonly a: readonly Row[]
  readonly b: readonly Row[]
  readonly onlyA: number
  readonly onlyB: number
  readonly changed: number
  readonly repeated: number
  /** By column how many rows differ. */
  readonly columns: Readonly<Record<string, number>>
}

/** Numbers that look random and are the same each time. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0
    const mixed = Math.imul(state ^ (state >>> 12), 0x297a2d39) >>> 0
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }
}

const columns = ['text', 'amount', 'ratio', 'at', 'flag'] as const

export function planted(seed: number, rows: number): Planted {
  const random = seeded(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const row = (id: number | null): Row => ({
    id,
    text: pick([null, '', 'n', "o'neil", 'ä€', 'two\u001fvalues', 'v', `x${Math.floor(random() * 50)}`]),
    amount: pick([null, '0', '-0.5', '12.50', '100', '99999999.99', (random() * 1000).toFixed(2)]),
    ratio: pick([null, 0, 1 / 3, -1e20, 1.5, random()]),
    at: pick([null, '2026-01-31 23:59:59.5', '1969-12-31 00:00:00', '2026-03-29 02:30:00.123456']),
    flag: pick([null, true, false]),
  })
  const a: Row[] = Array.from({ length: rows }, (_each, index) => row(index))
  const b: Row[] = []
  const found = { onlyA: 0, onlyB: 0, changed: 0, repeated: 0 }
  const counts: Record<string, number> = {}
  for (const each of a) {
    const fate = random()
    if (fate < 0.03) found.onlyA++
    else if (fate < 0.08) {
      found.changed++
      b.push(change(each, random, counts))
    } else if (fate < 0.1) {
      found.repeated++
      b.push(each, each)
    } else b.push(each)
  }
  for (let index = 0; index < rows / 50; index++, found.onlyB++) b.push(row(rows + index))
  // A key that is null is a key like others; rows that stand twice on both sides are no difference.
  const odd = { ...row(null), text: 'null key' }
  a.push(odd)
  b.push(change(odd, random, counts))
  found.changed++
  const twice = row(-1)
  a.push(twice, twice)
  b.push(twice, twice)
  return { a, b: b.toReversed(), ...found, columns: counts }
}

function change(row: Row, random: () => number, counts: Record<string, number>): Row {
  const changed: Record<string, unknown> = { ...row }
  const first = Math.floor(random() * columns.length)
  for (const name of new Set([columns[first], columns[Math.floor(random() * columns.length)]])) {
    if (name === undefined) continue
    changed[name] = other(name, row, random)
    counts[name] = (counts[name] ?? 0) + 1
  }
  return changed as unknown as Row
}

/** Surely another value; often null for something, or the other way round. */
function other(name: (typeof columns)[number], row: Row, random: () => number): unknown {
  return row[name] !== null && random() < 0.3 ? null : changing[name](row)
}

const changing: Readonly<Record<(typeof columns)[number], (row: Row) => unknown>> = {
  flag: ({ flag }) => flag !== true,
  text: ({ text }) => `${text}!`,
  ratio: ({ ratio }) => (ratio ? ratio * (1 + 2 ** -52) : (ratio ?? 1) + 1e-300),
  amount: ({ amount }) => (Number(amount ?? 5) + 0.01).toFixed(2),
  at: ({ at }) => (at === '1969-12-31 00:00:00' ? '1969-12-31 00:00:00.000001' : '2001-01-01 00:00:00'),
}

export function insertSql(table: string, rows: readonly Row[], float: string): string {
  const text = (value: string | null) =>
    value === null ? 'null' : `'${value.replaceAll("'", "''").replaceAll('\u001f', "' || chr(31) || '")}'`
  const values = rows.map(
    ({ id, text: word, amount, ratio, at, flag }) =>
      `(${id}, ${text(word)}, ${amount}, cast(${ratio === null ? 'null' : `'${ratio}'`} as ${float}), cast(${text(at)} as timestamp), ${flag})`,
  )
  return `insert into ${table} values ${values.join(', ')}`
}

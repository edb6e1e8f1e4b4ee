// Random rows and random rules, with how many rows break each, found out in JavaScript.

interface Row {
  readonly code: string | null
  readonly amount: number | null
  readonly day: string | null
}

export interface Written {
  readonly name: string
  readonly yaml: string
  readonly broken: number
}

/** The same numbers each time. */
function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648
    return Math.floor((state / 2147483648) * below)
  }
}

export function randomRules(seed: number): { readonly rules: readonly Written[]; readonly csv: string; readonly yaml: string } {
  const roll = dice(seed)
  const codes = ['a', 'b', 'c', 'T1', 't1', "o'x", null]
  const rows: Row[] = Array.from({ length: 300 }, () => ({
    code: codes[roll(codes.length)] ?? null,
    amount: roll(6) === 0 ? null : (roll(4000) - 1000) / 100,
    day: roll(9) === 0 ? null : `2026-01-${String(1 + roll(28)).padStart(2, '0')}`,
  }))
  const kinds = [range, days, allowed, regex, complete, unique, pairs, known, custom]
  const rules = Array.from({ length: 36 }, (_, at) => {
    const rule = (kinds[at % kinds.length] as typeof range)(rows, roll)
    return { ...rule, name: `r${at}`, yaml: `  - {name: r${at}, table: random_rows, ${rule.yaml}}` }
  })
  const csv = ['code,amount,day', ...rows.map(({ code, amount, day }) => [code ?? '', amount ?? '', day ?? ''].join(','))].join('\n')
  return { rules, csv: `${csv}\n`, yaml: `rules:\n${rules.map(({ yaml }) => yaml).join('\n')}\n` }
}

type Made = Omit<Written, 'name'>
type Roll = (below: number) => number

function count(rows: readonly Row[], isBroken: (row: Row) => boolean): number {
  return rows.filter(isBroken).length
}

function range(rows: readonly Row[], roll: Roll): Made {
  const [low, high, inclusive] = [roll(10) - 5, 10 + roll(20), roll(2) === 0]
  const bad = ({ amount }: Row) => amount !== null && (inclusive ? amount < low || amount > high : amount <= low || amount >= high)
  return { yaml: `type: value_range, column: amount, min: ${low}, max: ${high}, inclusive: ${inclusive}`, broken: count(rows, bad) }
}

function days(rows: readonly Row[], roll: Roll): Made {
  const least = `2026-01-${10 + roll(10)}`
  return {
    yaml: `rule_type: value_range, field: day, min_value: ${least}, where: "amount > 0"`,
    broken: count(rows, ({ day, amount }) => amount !== null && amount > 0 && day !== null && day < least),
  }
}

function allowed(rows: readonly Row[], roll: Roll): Made {
  const values = ['a', 'b', "o'x", 'none', '007'].slice(0, 1 + roll(5))
  return {
    yaml: `type: allowed_values, column: code, values: [${values.map((value) => `"${value}"`).join(', ')}]`,
    broken: count(rows, ({ code }) => code !== null && !values.includes(code)),
  }
}

function regex(rows: readonly Row[], roll: Roll): Made {
  const pattern = ['^[a-z]$', '[0-9]', '^T[0-9]{1}$', 'x$'][roll(4)] ?? 'a'
  return {
    yaml: `type: regex, column: code, pattern: "${pattern}"`,
    broken: count(rows, ({ code }) => code !== null && !new RegExp(pattern).test(code)),
  }
}

function complete(rows: readonly Row[], roll: Roll): Made {
  const columns = (['code', 'amount', 'day'] as const).slice(roll(3))
  return {
    yaml: `type: completeness, columns: [${columns.join(', ')}]`,
    broken: count(rows, (row) => columns.some((column) => row[column] === null)),
  }
}

function shared(rows: readonly Row[], keyOf: (row: Row) => string | null): number {
  const many = new Map<string, number>()
  for (const key of rows.map(keyOf)) if (key !== null) many.set(key, (many.get(key) ?? 0) + 1)
  return [...many.values()].filter((each) => each > 1).reduce((sum, each) => sum + each, 0)
}

function unique(rows: readonly Row[]): Made {
  return { yaml: 'type: uniqueness, columns: [amount]', broken: shared(rows, ({ amount }) => (amount === null ? null : String(amount))) }
}

function pairs(rows: readonly Row[]): Made {
  const key = ({ code, day }: Row) => (code === null || day === null ? null : `${code} ${day}`)
  return { yaml: 'type: uniqueness, columns: [code, day]', broken: shared(rows, key) }
}

function known(rows: readonly Row[]): Made {
  return {
    yaml: 'type: referential_integrity, column: code, check_table: known, foreign_key: code',
    broken: count(rows, ({ code }) => code !== null && code !== 'a' && code !== 'b'),
  }
}

function custom(rows: readonly Row[], roll: Roll): Made {
  const limit = roll(20)
  return {
    yaml: `type: custom_validation, expression: "abs(amount) < ${limit} or code = 'a'"`,
    broken: count(rows, ({ amount, code }) => {
      const near = amount === null ? null : Math.abs(amount) < limit
      const isA = code === null ? null : code === 'a'
      return near === false && isA === false
    }),
  }
}

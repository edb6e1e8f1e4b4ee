/** Random queries over four small tables, for tests: each valid on DuckDB or refused by it, never a matter of chance twice. */

export const tables: Readonly<Record<string, readonly string[]>> = {
  t: ['id', 'a', 'b', 'c'],
  u: ['id', 'd', 'e'],
  v: ['k', 'a', 'f'],
  w: ['id', 'k', 'g'],
}

/** Mulberry32: the same numbers for the same seed, everywhere. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

interface Visible {
  readonly alias: string
  readonly columns: readonly string[]
}

export class QueryMaker {
  readonly #random: () => number
  #names = 0
  /** Of the select that is being made; two of one name are refused even in different selects. */
  #window = ''

  constructor(random: () => number) {
    this.#random = random
  }

  /** A whole query, with CTEs in front. */
  make(): string {
    const relations = new Map(Object.entries(tables))
    const ctes: string[] = []
    for (let count = this.#upTo(3); count > 0; count--) {
      const name = `c${this.#names++}`
      const { sql, columns } = this.#query(relations, 2)
      ctes.push(`${name} as (${sql})`)
      relations.set(name, columns)
    }
    const { sql } = this.#query(relations, 3)
    const end = this.#chance(0.1) ? ' order by all limit 5' : ''
    return ctes.length > 0 ? `with ${ctes.join(', ')} ${sql}${end}` : `${sql}${end}`
  }

  #query(relations: ReadonlyMap<string, readonly string[]>, depth: number): { sql: string; columns: readonly string[] } {
    if (depth > 1 && this.#chance(0.15)) return this.#setOperation(relations, depth)
    if (depth === 2 && this.#chance(0.1)) return this.#shadowed(relations, depth)
    return this.#chance(0.3) ? this.#grouped(relations, depth) : this.#plain(relations, depth)
  }

  #setOperation(relations: ReadonlyMap<string, readonly string[]>, depth: number) {
    const left = this.#plain(relations, depth - 1, 2)
    const right = this.#plain(relations, depth - 1, 2)
    const operator = this.#pick(['union all', 'union', 'except', 'intersect', 'union all by name'])
    const added = operator.endsWith('by name') ? right.columns.filter((each) => !left.columns.includes(each)) : []
    return { sql: `${left.sql} ${operator} ${right.sql}`, columns: [...left.columns, ...added] }
  }

  /** A query of its own names in front, one of them that of a table. */
  #shadowed(relations: ReadonlyMap<string, readonly string[]>, depth: number) {
    // The others are named in conditions as well.
    const name = 'v'
    const inner = this.#plain(relations, 1, 2)
    const { sql, columns } = this.#plain(new Map(relations).set(name, inner.columns), depth - 1)
    return { sql: `(with ${name} as (${inner.sql}) ${sql})`, columns }
  }

  #plain(relations: ReadonlyMap<string, readonly string[]>, depth: number, width?: number) {
    const { from, visible } = this.#from(relations, depth)
    this.#window = `w${this.#names++}`
    const columns: string[] = []
    const items: string[] = []
    const wanted = width ?? 1 + this.#upTo(4)
    while (columns.length < wanted) {
      if (width === undefined && this.#chance(0.2)) {
        const star = this.#star(visible)
        items.push(star.sql)
        columns.push(...star.columns)
      } else {
        const name = `x${this.#names++}`
        items.push(`${this.#value(visible, depth)} as ${name}`)
        columns.push(name)
      }
    }
    const last = columns.at(-1)
    if (
      width === undefined &&
      last?.startsWith('x') &&
      items.at(-1)?.endsWith(` as ${last}`) &&
      !items.at(-1)?.includes('select') &&
      this.#chance(0.15)
    ) {
      const name = `x${this.#names++}`
      items.push(`${last} + 1 as ${name}`)
      columns.push(name)
    }
    const window = items.some((each) => each.includes(` over ${this.#window} `)) ? this.#windows(visible) : ''
    const where = this.#chance(0.4) ? ` where ${this.#condition(visible, depth)}` : ''
    const qualify = this.#chance(0.1)
      ? ` qualify rank() over (partition by ${this.#column(visible)} order by ${this.#column(visible)}, ${this.#column(visible)}) = 1`
      : ''
    const distinct = this.#chance(0.1) ? 'distinct ' : ''
    return { sql: `select ${distinct}${items.join(', ')} from ${from}${where}${window}${qualify}`, columns: [...new Set(columns)] }
  }

  #windows(visible: readonly Visible[]): string {
    return ` window ${this.#window}a as (partition by ${this.#column(visible)}), ${this.#window} as (${this.#window}a order by ${this.#column(visible)})`
  }

  #grouped(relations: ReadonlyMap<string, readonly string[]>, depth: number) {
    const { from, visible } = this.#from(relations, depth)
    const key = `x${this.#names++}`
    const sum = `x${this.#names++}`
    const aggregate = this.#pick(['sum', 'max', 'count', 'min'])
    const filter = this.#chance(0.3) ? ` filter (where ${this.#condition(visible, 1)})` : ''
    const having = this.#chance(0.3) ? ` having count(${this.#column(visible)}) > 1` : ''
    const by = this.#pick(['1', key, 'all', `rollup (${key})`, `grouping sets ((${key}), ())`])
    const sql = `select ${this.#column(visible)} + 1 as ${key}, ${aggregate}(${this.#column(visible)})${filter} as ${sum} from ${from} group by ${by}${having}`
    return { sql, columns: [key, sum] }
  }

  #from(relations: ReadonlyMap<string, readonly string[]>, depth: number): { from: string; visible: Visible[] } {
    const first = this.#source(relations, depth)
    const visible = [first.visible]
    let from = first.sql
    for (let joins = this.#upTo(2); joins > 0; joins--) {
      const next = this.#source(relations, depth)
      const shared = visible.length === 1 ? first.visible.columns.filter((each) => next.visible.columns.includes(each)) : []
      const kind = this.#pick(['join', 'left join', 'right join', 'full join', 'semi join', 'anti join'])
      const [common] = shared
      if (common && this.#chance(0.4)) from += ` ${kind} ${next.sql} using (${common})`
      else from += ` ${kind} ${next.sql} on ${this.#column(visible)} = ${this.#column([next.visible])}`
      if (!/semi|anti/.test(kind)) visible.push(next.visible)
      if (common) break
    }
    if (this.#chance(0.15)) from += this.#fromLeft(visible)
    return { from, visible }
  }

  /** What reads the sources on its left. */
  #fromLeft(visible: Visible[]): string {
    const alias = `r${this.#names++}`
    const column = `x${this.#names++}`
    const [a, b] = [this.#column(visible), this.#column(visible)]
    visible.push({ alias, columns: [column] })
    switch (this.#upTo(3)) {
      case 0:
        return `, lateral (select max(i.e + ${a}) as ${column} from u i where i.id >= ${b}) as ${alias}`
      case 1:
        return `, unnest([${a}, ${b}]) as ${alias}(${column})`
      default:
        return `, (select unnest(list_transform([${a}, 2], x -> x + ${b})) as ${column}) as ${alias}`
    }
  }

  #source(relations: ReadonlyMap<string, readonly string[]>, depth: number): { sql: string; visible: Visible } {
    const alias = `r${this.#names++}`
    if (depth > 1 && this.#chance(0.25)) {
      const { sql, columns } = this.#query(relations, depth - 1)
      return { sql: `(${sql}) as ${alias}`, visible: { alias, columns } }
    }
    if (this.#chance(0.12)) return this.#reshaped(alias)
    const name = this.#pick([...relations.keys()])
    return { sql: `${name} as ${alias}`, visible: { alias, columns: relations.get(name) ?? [] } }
  }

  /** Rows to columns, columns to rows, structs taken apart, values. */
  #reshaped(alias: string): { sql: string; visible: Visible } {
    const [x, y, z] = [`x${this.#names++}`, `x${this.#names++}`, `x${this.#names++}`]
    switch (this.#upTo(5)) {
      case 0:
        return {
          sql: `(select * from (select a, b, c from t) pivot (sum(b) for a in (1 as ${x}, 2 as ${y}) group by c)) as ${alias}`,
          visible: { alias, columns: ['c', x, y] },
        }
      case 1:
        return { sql: `(select k, ${x} from w unpivot (${x} for ${y} in (id, g))) as ${alias}`, visible: { alias, columns: ['k', x] } }
      case 2:
        return {
          sql: `(select s.${x} as ${x}, s.${y}.${z} as ${y} from (select {'${x}': a, '${y}': {'${z}': b}} as s from t)) as ${alias}`,
          visible: { alias, columns: [x, y] },
        }
      case 3:
        return { sql: `(values (1, 2), (3, 4)) as ${alias}(${x}, ${y})`, visible: { alias, columns: [x, y] } }
      default:
        return {
          sql: `(from (unpivot (select id, d, e from u) on d, e into name ${x} value ${y}) select id, ${y}) as ${alias}`,
          visible: { alias, columns: ['id', y] },
        }
    }
  }

  #star(visible: readonly Visible[]): { sql: string; columns: readonly string[] } {
    const one = this.#pick(visible)
    const column = this.#pick(one.columns)
    const all = one.columns
    switch (this.#upTo(4)) {
      case 0:
        return { sql: '*', columns: visible.flatMap((each) => each.columns) }
      case 1:
        return { sql: `${one.alias}.* exclude (${column})`, columns: all.filter((each) => each !== column) }
      case 2:
        return { sql: `${one.alias}.* replace (${one.alias}.${this.#pick(all)} * 2 as ${column})`, columns: all }
      default:
        return { sql: `${one.alias}.*`, columns: all }
    }
  }

  /** Nothing that ties decide: rows of one rank come in any order. */
  #value(visible: readonly Visible[], depth: number): string {
    const column = this.#column(visible)
    switch (this.#upTo(12)) {
      case 0:
        return `${column} + ${this.#column(visible)}`
      case 8:
        return `list_sum([x * ${this.#column(visible)} for x in [${column}, 2] if x > 1])`
      case 9:
        return `max(${column}) over ${this.#window}`
      case 10:
        return `max(${column}) over (order by ${this.#column(visible)} range between 1 preceding and current row)`
      case 11:
        return depth > 1 ? `(select sum(i.g + ${column}) from w i where i.k = ${this.#column(visible)})::bigint` : `-${column}`
      case 1:
        return `case when ${this.#condition(visible, 1)} then ${column} else ${this.#column(visible)} end`
      case 2:
        return `coalesce(${column}, 0)`
      case 3:
        return `sum(${column}) over (partition by ${this.#column(visible)})`
      case 4:
        return depth > 1 ? `(select max(i.a) from t i where i.id = ${column})` : column
      case 5:
        return `{'p': ${column}, 'q': ${this.#column(visible)}}.p`
      default:
        return column
    }
  }

  #condition(visible: readonly Visible[], depth: number): string {
    const column = this.#column(visible)
    switch (this.#upTo(depth > 1 ? 5 : 3)) {
      case 3:
        return `${column} in (select i.d from u i where i.e > 1)`
      case 4:
        return `exists (select 1 from w i where i.k = ${column})`
      default:
        return `${column} ${this.#pick(['>', '<', '='])} ${1 + this.#upTo(3)}`
    }
  }

  #column(visible: readonly Visible[]): string {
    const one = this.#pick(visible)
    return `${one.alias}.${this.#pick(one.columns)}`
  }

  #upTo(limit: number): number {
    return Math.floor(this.#random() * limit)
  }

  #chance(share: number): boolean {
    return this.#random() < share
  }

  #pick<T>(from: readonly T[]): T {
    return from[this.#upTo(from.length)] as T
  }
}

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
    return ctes.length > 0 ? `with ${ctes.join(', ')} ${sql}` : sql
  }

  #query(relations: ReadonlyMap<string, readonly string[]>, depth: number): { sql: string; columns: readonly string[] } {
    if (depth > 1 && this.#chance(0.15)) return this.#setOperation(relations, depth)
    return this.#chance(0.3) ? this.#grouped(relations, depth) : this.#plain(relations, depth)
  }

  #setOperation(relations: ReadonlyMap<string, readonly string[]>, depth: number) {
    const left = this.#plain(relations, depth - 1, 2)
    const right = this.#plain(relations, depth - 1, 2)
    const operator = this.#pick(['union all', 'union', 'except', 'intersect', 'union all by name'])
    const added = operator.endsWith('by name') ? right.columns.filter((each) => !left.columns.includes(each)) : []
    return { sql: `${left.sql} ${operator} ${right.sql}`, columns: [...left.columns, ...added] }
  }

  #plain(relations: ReadonlyMap<string, readonly string[]>, depth: number, width?: number) {
    const { from, visible } = this.#from(relations, depth)
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
    const where = this.#chance(0.4) ? ` where ${this.#condition(visible, depth)}` : ''
    const qualify = this.#chance(0.1)
      ? ` qualify row_number() over (partition by ${this.#column(visible)} order by ${this.#column(visible)}, ${this.#column(visible)}) = 1`
      : ''
    const distinct = this.#chance(0.1) ? 'distinct ' : ''
    return { sql: `select ${distinct}${items.join(', ')} from ${from}${where}${qualify}`, columns: [...new Set(columns)] }
  }

  #grouped(relations: ReadonlyMap<string, readonly string[]>, depth: number) {
    const { from, visible } = this.#from(relations, depth)
    const key = `x${this.#names++}`
    const sum = `x${this.#names++}`
    const aggregate = this.#pick(['sum', 'max', 'count', 'min'])
    const filter = this.#chance(0.3) ? ` filter (where ${this.#condition(visible, 1)})` : ''
    const having = this.#chance(0.3) ? ` having count(${this.#column(visible)}) > 1` : ''
    const by = this.#pick(['1', key, 'all'])
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
    return { from, visible }
  }

  #source(relations: ReadonlyMap<string, readonly string[]>, depth: number): { sql: string; visible: Visible } {
    const alias = `r${this.#names++}`
    if (depth > 1 && this.#chance(0.25)) {
      const { sql, columns } = this.#query(relations, depth - 1)
      return { sql: `(${sql}) as ${alias}`, visible: { alias, columns } }
    }
    const name = this.#pick([...relations.keys()])
    return { sql: `${name} as ${alias}`, visible: { alias, columns: relations.get(name) ?? [] } }
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

  #value(visible: readonly Visible[], depth: number): string {
    const column = this.#column(visible)
    switch (this.#upTo(8)) {
      case 0:
        return `${column} + ${this.#column(visible)}`
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

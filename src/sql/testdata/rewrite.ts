/** Texts of random queries, written otherwise or made to mean something else. Each step works on the text alone. */
import { tables } from './random-query.js'

type Random = () => number
type Step = (sql: string, random: Random) => string

const pick = <T>(from: readonly T[], random: Random): T => from[Math.floor(random() * from.length)] as T
const keywords =
  /\b(select|from|where|join|left|right|full|semi|anti|on|as|with|group|by|having|union|all|except|intersect|case|when|then|else|end|in|exists|and|using|qualify|over|partition|order|distinct|filter)\b/g

/** One of several matches, replaced. */
function once(sql: string, pattern: RegExp, random: Random, change: (found: RegExpExecArray) => string): string {
  const all = [...sql.matchAll(pattern)]
  if (all.length === 0) return sql
  const found = pick(all, random)
  return `${sql.slice(0, found.index)}${change(found)}${sql.slice(found.index + found[0].length)}`
}

const condition = /\b(\w+\.\w+) (>|<|=) (\d+)/g
const turned: Readonly<Record<string, string>> = { '>': '<', '<': '>', '=': '=' }

export const sameMeaning: Readonly<Record<string, Step>> = {
  'names of queries and tables': (sql) => sql.replace(/\b([cr])(\d+)\b/g, (_all, kind: string, number: string) => `${kind}x_${number}`),
  keywords: (sql) => sql.replace(keywords, (word) => word.toUpperCase()),
  'spaces and comments': (sql, random) =>
    sql.replace(/ /g, () => pick([' ', '\n', '  ', ' /* it, or (not) */ ', " -- that's all\n"], random)),
  'words that may be left out': (sql) => sql.replace(/ as (r\d+)\b/g, ' $1').replace(/\b(left|right|full) join/g, '$1 outer join'),
  'a word more': (sql) => sql.replace(/(?<!\b(?:left|right|full|semi|anti|asof|positional|cross|natural|outer)) join/g, ' inner join'),
  brackets: (sql, random) => once(sql, condition, random, ([all]) => `((${all}))`),
  'a comparison turned': (sql, random) => once(sql, condition, random, (at) => `${at[3]} ${turned[at[2] ?? '']} ${at[1]}`),
  'a sum turned': (sql, random) => once(sql, /(\w+\.\w+) \+ (\w+\.\w+)/g, random, (at) => `${at[2]} + ${at[1]}`),
  'a join turned': (sql, random) => once(sql, / on (\w+\.\w+) = (\w+\.\w+)/g, random, (at) => ` on ${at[2]} = ${at[1]}`),
  'a condition that always holds': (sql, random) => once(sql, / where (?=\w+\.\w+ [<>=])/g, random, () => ' where 1 = 1 and '),
  'a query around': (sql) => `select * from (${sql}) as around`,
  'a query in with around': (sql) => (sql.startsWith('with') ? sql : `with around as (${sql}) select * from around`),
  'an order that nobody sees': (sql) => `select * from (${sql}) as around order by 1`,
  'a table by a query': (sql, random) => once(sql, /\b([tuvw]) as (r\d+)/g, random, (at) => `(select * from ${at[1]}) as ${at[2]}`),
  'a table by its columns': (sql, random) =>
    once(sql, /\b([tuvw]) as (r\d+)/g, random, (at) => {
      const columns = tables[at[1] ?? ''] ?? []
      return `(select ${columns.join(', ')}, ${columns[0]} * 2 as unread from ${at[1]}) as ${at[2]}`
    }),
  'a table by a query in with': (sql, random) => {
    const found = /\b([tuvw]) as (r\d+)/.exec(sql)
    if (!found || random() < 0.3) return sql
    const rest = sql.replace(found[0], `passed as ${found[2]}`)
    const cte = `passed as (select * from ${found[1]})`
    return rest.startsWith('with ') ? `with ${cte}, ${rest.slice(5)}` : `with ${cte} ${rest}`
  },
}

/** `unread` would be seen through a star. */
export function mayApply(name: string, sql: string): boolean {
  return name !== 'a table by its columns' || !sql.includes('*')
}

const columns = [...new Set(Object.values(tables).flat())]

export const otherMeaning: Readonly<Record<string, Step>> = {
  'a number': (sql, random) => once(sql, /(?<![\w.])\d+\b(?!\))/g, random, ([all]) => String(Number(all) + 1)),
  'a comparison': (sql, random) =>
    once(sql, condition, random, (at) => `${at[1]} ${pick(['>=', '<=', '<>', '>', '<', '='], random)} ${at[3]}`),
  'a kind of join': (sql, random) =>
    once(sql, /\b(left join|right join|full join|semi join|anti join|(?<!left |right |full |semi |anti )join)/g, random, () =>
      pick(['join', 'left join', 'right join', 'full join', 'semi join', 'anti join'], random),
    ),
  'a join condition': (sql, random) => once(sql, / on (\w+\.\w+) = /g, random, (at) => ` on ${at[1]} <> `),
  'an aggregate': (sql, random) => once(sql, /\b(sum|max|min|count)\(/g, random, () => `${pick(['sum', 'max', 'min', 'count'], random)}(`),
  'a distinct aggregate': (sql, random) => once(sql, /\b(sum|count)\((?=\w+\.)/g, random, (at) => `${at[1]}(distinct `),
  'a column': (sql, random) => once(sql, /\b([ri]\d*)\.\w+/g, random, (at) => `${at[1]}.${pick(columns, random)}`),
  'a condition less': (sql, random) => once(sql, condition, random, () => '1 = 1'),
  'a condition more': (sql, random) => once(sql, condition, random, ([all]) => `(${all} and ${all.replace(/\d+$/, '3')})`),
  distinct: (sql, random) =>
    /distinct/.test(sql) ? sql.replace('distinct ', '') : once(sql, /\bselect /g, random, () => 'select distinct '),
  'a set operation': (sql, random) =>
    once(
      sql,
      / (union all|union|except|intersect) (?=select)/g,
      random,
      () => ` ${pick(['union all', 'union', 'except', 'intersect'], random)} `,
    ),
  'an operator': (sql, random) => once(sql, / \+ /g, random, () => pick([' - ', ' * '], random)),
  'a limit': (sql) => `${sql} limit 2`,
  'an order': (sql, random) => once(sql, / order by (\w+\.\w+)/g, random, (at) => ` order by ${at[1]} desc`),
  'nulls in an order': (sql, random) => once(sql, / order by (\w+\.\w+)/g, random, (at) => ` order by ${at[1]} nulls first`),
  'a case': (sql) => sql.replace(/ else (\w+\.\w+) end/, ' end'),
  'a branch': (sql) => sql.replace(/ then (\w+\.\w+) else (\w+\.\w+) end/, ' then $2 else $1 end'),
  'not in': (sql) => sql.replace(' in (select', ' not in (select'),
  'not exists': (sql) => sql.replace('exists (', 'not exists ('),
  'a filter': (sql) => sql.replace(/ filter \(where [^()]*\)/, ''),
  having: (sql) => sql.replace(/ having count\([^)]*\) > 1/, ''),
  'a window': (sql) => sql.replace(/over \(partition by (\w+\.\w+)\)/, 'over (order by $1)'),
  'a group': (sql) => sql.replace(/ \+ 1 as (x\d+), /, ' + 2 as $1, '),
  'two items': (sql) => sql.replace(/(select )(\w+\.\w+)( as x\d+, )(\w+\.\w+)( as x\d+)/, '$1$4$3$2$5'),
}

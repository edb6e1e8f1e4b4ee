import { describe, expect, it } from 'vitest'
import { sqlOutline } from './outline.js'
import { type Meaning, type SeenColumn, SqlScope } from './scope.js'

const relations: Record<string, readonly string[]> = { orders: ['id', 'customer_id', 'amount'], customers: ['id', 'name'] }

function scopeOf(text: string) {
  const outline = sqlOutline(text)
  const scope = new SqlScope(outline, (source) => {
    const name = /ref\('(\w+)'\)/.exec(source.tag?.text ?? '')?.[1] ?? source.path.at(-1)?.text ?? ''
    return relations[name]?.map((column): SeenColumn => ({ name: column, type: 'int', origin: { node: name, column } }))
  })
  return { outline, scope }
}

function output(text: string): string[] {
  const { outline, scope } = scopeOf(text)
  return scope.columnsOf(outline.query).map(({ name, origin }) => (origin ? `${name}<${origin.node}.${origin.column}` : name))
}

/** What the name before `|` means. */
function meaning(marked: string): string {
  const at = marked.indexOf('|')
  const text = marked.replace('|', '')
  const { outline, scope } = scopeOf(text)
  const token = outline.tokens.find((each) => each.end === at)
  const found: Meaning | undefined = token && scope.meaning(token)
  if (!found) return 'nothing'
  if (found.kind === 'cte') return `cte@${found.cte.name.start}`
  if (found.kind === 'item') return `item ${text.slice(found.item.start, found.item.end)}`
  if (found.kind === 'source') return `source ${text.slice(found.source.start, found.source.end)}`
  const { column } = found
  return column.item ? `made by ${text.slice(column.item.start, column.item.end)}` : `${column.origin?.node}.${column.origin?.column}`
}

const model = `{{ config(materialized='table') }}
-- select nothing from comments
with o as (
    select *, amount * 2 as double from {{ ref('orders') }}
    {% if is_incremental() %} where id > (select max(id) from {{ this }}) {% endif %}
), named (key, label) as (select id, name from {{ ref('customers') }} as c)
select o.*, named.label, coalesce(o.amount, 0) total, o.customer_id::int, count(*)
from o left join named on named.key = o.customer_id, (select 1 as one) as s`

describe('the columns of a query', () => {
  it.each([
    [model, ['id<orders.id', 'customer_id<orders.customer_id', 'amount<orders.amount', 'double', 'label', 'total', 'customer_id']],
    ["select * exclude (amount) from {{ ref('orders') }}", ['id<orders.id', 'customer_id<orders.customer_id']],
    ["select c.name as n from {{ ref('orders') }} o join {{ ref('customers') }} c using (id)", ['n<customers.name']],
    ["select id from {{ ref('orders') }} union all select id from {{ ref('customers') }}", ['id<orders.id']],
    ['with recursive r as (select id from orders union all select id + 1 from r) select * from r', ['id<orders.id']],
    ['from customers', ['id<customers.id', 'name<customers.name']],
    ['(select name from customers) order by 1', ['name<customers.name']],
    ['select "Name" from customers, lateral (select 1 as x) l', ['Name<customers.name']],
    ['select a, from', ['a']],
  ])('%s', (text, expected) => expect(output(text)).toEqual(expected))
})

describe('what a name means', () => {
  it.each([
    ["with a as (select id as k from {{ ref('orders') }}) select k| from a", 'made by id as k'],
    ["with a as (select id from {{ ref('orders') }}) select id| from a", 'made by id'],
    ["with a as (select id| from {{ ref('orders') }}) select id from a", 'orders.id'],
    ["select x.id from {{ ref('orders') }} as x where x|.id > 1", "source {{ ref('orders') }} as x"],
    ["select x.amount| from {{ ref('orders') }} as x", 'orders.amount'],
    ['with a as (select 1) select * from a|', 'cte@5'],
    ["select id as k| from {{ ref('orders') }}", 'item id as k'],
    ["select id as k from {{ ref('orders') }} order by k|", 'made by id as k'],
    [
      "select 1 from {{ ref('orders') }} o where exists (select 1 from {{ ref('customers') }} c where c.id = o.customer_id|)",
      'orders.customer_id',
    ],
    ["select nothing| from {{ ref('orders') }}", 'nothing'],
    ["select o.amount|, from {{ ref('orders') }} o", 'orders.amount'],
    ["select a.id from (select id| from {{ ref('customers') }}) a", 'customers.id'],
  ])('%s', (text, expected) => expect(meaning(text)).toBe(expected))
})

it('takes whatever is typed', () => {
  const pieces = [...model.split(/(?<=\s)/), '(', ')', "'", '"', '{{', '}}', '{%', ',', '.', 'select', 'with', 'from', 'é', '\u{1F600}']
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff
    return (seed >> 8) % below
  }
  for (let round = 0; round < 500; round++) {
    const text = Array.from({ length: random(60) }, () => pieces[random(pieces.length)]).join(random(2) === 0 ? '' : ' ')
    const { outline, scope } = scopeOf(text)
    scope.columnsOf(outline.query)
    for (const token of outline.tokens) scope.meaning(token)
  }
})

import { expect, it } from 'vitest'
import { Relation, type RelationStyle } from '../core/relation.js'
import { RelationCache } from './relation-cache.js'

const style: RelationStyle = {
  className: 'R',
  quotePolicy: { database: true, schema: true, identifier: true },
  includePolicy: { database: true, schema: true, identifier: true },
  quote: (name) => `"${name}"`,
  fold: (name) => name.toLowerCase(),
  renameable: [],
  replaceable: [],
}
const place = { database: 'db', schema: 'main' }
const relation = (identifier: string, type: 'table' | 'view' = 'table') => new Relation(style, { ...place, identifier, type })

it('reads a schema once, for callers at the same time too, and folds names', async () => {
  const cache = new RelationCache(style)
  let reads = 0
  const read = async () => {
    reads++
    await new Promise((resolve) => setTimeout(resolve, 5))
    return [relation('Tickets')]
  }
  await Promise.all([cache.load(place, read), cache.load({ database: 'DB', schema: 'MAIN' }, read)])
  expect([reads, cache.get({ database: 'Db', schema: 'Main', identifier: 'tickets' })?.identifier]).toEqual([1, 'Tickets'])
})

it('stays true to creates, drops and renames', async () => {
  const cache = new RelationCache(style)
  await cache.load(place, async () => [relation('a'), relation('b', 'view')])
  cache.drop(relation('b'))
  cache.rename(relation('a'), relation('a__dbt_backup'))
  cache.add(relation('a', 'view'))
  expect(
    cache
      .list(place)
      .map((each) => `${each.identifier} ${each.type}`)
      .sort(),
  ).toEqual(['a view', 'a__dbt_backup table'])
})

it('keeps what was added while the schema was being read', async () => {
  const cache = new RelationCache(style)
  const loading = cache.load(place, async () => [relation('a', 'view')])
  cache.add(relation('a', 'table'))
  await loading
  expect(cache.get({ ...place, identifier: 'a' })?.type).toBe('table')
})

it('asks again after a failed reading', async () => {
  const cache = new RelationCache(style)
  await expect(cache.load(place, () => Promise.reject(new TypeError('no')))).rejects.toThrow('no')
  await cache.load(place, async () => [relation('a')])
  expect(cache.list(place)).toHaveLength(1)
})

it('knows the schemas of a database, new and dropped ones too', async () => {
  const cache = new RelationCache(style)
  await cache.schemas('db', async () => ['Main'])
  await cache.addSchema({ database: 'db', schema: 'Marts' })
  await cache.dropSchema({ database: 'db', schema: 'main' })
  expect([...(await cache.schemas('DB', () => Promise.reject(new TypeError('again'))))]).toEqual(['marts'])
})

it('drops what depends on a relation with it, under new names too, and across schemas', async () => {
  const cache = new RelationCache(style)
  const far = { database: 'db', schema: 'far' }
  await cache.load(place, async () => [relation('a'), relation('b', 'view'), relation('c', 'view'), relation('d')])
  await cache.load(far, async () => [new Relation(style, { ...far, identifier: 'e', type: 'view' })])
  let reads = 0
  const read = async () => {
    reads++
    const e = new Relation(style, { ...far, identifier: 'e' })
    return [[relation('b', 'view'), relation('a')] as const, [e, relation('b')] as const, [relation('c', 'view'), relation('a')] as const]
  }
  await Promise.all([cache.link(read), cache.link(read)])
  cache.rename(relation('a'), relation('a__dbt_backup'))
  cache.rename(relation('a__dbt_tmp'), relation('a'))
  cache.rename(relation('c', 'view'), relation('c__dbt_backup'))
  cache.add(relation('c', 'view'))
  cache.drop(relation('a__dbt_backup'))
  expect([reads, cache.list(far), cache.list(place).map((each) => each.identifier)]).toEqual([1, [], ['d', 'a', 'c']])
})

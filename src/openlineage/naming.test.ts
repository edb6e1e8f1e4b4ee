import { expect, test } from 'vitest'
import { relationName, warehouseNamespace } from './naming.js'
import { codeLocation } from './source-code.js'

const credentials = (raw: Readonly<Record<string, unknown>>, unique = '') => ({
  raw,
  unique,
  database: 'd',
  schema: 's',
  publicFields: {},
  secrets: [],
})

test('warehouses are named without login, files by their whole path', () => {
  const named = (type: string, raw: Readonly<Record<string, unknown>>) => warehouseNamespace(type, credentials(raw, 'host9:1/db'), '/shop')
  expect(named('postgres', { host: 'db.example.com', port: 5433, user: 'u', password: 'p' })).toBe('postgres://db.example.com:5433')
  expect(named('snowflake', { account: 'org-account' })).toBe('snowflake://org-account')
  expect(named('snowflake', { account: 'xy12345.eu-central-1' })).toBe('snowflake://xy12345.eu-central-1.aws')
  expect(named('snowflake', { account: 'xy12345' })).toBe('snowflake://xy12345.us-west-1.aws')
  expect(named('duckdb', { path: 'data/shop.duckdb' })).toBe('duckdb:///shop/data/shop.duckdb')
  expect(named('duckdb', {})).toBe('duckdb://:memory:')
  expect(named('duckdb', { path: 'md:shop?motherduck_token=t' })).toBe('duckdb://md:shop')
  expect(named('other', {})).toBe('other://host9:1')
})

test('relations are named as the warehouse stores them', () => {
  const upper = (name: string) => name.toUpperCase()
  const declared = { database: 'raw', schema: 'feed', identifier: 'changes', name: 'x' }
  expect(relationName({ name: 'x', relation_name: 'sales.prod."Odd.Name"' }, upper)).toBe('SALES.PROD.Odd.Name')
  expect(relationName({ name: 'x', relation_name: '`a-b`.c.d' }, (name) => name)).toBe('a-b.c.d')
  // What reads files in the place of a relation keeps the name it is declared with.
  expect(relationName({ ...declared, relation_name: "(select * from read_parquet('a.b/*.parquet'))" }, upper)).toBe('raw.feed.changes')
  expect(relationName({ ...declared, relation_name: "'data/file.csv'" }, upper)).toBe('raw.feed.changes')
  expect(relationName({ ...declared, database: null, relation_name: null }, upper)).toBe('feed.changes')
})

test('files are found in the repository the run was started from', () => {
  const github = {
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'o/r',
    GITHUB_SHA: 'abc',
    GITHUB_WORKSPACE: '/w',
    GITHUB_REF_NAME: 'main',
  }
  expect(codeLocation(github, '/w/shop')?.('models/a.sql')).toEqual({
    type: 'git',
    url: 'https://github.com/o/r/blob/abc/shop/models/a.sql',
    repoUrl: 'https://github.com/o/r',
    path: 'shop/models/a.sql',
    version: 'abc',
    branch: 'main',
  })
  const gitlab = { CI_PROJECT_URL: 'https://git.example.com/o/r', CI_COMMIT_SHA: 'abc', CI_PROJECT_DIR: '/w' }
  expect(codeLocation(gitlab, '/w')?.('a.sql')).toMatchObject({ url: 'https://git.example.com/o/r/-/blob/abc/a.sql' })
  expect(codeLocation(github, '/elsewhere')?.('a.sql')).toBeUndefined()
  expect(codeLocation({}, '/w')).toBeUndefined()
})

import { describe, expect, it } from 'vitest'
import type { SourceNode } from '../../core/node.js'
import { attachStatement, parseAttachments } from './attach.js'
import { databaseNameOf, parseCredentials } from './credentials.js'
import { readLocation, writeOptions } from './external-files.js'
import { secretStatement } from './secrets.js'
import { checkSource, sourceText } from './source-text.js'

const at = { file: 'profiles.yml', line: 3, column: 5 }

describe('database names', () => {
  const cases: [path: string, name: string][] = [
    [':memory:', 'memory'],
    ['dev.duckdb', 'dev'],
    ['/data/my.db.duckdb', 'my'],
    ['.hidden.duckdb', 'hidden'],
    ['target/dev', 'dev'],
    ['md:sales', 'sales'],
    ['md:', 'my_db'],
    ['md:sales?motherduck_token=x', 'sales'],
    ['ducklake:lake.ducklake', 'lake'],
  ]
  it.each(cases)('%s is %s', (path, name) => expect(databaseNameOf(path)).toBe(name))
})

describe('credentials', () => {
  it('have dbt-duckdb defaults', () => {
    const credentials = parseCredentials({ type: 'duckdb' }, at, '.')
    expect([credentials.database, credentials.schema, credentials.unique]).toEqual(['memory', 'main', ':memory:.'])
    expect(credentials.publicFields).toMatchObject({ path: ':memory:', external_root: '.', disable_transactions: false, settings: {} })
  })

  it('keep secrets out of target and name them for the redactor', () => {
    const credentials = parseCredentials(
      {
        path: 'x.duckdb',
        settings: { s3_region: 'eu', s3_secret_access_key: 'hush' },
        secrets: [{ type: 's3', secret: 'psst' }],
        motherduck_token: 'tok',
      },
      at,
      '.',
    )
    expect(credentials.publicFields.settings).toEqual({ s3_region: 'eu' })
    expect([...credentials.secrets].sort()).toEqual(['hush', 'psst', 'tok', 'tok'])
  })

  const refused: [raw: Record<string, unknown>, message: string][] = [
    [{ path: 'a.duckdb', database: 'b' }, 'database "b" does not fit the path'],
    [{ path: 'a.duckdb', extensions: 'httpfs' }, 'extensions has the wrong type'],
    [{ path: 'a.duckdb', attach: [{ alias: 'x' }] }, 'an attach entry has no path'],
    [{ path: 'a.duckdb', motherduck_token: 'a', settings: { motherduck_token: 'b' } }, 'motherduck_token is given twice'],
    [{ path: 'a.duckdb', attach: [{ path: 'x.db', type: 'sqlite', options: { type: 'sqlite' } }] }, 'attach option type is given twice'],
  ]
  it.each(refused)('%j is refused', (raw, message) => {
    expect(() => parseCredentials(raw, at, '.')).toThrow(message)
  })

  it('may name an attached database', () => {
    expect(parseCredentials({ path: ':memory:', database: 'lake', attach: [{ path: 'l.db', alias: 'lake' }] }, at, '.').database).toBe(
      'lake',
    )
  })
})

describe('statements of a profile', () => {
  const attachments: [raw: Record<string, unknown>, sql: string][] = [
    [{ path: 'other.duckdb' }, "ATTACH IF NOT EXISTS '/p/other.duckdb'"],
    [{ path: '/abs/o.db', alias: 'o', type: 'sqlite', read_only: true }, "ATTACH IF NOT EXISTS '/abs/o.db' AS o (TYPE sqlite, READ_ONLY)"],
    [{ path: 's3://b/x.duckdb', secret: 'k' }, "ATTACH IF NOT EXISTS 's3://b/x.duckdb' (SECRET k)"],
    [
      { path: 'ducklake:x', options: { data_path: 'files/', encrypted: true, off: false } },
      "ATTACH IF NOT EXISTS 'ducklake:x' (DATA_PATH 'files/', ENCRYPTED)",
    ],
  ]
  it.each(attachments)('attach %j', (raw, sql) => {
    expect(parseAttachments([raw], at).map((attachment) => attachStatement(attachment, '/p'))).toEqual([sql])
  })

  const secrets: [raw: Record<string, unknown>, sql: string][] = [
    [{ type: 's3', provider: 'credential_chain' }, 'CREATE OR REPLACE SECRET _dbt_secret_1 (type s3, provider credential_chain)'],
    [
      { type: 's3', name: 'k', secret: "it's", scope: ['s3://a', 's3://b'] },
      "CREATE OR REPLACE SECRET k (type s3, secret 'it''s', scope 's3://a', scope 's3://b')",
    ],
    [
      { type: 'http', persistent: true, extra_http_headers: { A: 'b' } },
      "CREATE OR REPLACE PERSISTENT SECRET _dbt_secret_1 (type http, extra_http_headers map {'A': 'b'})",
    ],
  ]
  it.each(secrets)('secret %j', (raw, sql) => expect(secretStatement(raw, 0)).toBe(sql))
})

describe('external_location', () => {
  const source = (config: object, meta: object = {}) =>
    ({
      unique_id: 'source.p.raw.tickets',
      name: 'tickets',
      identifier: 'tickets_v2',
      schema: 'raw',
      database: 'db',
      tags: [],
      meta,
      config: { enabled: true, ...config },
      original_file_path: 'models/s.yml',
    }) as unknown as SourceNode
  const cases: [config: object, meta: object, text: string | null][] = [
    [{}, {}, null],
    [{ external_location: 'data/{name}.parquet' }, {}, "'data/tickets.parquet'"],
    [{}, { external_location: "read_parquet('data/{identifier}/*.parquet')" }, "read_parquet('data/tickets_v2/*.parquet')"],
    [{ meta: { external_location: 'data/{{x}}/{name}' } }, {}, "'data/{x}/tickets'"],
    [{ external_location: 'd/%(schema)s', formatter: 'oldstyle' }, {}, "'d/raw'"],
    [{ external_location: `d/\${name}_$schema`, formatter: 'template' }, {}, "'d/tickets_raw'"],
    [{ external_location: 'd/{region}' }, { region: 'eu' }, "'d/eu'"],
  ]
  it.each(cases)('%j %j', (config, meta, text) => expect(sourceText(source(config, meta))).toBe(text))

  it('names a field the source does not have', () => {
    expect(() => sourceText(source({ external_location: 'd/{nope}' }))).toThrow('{nope}')
    expect(() => checkSource(source({ external_location: 'd.xlsx' }, { plugin: 'excel' }))).toThrow('the plugin "excel" is a Python module')
  })
})

describe('external files', () => {
  const writes: [location: string, options: Record<string, unknown>, text: string][] = [
    ['a.parquet', {}, 'format parquet'],
    ['a', {}, 'format parquet'],
    ['a.CSV', { delimiter: '|' }, "delimiter '|', format csv, header 1"],
    ['a.csv.gz', {}, 'format csv, compression gzip, header 1'],
    ['a', { partition_by: 'x, y' }, 'partition_by (x, y), format parquet'],
  ]
  it.each(writes)('write %s %j', (location, options, text) => expect(writeOptions(location, options)).toBe(text))

  it('are read back as they were written', () => {
    expect(readLocation('a.parquet', {})).toBe('a.parquet')
    expect(readLocation('out', { partition_by: 'x,y' })).toBe('out/*/*/*.parquet')
    expect(readLocation('out', { per_thread_output: true, format: 'csv' })).toBe('out/*.csv')
  })
})

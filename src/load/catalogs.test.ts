/** catalogs.yml: what is refused where, and what a template gets of a good one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { withParsed } from '../../e2e/harness/in-process.js'
import { catalogIntegration, catalogRelation } from '../context/adapter/catalogs.js'
import { readCatalogs } from './catalogs.js'

const types = ['BUILT_IN', 'ICEBERG_REST']
const scope = { lookup: () => undefined } as never

async function read(text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-catalogs-'))
  writeFileSync(join(folder, 'catalogs.yml'), text)
  try {
    return readCatalogs(folder, scope, types)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const lake = `catalogs:
  - name: lake
    active_write_integration: two
    write_integrations:
      - {name: one, catalog_type: built_in}
      - {name: two, catalog_type: built_in, external_volume: vol, adapter_properties: {iceberg_version: 3}}
`

describe('catalogs.yml', () => {
  test('the active integration counts', async () => {
    const [catalog] = await read(lake)
    expect(catalog).toMatchObject({
      name: 'lake',
      type: 'BUILT_IN',
      integration: { name: 'two', catalog_type: 'built_in', catalog_name: 'two', external_volume: 'vol' },
    })
  })

  test.each([
    ['no list', 'catalogs: 3\n', 'has no list', 1],
    ['no integrations', 'catalogs:\n  - name: a\n', 'no write_integrations', 2],
    ['no active one of two', lake.replace('    active_write_integration: two\n', ''), 'does not say which', 2],
    ['an active one that is not there', lake.replace('integration: two', 'integration: six'), 'no write_integration "six"', 2],
    ['two of one name', lake.replace('name: one', 'name: two'), 'two write_integrations named "two"', 4],
    ['an unknown type', lake.replaceAll('built_in', 'glue'), 'not supported. Received: glue', 6],
    ['an unknown key', lake.replace('external_volume', 'volume'), '"volume" is not a key', 6],
  ])('refuses %s', async (_what, text, message, line) => {
    await expect(read(text)).rejects.toMatchObject({
      code: 'CATALOGS_INVALID',
      fields: { message: expect.stringContaining(message), location: { file: 'catalogs.yml', line } },
    })
  })

  test('a warehouse without catalogs takes none', async () => {
    await expect(withParsed({ 'catalogs.yml': lake }, {}, () => undefined)).rejects.toMatchObject({ code: 'CATALOGS_INVALID' })
    const model = { 'models/m.sql': "{{ config(catalog_name='ice') }} select 1" }
    await expect(withParsed(model, {}, () => undefined)).rejects.toThrow('Catalog not found. Received: ice')
  })
})

describe('build_catalog_relation', () => {
  const catalog = {
    name: 'lake',
    type: 'BUILT_IN',
    integration: {
      name: 'two',
      catalog_type: 'built_in',
      catalog_name: 'two',
      external_volume: 'vol',
      adapter_properties: { iceberg_version: 3 },
    },
  }
  const host = { module: {}, project: { catalogs: [catalog] } } as never

  test('has the catalog and its properties, a setting of the node over it', () => {
    expect(catalogRelation(host, { config: { catalog_name: 'LAKE' } })).toMatchObject({
      catalog_type: 'BUILT_IN',
      external_volume: 'vol',
      iceberg_version: 3,
    })
    expect(catalogRelation(host, { config: { catalog: 'lake', external_volume: 'own' } })).toMatchObject({ external_volume: 'own' })
    expect(catalogRelation(host, { config: {} })).toBeNull()
  })

  test('names the catalogs there are', () => {
    expect(() => catalogIntegration(host, 'ice')).toThrow('Catalog not found. Received: ice')
  })
})

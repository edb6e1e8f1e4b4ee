// `sluice lsp`, asked what editors ask, over stdin and stdout, in a copy of the ticket project with a difficult name.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CodeAction, DocumentSymbol, Location, Position } from 'vscode-languageserver/node'
import { root } from '../harness/project.js'
import { Editor, placeIn } from './client.js'

const made: string[] = []

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'sluice lsp ü '))
  made.push(path)
  return path
}

function tickets(): string {
  const path = folder()
  for (const part of ['dbt_project.yml', 'profiles.yml', 'selectors.yml', 'models', 'macros', 'seeds', 'snapshots', 'tests', 'analyses'])
    cpSync(join(root, part), join(path, part), { recursive: true })
  return path
}

const home = tickets()
const editor = new Editor(home)
const text = (path: string) => readFileSync(join(home, path), 'utf8')
const model = 'models/tickets/marts/tickets.sql'
const validated = 'models/tickets/intermediate/int_tickets_validated.sql'
const marts = 'models/tickets/marts/_tickets.yml'
const at = (path: string, needle: string, within = 1): Position => placeIn(text(path), needle, within)
const understood = () => editor.logs.filter((line) => line.startsWith('read ')).length
let uri = ''
let yaml = ''

beforeAll(async () => {
  const { capabilities } = (await editor.start()) as { capabilities: { positionEncoding: string } }
  expect(capabilities.positionEncoding).toBe('utf-16')
  uri = await editor.open(model)
  yaml = await editor.open(marts)
  await editor.open(validated)
  await editor.until(() => understood() > 0, 'the first reading', 90_000)
})

afterAll(() => {
  editor.process.kill('SIGKILL')
  for (const path of made) rmSync(path, { recursive: true, force: true })
})

test('nothing is wrong with the project, and nothing else is written where the protocol is', () => {
  expect([...editor.published.values()].flat()).toEqual([])
  expect(editor.stderr).not.toContain('rror')
})

describe('definition', () => {
  const upstream = `${validated}:53:57`
  test.each([
    [model, "ref('int_tickets_validated", 8, `${validated}:1:1`],
    [model, "ref('carriers", 8, 'seeds/tickets/carriers.csv:1:1'],
    [model, 'days_before', 2, 'macros/days.sql:2:10'],
    [model, 'tickets_out_of_step', 2, 'macros/changes.sql:'],
    [model, "var('overlap_days", 8, 'dbt_project.yml:'],
    [model, 'is_incremental()', 3, '…/'],
    [model, 'from ranked', 7, `${model}:28:1`],
    [model, 'amount_usd,', 3, upstream],
    [model, 'recency = 1', 3, `${model}:32:`],
    [validated, 'spellings.fuel_type,', 12, 'seeds/tickets/fuel_spellings.csv:1:'],
    [validated, 'spellings.fuel_type,', 2, 'seeds/tickets/fuel_spellings.csv:1:1'],
    [validated, "as_decimal('quantity'", 14, 'models/tickets/staging/'],
    [marts, "doc('ticket_id')", 8, 'models/tickets/columns.md:1:9'],
    [marts, "ref('vessels')", 6, 'seeds/tickets/vessels.csv:1:1'],
    [marts, '- value_range', 4, 'tests/generic/value_range.sql:'],
    [marts, '- unique\n', 4, '…/'],
    [marts, 'name: amount_usd', 8, `${model}:`],
    [marts, 'field: vessel_id', 9, 'seeds/tickets/vessels.csv:1:1'],
    [marts, 'name: tickets\n', 8, `${model}:1:1`],
  ])('%s: %s', async (path, needle, within, expected) => {
    const found = await editor.definition(editor.uri(path), at(path, needle, within))
    expect(found[0] ?? '').toContain(expected)
  })

  test('of a source is its table in the YAML', async () => {
    const path = 'models/tickets/staging/stg_ticket_changes.sql'
    const opened = await editor.open(path)
    expect(await editor.definition(opened, at(path, "'ticket_changes'", 4))).toEqual([expect.stringContaining('staging/_sources.yml:9:15')])
  })
})

describe('references', () => {
  const of = async (path: string, needle: string, within: number) =>
    editor.places(
      await editor.ask<Location[]>('references', editor.uri(path), at(path, needle, within), { context: { includeDeclaration: false } }),
    )

  test('of a model are all its refs, in SQL and YAML', async () => {
    const found = await of(marts, 'name: tickets\n', 8)
    expect(found).toContainEqual(expect.stringContaining('tests/every_ticket_accounted_for.sql'))
    expect(found).toContainEqual(expect.stringContaining('marts/carrier_activity_daily.sql'))
  })

  test('of a column are the places that read it', async () => {
    const found = await of(validated, 'as amount_usd', 5)
    expect(found).toContainEqual(`${model}:53:5`)
    expect(found.some((place) => place.includes('fuel_type_daily'))).toBe(false)
  })

  test('of a macro and of a common table expression', async () => {
    expect(await of(model, 'days_before', 2)).toContainEqual(expect.stringContaining(`${model}:19:`))
    expect(await of(model, 'ranked as', 2)).toEqual([`${model}:28:1`, `${model}:64:6`])
  })
})

describe('hover', () => {
  const columns = ['**int\\_tickets\\_validated.amount\\_usd** DECIMAL', 'The total amount in US dollars', 'Upstream:', 'usd\\_rate']
  test.each([
    [
      'a model',
      model,
      "ref('int_tickets_validated",
      8,
      ['(model, view)', 'owner: Ticket intake', '| amount\\_usd | DECIMAL', 'upstream: 4'],
    ],
    ['a column', model, 'amount_usd,', 3, columns],
    ['a macro', model, 'days_before', 2, ['```sql\ndays_before(', 'macros/days.sql']],
    ['a docs block', marts, "doc('ticket_id')", 8, ["The ticket's number."]],
    ['a variable', model, "var('overlap_days", 8, ['overlap\\_days', '3']],
    ['a configuration key', model, 'on_schema_change', 3, ['append\\_new\\_columns']],
    ['a column of the YAML, with its tests', marts, 'name: ticket_id', 8, ['tests: unique, not\\_null', 'VARCHAR']],
  ] as const)('tells of %s', async (_what, path, needle, within, expected) => {
    const found = (await editor.hover(editor.uri(path), at(path, needle, within)))
      .replaceAll('\\(', '(')
      .replaceAll('\\)', ')')
      .replaceAll('\\.', '.')
    for (const part of expected) expect(found).toContain(part)
  })
})

describe('completion', () => {
  /** In a new buffer that holds this, at `|`. */
  const inBuffer = async (marked: string, path = 'models/tickets/marts/new_model.sql') => {
    const opened = await editor.open(path, marked.replace('|', ''))
    const items = await editor.completion(opened, placeIn(marked, '|'))
    await editor.close(opened)
    return items
  }
  const labels = async (marked: string, path?: string) => (await inBuffer(marked, path)).map(({ label }) => label)

  test.each([
    ["select * from {{ ref('|", ['tickets', 'carriers', 'carriers_snapshot']],
    ["select * from {{ ref('tic|') }}", ['tickets']],
    ["select * from {{ source('|') }}", ['carrier_feed']],
    ["select * from {{ source('carrier_feed', '| ", ['ticket_changes']],
    ["select {{ var('|') }}", ['overlap_days', 'as_of']],
    ["{{ config(materialized='|') }}", ['incremental', 'table', 'ephemeral']],
    ['{{ config(|) }}', ['unique_key', 'tags']],
    ['select {{ da| }}', ['days_before', 'ref']],
    ["select t.| from {{ ref('tickets') }} as t", ['ticket_id', 'amount_usd']],
    ["select t.am|, from {{ ref('tickets') }} as t where (", ['amount_usd']],
    ["select | from {{ ref('carriers') }}", ['carrier_name']],
    ["with a as (select carrier_id as key from {{ ref('carriers') }}) select a.| from a", ['key']],
    ['with recent as (select 1 as x) select * from |', ['recent']],
    ["select 1 from {{ ref('tickets') }} as t where t.|", ['op']],
    ["select {{ money('|') }} from {{ ref('tickets') }}", ['total_amount']],
  ])('%s', async (marked, expected) => {
    expect(await labels(marked)).toEqual(expect.arrayContaining(expected))
  })

  test('shows types, fills in arguments, and takes the place of what is typed', async () => {
    const [column] = (await inBuffer("select t.amount| from {{ ref('tickets') }} as t")).filter(({ label }) => label === 'amount_usd')
    expect(column?.detail).toContain('DECIMAL(18,2)')
    expect(column?.textEdit).toMatchObject({ range: { start: { line: 0, character: 9 }, end: { line: 0, character: 15 } } })
    const [macro] = (await inBuffer('select {{ days_| }}')).filter(({ label }) => label === 'days_before')
    expect(macro?.textEdit?.newText).toMatch(/^days_before\(\$\{1:/)
  })

  test('knows the columns, tests and keys of a properties file', async () => {
    const path = 'models/tickets/marts/_more.yml'
    const head = 'models:\n  - name: tickets\n    columns:\n      - name: '
    expect(await labels(`${head}ticket_id\n      - name: |`, path)).toEqual(expect.arrayContaining(['carrier_id', 'op']))
    expect(await labels(`${head}ticket_id\n      - name: |`, path)).not.toContain('ticket_id')
    expect(await labels(`${head}op\n        data_tests:\n          - |`, path)).toEqual(expect.arrayContaining(['not_null', 'value_range']))
    expect(await labels(`${head}op\n        data_tests:\n          - relationships:\n              to: ref('|`, path)).toContain('vessels')
  })
})

test('symbols are the common table expressions and columns, or the macros', async () => {
  const symbols = async (of: string) =>
    (await editor.connection.sendRequest<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument: { uri: of } })).map(
      ({ name }) => name,
    )
  expect(await symbols(uri)).toEqual(expect.arrayContaining(['touched', 'ranked', 'ticket_id', 'amount_usd']))
  expect(await symbols(await editor.open('macros/days.sql'))).toContain('days_before')
})

test('the compiled SQL, and the way of a column', async () => {
  const compiled = await editor.connection.sendRequest<{ sql: string; dialect: string; map: number[] }>('sluice/compiled', { uri })
  expect(compiled.dialect).toBe('duckdb')
  expect(compiled.sql).toContain('int_tickets_validated')
  expect(compiled.sql).not.toContain('{{')
  const line = compiled.sql.split('\n').findIndex((each) => each.startsWith('from ranked'))
  expect(compiled.map[line]).toBe(at(model, 'from ranked').line)
  const asked = { command: 'sluice.compiled', arguments: [uri] }
  expect(await editor.connection.sendRequest('workspace/executeCommand', asked)).toEqual(compiled)
  const way = await editor.connection.sendRequest<Record<'upstream' | 'downstream', { node: string; column: string }[]>>('sluice/lineage', {
    uri,
    position: at(model, 'amount_usd,', 2),
  })
  expect(way.upstream.map(({ node, column }) => `${node} ${column}`)).toContain('seed.carrier_tickets.fx_rates usd_rate')
})

describe('what is wrong while one types', () => {
  test('a column that is not there is told at its place, mended by a quick fix, and forgotten', async () => {
    const start = at(model, 'amount_usd,', 0)
    const range = { start, end: { line: start.line, character: start.character + 10 } }
    await editor.change(uri, { range, text: 'amount_usdx' })
    const found = await editor.diagnostics(uri, (all) => all.length > 0, 'an unknown column')
    const wrong = { start, end: { line: start.line, character: start.character + 11 } }
    expect(found).toMatchObject([{ range: wrong, severity: 1, code: 'SQL_UNKNOWN_COLUMN', source: 'sluice' }])
    const ask = { textDocument: { uri }, range: wrong, context: { diagnostics: found } }
    const [fix] = await editor.connection.sendRequest<CodeAction[]>('textDocument/codeAction', ask)
    const [edit] = fix?.edit?.changes?.[uri] ?? []
    expect(edit).toEqual({ range: wrong, newText: 'amount_usd' })
    await editor.change(uri, { range: wrong, text: edit?.newText ?? '' })
    await editor.diagnostics(uri, (all) => all.length === 0, 'nothing wrong')
  })

  test('a template that does not parse keeps the rest of the project as it was', async () => {
    const before = understood()
    await editor.change(uri, { text: text(model).replace("ref('int_tickets_validated') }}", "ref('int_tickets_validated' }}") })
    const found = await editor.diagnostics(uri, (all) => all.length > 0, 'a syntax error')
    expect(found).toMatchObject([
      { code: 'TEMPLATE_SYNTAX', severity: 1, range: { start: { line: at(model, "ref('int_tickets_validated").line } } },
    ])
    expect([...editor.published].filter(([of, all]) => of !== uri && all.length > 0)).toEqual([])
    await editor.until(() => understood() > before, 'a reading with the old text')
    expect(await editor.hover(yaml, at(marts, 'name: amount_usd', 8))).toContain('DECIMAL')
    await editor.change(uri, { text: text(model) })
    await editor.diagnostics(uri, (all) => all.length === 0, 'nothing wrong')
  })

  test('YAML that is broken, then names what is not there', async () => {
    await editor.change(yaml, { text: text(marts).replace('    columns:', '   columns: [') })
    await editor.diagnostics(yaml, (all) => all.some(({ code }) => code === 'YAML_SYNTAX'), 'a YAML error')
    await editor.change(yaml, { text: text(marts).replace("ref('vessels')", "ref('vesels')") })
    const found = await editor.diagnostics(yaml, (all) => all.some(({ code }) => code === 'REF_NOT_FOUND'), 'an unknown ref')
    expect(found[0]?.message).toContain('did you mean vessels')
    await editor.change(yaml, { text: text(marts) })
    await editor.diagnostics(yaml, (all) => all.length === 0, 'nothing wrong')
  })

  test('a new file counts before it is saved, in UTF-16 and with carriage returns', async () => {
    const path = 'models/tickets/marts/neu_ü.sql'
    const start = "-- 😀 é\r\nselect '😀' as face, carrier_idd\r\nfrom {{ ref('carriers') }}"
    const opened = await editor.open(path, start)
    const found = await editor.diagnostics(opened, (all) => all.length > 0, 'a column of a new model')
    expect(found).toMatchObject([
      { code: 'SQL_UNKNOWN_COLUMN', range: { start: { line: 1, character: 21 }, end: { line: 1, character: 32 } } },
    ])
    expect(await editor.definition(opened, placeIn(start, "'carriers", 3))).toEqual(['seeds/tickets/carriers.csv:1:1'])
    await editor.close(opened)
    await editor.diagnostics(opened, (all) => all.length === 0, 'nothing wrong')
  })
})

test('two hundred quick edits and nonsense later it still answers, and ends as asked', async () => {
  const words = ['select ', "{{ ref('", '}}', '{% if x %}', '(', ')', ',', '\r\n', "'", '😀', 'from ', 'ü', '--', '.', '{#', 'with a as (']
  let seed = 11
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff
    return (seed >> 8) % below
  }
  const place = () => ({ line: random(80), character: random(40) })
  const edit = () => {
    const [start = place(), end = start] = [place(), place()].sort((a, b) => a.line - b.line || a.character - b.character)
    return random(3) === 0 ? { range: { start, end }, text: '' } : { range: { start, end: start }, text: words[random(words.length)] ?? '' }
  }
  const methods = ['hover', 'definition', 'completion', 'references']
  for (let round = 0; round < 200; round++) {
    await editor.change(uri, edit())
    if (round % 20 === 0) for (const method of methods) void editor.ask(method, uri, place()).catch(() => undefined)
    if (round % 40 === 0) await new Promise((resolve) => setTimeout(resolve, 250))
  }
  await editor.connection.sendNotification('textDocument/didChange', { nothing: true })
  await editor.connection.sendNotification('unknown/thing', [1, 2])
  await expect(editor.connection.sendRequest('unknown/request')).rejects.toThrow()
  expect(
    await editor.connection.sendRequest('textDocument/hover', { textDocument: { uri: 'untitled:Untitled-1' }, position: place() }),
  ).toBeNull()
  expect(
    await editor.connection.sendRequest('textDocument/hover', { textDocument: { uri: 'file:///c%3A/x/y.sql' }, position: place() }),
  ).toBeNull()
  await editor.change(uri, { text: text(model) })
  await editor.diagnostics(uri, (all) => all.length === 0, 'nothing wrong')
  expect(await editor.definition(uri, at(model, 'from ranked', 7))).toEqual([`${model}:28:1`])
  expect(editor.logs.filter((line) => /^(?:hover|definition|completion|references|the ).*:/.test(line))).toEqual([])
  expect(await editor.stop()).toBe(0)
})

test('nonsense on the wire is passed over', async () => {
  const alone = new Editor(folder(), [])
  await alone.start(null)
  for (const body of ['{', '[]', '{"jsonrpc":"2.0"}', '"\u0000"'])
    alone.process.stdin?.write(`Content-Length: ${body.length}\r\n\r\n${body}`)
  expect(
    await alone.connection.sendRequest('textDocument/codeAction', { textDocument: { uri: 'x' }, context: { diagnostics: [] } }),
  ).toEqual([])
  expect(await alone.stop()).toBe(0)
})

test('outside a project it is silent; it ends when its editor has gone', async () => {
  const outside = folder()
  writeFileSync(join(outside, 'x.sql'), 'selec 1')
  const alone = new Editor(outside, [])
  await alone.start(null)
  const opened = await alone.open('x.sql')
  expect(await alone.ask('hover', opened, { line: 0, character: 2 })).toBeNull()
  expect(alone.published.size).toBe(0)
  alone.process.stdin?.end()
  expect(await alone.exited()).toBe(1)
})

test('a project that is broken from the start says so and is mended', async () => {
  const broken = folder()
  mkdirSync(join(broken, 'models'))
  writeFileSync(join(broken, 'dbt_project.yml'), 'name: shop\nprofile: shop\nmodel-path: [models]\n')
  writeFileSync(join(broken, 'profiles.yml'), 'shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb}\n')
  writeFileSync(join(broken, 'models/a.sql'), 'select 1 as id')
  const other = new Editor(broken, ['--clientProcessId', String(process.pid)])
  await other.start()
  const project = await other.open('dbt_project.yml')
  await other.diagnostics(project, (all) => all.some(({ code }) => code === 'PROJECT_UNKNOWN_KEY'), 'an unknown key')
  await other.change(project, { text: 'name: shop\nprofile: shop\nmodel-paths: [models]\n' })
  await other.diagnostics(project, (all) => all.length === 0, 'nothing wrong')
  const b = await other.open('models/b.sql', "select id from {{ ref('a') }}")
  expect(await other.definition(b, { line: 0, character: 23 })).toEqual(['models/a.sql:1:1'])
  expect(await other.stop()).toBe(0)
})

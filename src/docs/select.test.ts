// The page's own evaluation of selections against that of the commands: same words, same nodes, same mistakes.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { readManifest, readRunResultsIfAny, readSourcesIfAny } from '../artifacts/index.js'
import { SluiceError } from '../core/error.js'
import type { Manifest } from '../core/manifest.js'
import type { Plain } from '../core/node.js'
import { buildGraph } from '../graph/index.js'
import { commandTypes, resolveResourceTypes, selectNodes } from '../select/index.js'
import { Selecting } from './app/selecting.js'
import { listCommand } from './app/selection-text.js'
import { selectBlock } from './blocks/select.js'
import type { SiteInput } from './input.js'
import { prepareSite } from './making.js'

const folder = join(import.meta.dirname, '../select/testdata')
const written = parse(readFileSync(join(folder, 'project/selectors.yml'), 'utf8')) as { selectors: (Plain & { name: string })[] }
const selectors = Object.fromEntries(written.selectors.map((entry) => [entry.name, entry]))
const manifest: Manifest = { ...(await readManifest(join(folder, 'manifest.json'))), selectors }
const before = await readManifest(join(folder, 'manifest-before.json'))
const results = (await readRunResultsIfAny(join(folder, 'state/run_results.json')))?.results ?? []
const freshness = (await readSourcesIfAny(join(folder, 'state/sources-current.json')))?.results ?? []
const answers = JSON.parse(readFileSync(join(folder, 'oracle.json'), 'utf8')) as { readonly args: readonly string[] }[]

const input: SiteInput = {
  manifest,
  results: results as unknown as SiteInput['results'],
  freshness,
  before: { manifest: before, from: 'before', sql: null },
  catalog: null,
  run: { command: 'build', finishedAt: '2026-01-01T00:00:00Z', elapsed: 1 },
  target: 'dev',
  toolVersion: '0',
  generatedAt: '2026-01-01T00:00:00Z',
}
const making = prepareSite(input)
// Through JSON, as the page has it.
const block = JSON.parse(JSON.stringify(selectBlock(making))) as ReturnType<typeof selectBlock>
const page = new Selecting(block)
const graph = buildGraph(manifest)
const rowIds = [...making.shown.map(({ unique_id }) => unique_id), ...idsBeyond()]

function idsBeyond(): string[] {
  const all = [manifest.nodes, manifest.sources, manifest.unit_tests].flatMap((table) => Object.keys(table))
  return all.filter((id) => !making.place.has(id))
}

/** Ids in order, or the code of the mistake. */
function byCommand(select: readonly string[], exclude: readonly string[]): readonly string[] | string {
  try {
    return [
      ...selectNodes({
        manifest,
        graph,
        selectors,
        previousManifest: before,
        previousResults: results,
        previousSources: freshness,
        currentSources: freshness,
        select,
        exclude,
        resourceTypes: resolveResourceTypes(commandTypes.list, undefined, undefined),
        includeEmpty: true,
      }),
    ]
  } catch (error) {
    if (error instanceof SluiceError) return error.code
    throw error
  }
}

function onPage(text: string): readonly string[] | string {
  const { rows, problem } = page.select(text)
  return problem ? problem.code : rows.map((row) => rowIds[row] ?? `row ${row}`)
}

/** What dbt was asked about, as far as it is select and exclude. */
const asked = answers.flatMap(({ args }) => {
  const flags = args.filter((arg) => arg.startsWith('--'))
  if (flags.some((flag) => flag !== '--select' && flag !== '--exclude') || flags[0] !== '--select') return []
  const at = args.indexOf('--exclude')
  const words = (part: readonly string[]) => part.filter((arg) => !arg.startsWith('--'))
  // Nothing between quotes is nothing to a command; a box with nothing in it is everything.
  if (args.every((arg) => arg.startsWith('--') || arg.trim() === '')) return []
  return [{ select: words(at < 0 ? args : args.slice(0, at)), exclude: words(at < 0 ? [] : args.slice(at)) }]
})

/** Every name with every operator, and pairs of what is known: more than anyone types. */
function generated(): string[] {
  const names = making.shown.map(({ name }) => name)
  const operators = [
    (name: string) => `+${name}`,
    (name: string) => `${name}+1`,
    (name: string) => `@${name}`,
    (name: string) => `2+${name}+`,
  ]
  const methods = [
    'tag:*',
    'config.materialized:table',
    'config.materialized:view+',
    'resource_type:test',
    'test_type:unit',
    'test_name:not_null',
    'package:helper',
    'package:this',
    'path:models/staging',
    'path:models/marts/*',
    'file:*.csv',
    'access:public',
    'version:latest',
    'version:old',
    'version:prerelease',
    'source:*',
    'exposure:*+1',
    '+exposure:*',
    'metric:*',
    'semantic_model:*',
    'saved_query:*',
    'unit_test:*',
    'group:*',
    'result:error',
    'result:success+',
    'source_status:warn',
    'source_status:pass+',
    ...Object.keys(selectors).map((name) => `selector:${name}`),
    'state:new',
    'state:old',
    'state:modified',
    'state:modified+',
    'state:unmodified',
    'state:modified.body',
    'state:modified.configs',
    'state:modified.macros',
    'state:modified.relation',
    'state:modified.contract',
    'state:modified.persisted_descriptions',
  ]
  const mistakes = ['tga:x', 'state:modifed', 'selector:none', '@a+', 'source:a.b.c.d', 'test_type:x', 'path:/x', 'version:newest']
  return [
    ...names.flatMap((name, index) => [name, operators[index % operators.length]?.(name) ?? name]),
    ...methods,
    ...methods.flatMap((method, index) => [
      `${method},${methods[(index * 7 + 3) % methods.length]}`,
      `${method} ${names[index % names.length]}`,
    ]),
    ...methods.map((method, index) => `${method} --exclude ${methods[(index * 5 + 1) % methods.length]}`),
    ...mistakes,
  ]
}

describe('the page selects what the commands select', () => {
  test(`${asked.length} selections dbt was asked about`, () => {
    expect(asked.length).toBeGreaterThan(200)
    const pages = asked.map(({ select, exclude }) =>
      onPage([...select, ...(exclude.length > 0 ? ['--exclude', ...exclude] : [])].join(' ')),
    )
    expect(pages).toEqual(asked.map(({ select, exclude }) => byCommand(select, exclude)))
  })

  test('every name and method with operators, joined, crossed and excluded', () => {
    const texts = generated()
    expect(texts.length).toBeGreaterThan(200)
    const command = texts.map((text) => {
      const [select = '', exclude = ''] = text.split(' --exclude ')
      return [text, byCommand(select.split(' '), exclude === '' ? [] : exclude.split(' '))]
    })
    expect(texts.map((text) => [text, onPage(text)])).toEqual(command)
    expect(new Set(command.map(([, ids]) => String(ids))).size).toBeGreaterThan(60)
  })

  test('nothing typed is everything', () => {
    expect(page.select('  ').rows.length).toBe(byCommand(['*', 'source:*', 'exposure:*', 'metric:*', 'semantic_model:*'], []).length)
  })

  test('exclude beside the text, named selectors by flag', () => {
    expect(page.select('resource_type:model', 'tag:* state:new').rows.map((row) => rowIds[row])).toEqual(
      byCommand(['resource_type:model'], ['tag:*', 'state:new']),
    )
    const name = Object.keys(selectors)[0] as string
    expect(onPage(`--selector ${name}`)).toEqual(byCommand([`selector:${name}`], []))
  })
})

describe('mistakes', () => {
  test('are named with their place and what to do', () => {
    const { problem } = page.select('resource_type:model,tga:nightly +x')
    expect(problem).toEqual({
      code: 'SELECTION_METHOD_UNKNOWN',
      message: '"tga" in "tga:nightly" is not a selection method',
      expected: expect.stringContaining('one of fqn, tag'),
      hint: 'did you mean tag:nightly?',
      place: [20, 31],
    })
    expect(page.select('no_such_thing').unmatched).toEqual(['no_such_thing'])
  })

  test('what this page was written without says which command brings it', () => {
    const bare = new Selecting(selectBlock(prepareSite({ ...input, before: null, run: null, results: [], freshness: [] })))
    expect(bare.select('state:modified').problem?.hint).toContain('--compare DIR')
    expect(bare.select('result:error').problem?.hint).toContain('sluice build')
  })

  test('the command that lists the same, quoted for a shell', () => {
    expect(listCommand("tag:a+ 'x --exclude stg_*")).toBe(`sluice ls --select tag:a+ ''\\''x' --exclude 'stg_*'`)
  })
})

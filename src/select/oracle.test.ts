/** Every selection dbt was asked about (scripts/selector-oracle.py) must select the same here, warn alike and fail alike. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { readManifest, readRunResultsIfAny, readSourcesIfAny } from '../artifacts/index.js'
import { SluiceError } from '../core/error.js'
import type { Plain } from '../core/node.js'
import { buildGraph } from '../graph/index.js'
import { commandTypes, type IndirectSelection, type ListOutput, listNodes, resolveResourceTypes, selectNodes } from './index.js'

interface Answer {
  readonly args: readonly string[]
  readonly exit: number
  readonly lines: readonly string[]
  readonly unmatched: readonly string[]
}

const folder = join(import.meta.dirname, 'testdata')
const answers = JSON.parse(readFileSync(join(folder, 'oracle.json'), 'utf8')) as Answer[]
const manifest = await readManifest(join(folder, 'manifest.json'))
const graph = buildGraph(manifest)
const previous = {
  previousManifest: await readManifest(join(folder, 'manifest-before.json')),
  previousResults: (await readRunResultsIfAny(join(folder, 'state/run_results.json')))?.results,
  previousSources: (await readSourcesIfAny(join(folder, 'state/sources.json')))?.results,
  currentSources: (await readSourcesIfAny(join(folder, 'state/sources-current.json')))?.results,
  constraintSupport: { not_null: 'enforced', unique: 'enforced', primary_key: 'enforced', foreign_key: 'enforced', check: 'enforced' },
}
const written = parse(readFileSync(join(folder, 'project/selectors.yml'), 'utf8')) as { selectors: (Plain & { name: string })[] }
const selectors = Object.fromEntries(written.selectors.map((entry) => [entry.name, entry]))

function flags(args: readonly string[]): Readonly<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  let values: string[] = []
  for (const arg of args) {
    if (arg.startsWith('--')) {
      values = found[arg] ?? []
      found[arg] = values
    } else values.push(arg)
  }
  return found
}

function list(args: readonly string[]): { lines: string[]; unmatched: string[] } {
  const given = flags(args)
  const unmatched: string[] = []
  const ids = selectNodes({
    manifest,
    graph,
    ...previous,
    selectors,
    select: given['--select'],
    exclude: given['--exclude'],
    selector: given['--selector']?.[0],
    indirectSelection: given['--indirect-selection']?.[0] as IndirectSelection | undefined,
    resourceTypes: resolveResourceTypes(commandTypes.list, given['--resource-type'], given['--exclude-resource-type']),
    includeEmpty: true,
    emit: (name, data) => {
      if (name === 'NoNodesForSelectionCriteria') unmatched.push((data as { spec_raw: string }).spec_raw)
    },
  })
  const outputKeys = given['--output-keys']?.flatMap((keys) => keys.split(' '))
  // dbt also warns of the empty criterion between two spaces; that says nothing to anyone.
  return {
    lines: listNodes(manifest, ids, { output: given['--output']?.[0] as ListOutput | undefined, outputKeys }),
    unmatched: [...new Set(unmatched)],
  }
}

describe('selects as dbt does', () => {
  test.each(answers.map((answer) => [answer.args.join(' '), answer] as const))('ls %s', (_, answer) => {
    if (answer.exit !== 0) {
      expect(() => list(answer.args)).toThrow(SluiceError)
      return
    }
    expect(list(answer.args)).toEqual({
      lines: answer.lines,
      unmatched: answer.unmatched.filter((spec) => spec !== '' || !answer.args.some((arg) => arg.trim() !== arg)),
    })
  })
})

/** The slim manifest of the page, asked with the selection code of the commands. Pure: it runs in Node as well. */
import { SluiceError } from '../../core/error.js'
import type { Manifest } from '../../core/manifest.js'
import { plainGraph } from '../../graph/browser.js'
import { commandTypes, resolveResourceTypes, type SelectorEntries, type StateOptions, selectNodes } from '../../select/browser.js'
import type { SelectBlock, SelectRow } from '../model/index.js'
import { askedFor, type SelectionWord } from './selection-text.js'

export interface SelectionProblem {
  readonly code: string
  readonly message: string
  readonly expected: string
  readonly hint: string
  /** Offsets in the text that was asked: from, to. */
  readonly place: readonly [number, number]
}

export interface Selected {
  /** Rows of the block, in the order of the graph. */
  readonly rows: readonly number[]
  /** Criteria that match nothing, as written. */
  readonly unmatched: readonly string[]
  readonly problem: SelectionProblem | null
}

/** What `sluice ls` lists. */
const types = resolveResourceTypes(commandTypes.list, undefined, undefined)

type Fields = Record<string, unknown>

export class Selecting {
  readonly #manifest: Manifest
  readonly #graph: ReturnType<typeof plainGraph>
  readonly #rows: ReadonlyMap<string, number>
  readonly #selectors: SelectorEntries
  readonly #state: StateOptions

  constructor(block: SelectBlock) {
    const ids = block.resources.map((row) => idOf(row, block))
    this.#manifest = manifestOf(block, ids)
    this.#graph = plainGraph(ids, edgesOf(block, ids))
    this.#rows = new Map(ids.map((id, row) => [id, row]))
    // Nothing typed is everything, whichever selector a command would take then.
    this.#selectors = Object.fromEntries(Object.entries(block.selectors).map(([name, entry]) => [name, { ...entry, default: false }]))
    this.#state = stateOf(block, ids)
  }

  /** `tag:nightly+ --exclude x`; an empty text selects everything. */
  select(text: string, exclude = ''): Selected {
    const asked = askedFor(text)
    const more = askedFor(exclude)
    const unmatched: string[] = []
    try {
      const rows = this.#rowsOf(asked.select, [...asked.exclude, ...more.select], unmatched)
      return { rows, unmatched: [...new Set(unmatched)], problem: null }
    } catch (error) {
      if (!(error instanceof SluiceError)) throw error
      return { rows: [], unmatched: [], problem: problemOf(error, this.#placeOf([...asked.select, ...asked.exclude], text)) }
    }
  }

  #rowsOf(select: readonly SelectionWord[], exclude: readonly SelectionWord[], unmatched: string[]): number[] {
    const ids = selectNodes({
      ...this.#state,
      manifest: this.#manifest,
      graph: this.#graph,
      selectors: this.#selectors,
      select: select.map(({ text }) => text),
      exclude: exclude.map(({ text }) => text),
      resourceTypes: types,
      includeEmpty: true,
      emit: (name, data) => {
        if (name === 'NoNodesForSelectionCriteria') unmatched.push((data as { readonly spec_raw: string }).spec_raw)
      },
    })
    return [...ids].flatMap((id) => this.#rows.get(id) ?? [])
  }

  /** The first criterion that fails alone. */
  #placeOf(words: readonly SelectionWord[], text: string): readonly [number, number] {
    for (const word of words) {
      let at = word.at
      for (const part of word.text.split(',')) {
        try {
          this.#rowsOf([{ text: part, at }], [], [])
        } catch {
          return [at, at + part.length]
        }
        at += part.length + 1
      }
    }
    return [0, text.length]
  }
}

function problemOf({ code, fields }: SluiceError, place: readonly [number, number]): SelectionProblem {
  const onPage = code === 'SELECTION_STATE_MISSING' ? missing(fields.message) : undefined
  return {
    code,
    message: onPage?.message ?? fields.message,
    expected: onPage ? '' : (fields.expected ?? ''),
    hint: onPage?.hint ?? fields.hint ?? '',
    place,
  }
}

/** A page is handed no folder of an earlier run: it is written with what it compares. */
function missing(message: string): { readonly message: string; readonly hint: string } {
  if (message.includes('method source_status'))
    return { message: 'no freshness of sources is known here', hint: 'run sluice source freshness, then sluice docs generate' }
  if (message.includes('method result'))
    return { message: 'nothing has run yet: there are no results to select by', hint: 'run sluice build, then sluice docs generate' }
  return {
    message: 'there is no other version here to compare with',
    hint: 'write the page with sluice docs generate --compare DIR, where DIR holds the manifest.json to compare with',
  }
}

function idOf([short, type, name, packageName]: SelectRow, { texts }: SelectBlock): string {
  return short.startsWith('~') ? `${texts[type]}.${texts[packageName]}.${name}${short.slice(1)}` : short
}

const members: Readonly<Record<string, string>> = {
  source: 'sources',
  unit_test: 'unit_tests',
  exposure: 'exposures',
  metric: 'metrics',
  semantic_model: 'semantic_models',
  saved_query: 'saved_queries',
  function: 'functions',
}

function manifestOf(block: SelectBlock, ids: readonly string[]): Manifest {
  const tables: Record<string, Fields> = { nodes: {}, ...Object.fromEntries(Object.values(members).map((name) => [name, {}])) }
  for (const [row, entry] of block.resources.entries()) {
    const resource = resourceOf(entry, block, ids, row)
    const table = tables[members[String(resource.resource_type)] ?? 'nodes']
    if (table) table[ids[row] as string] = resource
  }
  const files = block.files.map((file, index) => [index, { package_name: block.project, original_file_path: file }])
  const rest = { metadata: { project_name: block.project }, disabled: {}, macros: {}, docs: Object.fromEntries(files), groups: {} }
  // Selectors read no other field of a manifest than those of the block.
  return { ...rest, ...tables } as unknown as Manifest
}

function resourceOf(entry: SelectRow, block: SelectBlock, ids: readonly string[], row: number): Fields {
  const [, type, name, packageName, file, patch, folder, tags, config, parents, more] = entry
  const { leaf, test, ...rest } = more ?? {}
  return {
    unique_id: ids[row],
    resource_type: block.texts[type],
    name,
    package_name: block.texts[packageName],
    original_file_path: block.texts[file],
    patch_path: patch < 0 ? null : block.texts[patch],
    fqn: [...(block.folders[folder] ?? []), leaf ?? name],
    tags: block.tags[tags] ?? undefined,
    config: block.configs[config],
    depends_on: { macros: [], nodes: parents.map((parent) => ids[parent]) },
    ...rest,
    ...(test !== undefined && { test_metadata: { name: test } }),
  }
}

/** Seeds have no parents, whatever their hooks say. */
function* edgesOf({ resources, texts }: SelectBlock, ids: readonly string[]): Generator<readonly [string, string]> {
  for (const [row, [, type, , , , , , , , parents]] of resources.entries()) {
    if (texts[type] === 'seed') continue
    for (const parent of parents) yield [ids[parent] as string, ids[row] as string]
  }
}

function stateOf({ results, sources, state }: SelectBlock, ids: readonly string[]): StateOptions {
  const named = (pairs: SelectBlock['results']) => pairs?.map(([row, status]) => ({ unique_id: ids[row] ?? '', status }))
  const checks = named(sources)
  return {
    previousResults: named(results),
    previousSources: checks,
    currentSources: checks,
    answers: state
      ? Object.fromEntries(
          Object.entries(state).map(([value, answer]) => [
            value,
            Array.isArray(answer)
              ? new Set(answer.map((row: number) => ids[row] as string))
              : new SluiceError((answer as Fields).code as SluiceError['code'], answer as unknown as SluiceError['fields']),
          ]),
        )
      : undefined,
  }
}

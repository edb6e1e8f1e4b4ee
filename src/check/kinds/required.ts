/** What must be said of a node: description, owner, tests, meta, contract. */
import type { ModelNode, Plain, Resource, ResourceType } from '../../core/node.js'
import { type Facts, labelOf, type TestFact } from '../facts.js'
import type { Options } from '../options.js'
import type { Draft, Kind, Rule } from '../rule.js'
import { nodesOf } from './naming.js'

const tables: readonly ResourceType[] = ['model', 'seed', 'snapshot', 'source']
const described: readonly ResourceType[] = [...tables, 'exposure', 'analysis', 'function']

/** What is missing, said as `has no …`; undefined where nothing is. */
type Lack = (resource: Resource, facts: Facts, options: Options) => string | undefined

const noDescription: Lack = (resource) => ((resource as { description?: string }).description?.trim() ? undefined : 'has no description')
const noOwner: Lack = (resource, facts) => (facts.owner(resource) === undefined ? 'has no owner' : undefined)
const noContract: Lack = (resource) => ((resource as ModelNode).contract?.enforced ? undefined : 'has no enforced contract')
const noTests: Lack = (resource, facts, options) => {
  const tests = facts.tests(resource.unique_id)
  const least = options.number('min') ?? 1
  return tests.length >= least ? undefined : `has ${count(tests.length, 'test')}, ${least} wanted`
}
const noKey: Lack = (resource, facts, options) => {
  const tests = facts.tests(resource.unique_id)
  const groups = ['unique_combination_of_columns', ...options.texts('also')]
  if (tests.some((test) => groups.includes(bare(test)))) return undefined
  const unique = tests.filter((test) => bare(test) === 'unique').flatMap(({ columns }) => columns)
  if (unique.length === 0) return 'has no test that a column, or several together, are unique'
  if (!options.flag('not_null', true)) return undefined
  const filled = new Set(tests.filter((test) => bare(test) === 'not_null').flatMap(({ columns }) => columns))
  return unique.some((column) => filled.has(column)) ? undefined : `has no test that ${unique[0]} is never null`
}
const undescribed = (resource: Resource, facts: Facts, options: Options): readonly string[] => {
  const inherit = options.flag('inherited', true)
  return facts.columns(resource.unique_id).filter((column) => {
    const said = facts.described.text(resource.unique_id, column)
    return said === undefined || (said.from !== null && !inherit)
  })
}
const someUndescribed: Lack = (resource, facts, options) => {
  const columns = undescribed(resource, facts, options)
  return columns.length === 0 ? undefined : `has ${count(columns.length, 'column')} without description: ${some(columns)}`
}

function bare({ name }: TestFact): string {
  return name?.split('.').at(-1) ?? ''
}

function count(number: number, word: string): string {
  return `${number === 0 ? 'no' : number} ${word}${number === 1 ? '' : 's'}`
}

function some(words: readonly string[]): string {
  return words.length <= 5 ? words.join(', ') : `${words.slice(0, 5).join(', ')} and ${words.length - 5} more`
}

function wanting(kind: Omit<Kind, 'check'>, lack: Lack, expected: string): Kind {
  return {
    ...kind,
    *check(rule, facts) {
      for (const resource of nodesOf(rule, facts, kind)) {
        const said = lack(resource, facts, rule.options)
        if (said !== undefined) yield { node: resource, message: `${labelOf(resource)} ${said}`, at: facts.places.of(resource), expected }
      }
    },
  }
}

export const requireDescription = wanting(
  { code: 'RULE_REQUIRE_DESCRIPTION', meaning: 'nodes are described', takes: described, options: {} },
  noDescription,
  '`description:` in a properties file',
)

export const requireOwner = wanting(
  {
    code: 'RULE_REQUIRE_OWNER',
    meaning: 'somebody answers for nodes: by their group, `meta: {owner: …}`, or the owner of an exposure',
    takes: described,
    options: {},
  },
  noOwner,
  'a `group:` with an owner, or `meta: {owner: …}`',
)

export const requireContract = wanting(
  { code: 'RULE_REQUIRE_CONTRACT', meaning: 'models have an enforced contract', takes: ['model'], select: ['access:public'], options: {} },
  noContract,
  '`config: {contract: {enforced: true}}`, and every column with its type',
)

const keyOptions = {
  also: { type: 'texts', meaning: 'further tests that make a key, as unique_combination of a project' },
  not_null: { type: 'flag', meaning: 'whether the key must be tested to be never null; true where nothing is said' },
} as const

export const requirePrimaryKey = wanting(
  {
    code: 'RULE_REQUIRE_PRIMARY_KEY',
    meaning: 'a column is tested by unique and not_null, or several together by unique_combination_of_columns',
    takes: tables,
    select: ['resource_type:model'],
    options: keyOptions,
  },
  noKey,
  'data tests unique and not_null on the key, or unique_combination_of_columns',
)

export const requireColumnDescriptions: Kind = {
  code: 'RULE_REQUIRE_COLUMN_DESCRIPTIONS',
  meaning: 'every column is described, by its own node or by the column its value comes from unchanged',
  takes: tables,
  options: { inherited: { type: 'flag', meaning: 'whether what a column inherits counts; true where nothing is said' } },
  *check(rule, facts) {
    for (const resource of nodesOf(rule, facts, requireColumnDescriptions))
      for (const column of undescribed(resource, facts, rule.options))
        yield {
          node: resource,
          message: `column ${column} of ${labelOf(resource)} has no description`,
          at: facts.places.column(resource, column),
          about: column,
          expected: '`description:` of the column, or of the one it comes from unchanged',
        }
  },
}

export const requireTests: Kind = {
  code: 'RULE_REQUIRE_TESTS',
  meaning: 'nodes have tests: so many, these ones, or these ones on each column whose name matches',
  takes: tables,
  options: {
    min: { type: 'number', meaning: 'how many; 1 where neither this nor tests is said' },
    tests: { type: 'texts', meaning: 'names of tests, all of which are wanted' },
    columns: { type: 'pattern', meaning: 'names of columns that are to have them, each' },
  },
  *check(rule, facts) {
    for (const resource of nodesOf(rule, facts, requireTests)) {
      if (rule.options.has('columns')) yield* columnTests(rule, facts, resource)
      else yield* nodeTests(rule, facts, resource)
    }
  },
}

function* nodeTests({ options }: Rule, facts: Facts, resource: Resource): Generator<Draft> {
  const said = options.has('tests') && !options.has('min') ? undefined : noTests(resource, facts, options)
  const missing = absent(options, facts.tests(resource.unique_id), 0)
  const at = () => facts.places.of(resource)
  const what = labelOf(resource)
  if (said) yield { node: resource, message: `${what} ${said}`, at: at(), expected: '`data_tests:` in its properties' }
  if (missing.length > 0)
    yield {
      node: resource,
      message: `${what} has no test ${missing.join(', ')}`,
      at: at(),
      about: missing.join(','),
      expected: missing.join(', '),
    }
}

function* columnTests({ options }: Rule, facts: Facts, resource: Resource): Generator<Draft> {
  const pattern = new RegExp(`^(?:${options.pattern('columns')?.source})$`, 'u')
  for (const column of facts.columns(resource.unique_id)) {
    if (!pattern.test(column)) continue
    const tests = facts
      .tests(resource.unique_id)
      .filter(({ columns }) => columns.some((each) => each.toLowerCase() === column.toLowerCase()))
    const missing = absent(options, tests, options.number('min') ?? 1)
    if (missing.length === 0) continue
    const message = `column ${column} of ${labelOf(resource)} has no test ${missing.join(', ')}`.replace(/ test $/, ' test')
    yield { node: resource, message, at: facts.places.column(resource, column), about: column, expected: '`data_tests:` of the column' }
  }
}

/** Tests that are wanted and not there; one without a name where only a number is wanted. */
function absent(options: Options, tests: readonly TestFact[], least: number): readonly string[] {
  const has = (name: string) => tests.some((test) => test.name === name || bare(test) === name)
  const names = options.texts('tests')
  if (names.length > 0) return names.filter((name) => !has(name))
  return tests.length >= least ? [] : ['']
}

export const requireMeta: Kind = {
  code: 'RULE_REQUIRE_META',
  meaning: 'meta has these keys, and where values are listed, one of them',
  takes: described,
  options: {
    keys: { type: 'texts', required: true, meaning: 'keys of meta' },
    values: { type: 'texts', meaning: 'what the values may be' },
  },
  *check(rule, facts) {
    const values = rule.options.texts('values')
    const among = values.length > 0 ? `, one of ${values.join(', ')}` : ''
    for (const resource of nodesOf(rule, facts, requireMeta)) {
      const meta = metaOf(resource)
      for (const key of rule.options.texts('keys')) {
        const said = wrongMeta(key, meta[key], values)
        const message = `${labelOf(resource)} has ${said}`
        if (said) yield { node: resource, message, at: facts.places.of(resource), about: key, expected: `\`meta: {${key}: …}\`${among}` }
      }
    }
  },
}

function metaOf(resource: Resource): Plain {
  const { meta, config } = resource as { readonly meta?: Plain; readonly config?: { readonly meta?: Plain } }
  return { ...config?.meta, ...meta }
}

function wrongMeta(key: string, value: unknown, values: readonly string[]): string | undefined {
  if (value === undefined || value === null) return `no ${key} in its meta`
  return values.length > 0 && !values.includes(String(value)) ? `"${value}" as ${key} in its meta` : undefined
}

const needs: Readonly<Record<string, Lack>> = {
  description: noDescription,
  column_descriptions: someUndescribed,
  owner: noOwner,
  contract: noContract,
  tests: noTests,
  primary_key: noKey,
}

export const publicNeeds: Kind = {
  code: 'RULE_PUBLIC_NEEDS',
  meaning: 'public models have a description, an owner and a contract, or what else is listed',
  takes: ['model'],
  select: ['access:public'],
  options: {
    needs: { type: 'texts', among: Object.keys(needs), meaning: 'description, owner and contract where nothing is said' },
    min: { type: 'number', meaning: 'how many tests' },
    inherited: { type: 'flag', meaning: 'whether descriptions that columns inherit count; true where nothing is said' },
    ...keyOptions,
  },
  *check(rule, facts) {
    for (const resource of nodesOf(rule, facts, publicNeeds))
      for (const need of rule.options.texts('needs', ['description', 'owner', 'contract'])) {
        const said = needs[need]?.(resource, facts, rule.options)
        if (said) yield { node: resource, message: `public ${labelOf(resource)} ${said}`, at: facts.places.of(resource), about: need }
      }
  },
}

const ofExposure: Readonly<Record<string, (exposure: Plain) => boolean>> = {
  depends_on: ({ depends_on }) => ((depends_on as { nodes?: readonly string[] }).nodes?.length ?? 0) > 0,
  owner: ({ owner }) => Object.values((owner ?? {}) as Plain).some((value) => typeof value === 'string' && value.trim() !== ''),
}

export const exposureNeeds: Kind = {
  code: 'RULE_EXPOSURE_NEEDS',
  meaning: 'exposures say what they read, whose they are and what they are for, or what else is listed',
  takes: ['exposure'],
  options: {
    needs: {
      type: 'texts',
      among: ['depends_on', 'owner', 'description', 'url', 'label', 'maturity'],
      meaning: 'depends_on, owner and description where nothing is said',
    },
  },
  *check(rule, facts) {
    for (const resource of nodesOf(rule, facts, exposureNeeds))
      for (const need of rule.options.texts('needs', ['depends_on', 'owner', 'description'])) {
        const exposure = resource as unknown as Plain
        const has = ofExposure[need]?.(exposure) ?? Boolean(String(exposure[need] ?? '').trim())
        if (!has)
          yield {
            node: resource,
            message: `${labelOf(resource)} has no ${need}`,
            at: facts.places.of(resource),
            about: need,
            expected: `\`${need}:\``,
          }
      }
  },
}

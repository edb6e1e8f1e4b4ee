/** Which kinds of resources each command takes, and what `--resource-type` and `--exclude-resource-type` make of that. */
import { valueInvalid } from './errors.js'

const tests = ['test', 'unit_test']
const referable = ['model', 'seed', 'snapshot']
const executable = ['model', 'test', 'snapshot', 'analysis', 'operation', 'seed', 'doc', 'rpc', 'sql_operation', 'function']
/** Without a warehouse unit tests are written as well; hooks are, whatever is selected. */
const written = [...executable.filter((type) => type !== 'operation'), 'unit_test']
const buildable = ['model', 'snapshot', 'seed', 'test', 'unit_test', 'saved_query', 'exposure', 'function']
const listed = [
  'model',
  'snapshot',
  'seed',
  'test',
  'source',
  'exposure',
  'metric',
  'saved_query',
  'semantic_model',
  'unit_test',
  'function',
]

export interface CommandTypes {
  /** Without flags. */
  readonly standard: readonly string[]
  /** What `--resource-type all` stands for. */
  readonly all: readonly string[]
  /** Kinds outside these are dropped whatever the flags say. */
  readonly limit?: readonly string[]
}

export const commandTypes = {
  build: { standard: buildable, all: buildable },
  list: { standard: listed, all: [...listed, 'analysis'] },
  test: { standard: tests, all: tests, limit: tests },
  clone: { standard: referable, all: referable, limit: referable },
  run: { standard: ['model'], all: ['model'], limit: ['model'] },
  seed: { standard: ['seed'], all: ['seed'], limit: ['seed'] },
  snapshot: { standard: ['snapshot'], all: ['snapshot'], limit: ['snapshot'] },
  compile: { standard: executable, all: executable, limit: executable },
  offline: { standard: written, all: written, limit: written },
  freshness: { standard: ['source'], all: ['source'], limit: ['source'] },
} as const satisfies Record<string, CommandTypes>

/** Names the flags take. */
const flagTypes = [
  'metric',
  'semantic_model',
  'saved_query',
  'source',
  'analysis',
  'model',
  'test',
  'unit_test',
  'exposure',
  'snapshot',
  'seed',
  'default',
  'all',
  'function',
]
const renamed: Readonly<Record<string, string>> = { data_test: 'test' }

export function resolveResourceTypes(
  command: CommandTypes,
  wanted: readonly string[] | undefined,
  unwanted: readonly string[] | undefined,
): ReadonlySet<string> {
  const types = new Set(wanted && wanted.length > 0 ? wanted.flatMap((type) => expand(type, command)) : command.standard)
  for (const type of unwanted ?? []) for (const member of expand(type, command)) types.delete(member)
  return command.limit ? new Set(command.limit.filter((type) => types.has(type))) : types
}

function expand(type: string, command: CommandTypes): readonly string[] {
  if (type === 'all') return command.all
  if (type === 'default') return command.standard
  const current = renamed[type] ?? type
  if (!flagTypes.includes(current)) throw valueInvalid('resource type', type, flagTypes)
  return [current]
}

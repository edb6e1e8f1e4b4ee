import { describe, expect, it } from 'vitest'
import dbt from './dbt-cli.json' with { type: 'json' }
import { envNames, type FlagSpec, kebab, snake, takes } from './flag-spec.js'
import { flagTable } from './flags.js'
import { commands } from './registry.js'

/** Ours has one name per command; dbt's hidden twins are aliases here. */
const twins: Readonly<Record<string, string>> = { ls: 'list', 'source snapshot-freshness': 'source freshness' }
/** Only settable by environment in dbt; here `oldEnv` of the flag they set. `version` is commander's. */
const notFlags = /^(deprecated_|version$)/

interface DbtOption {
  readonly on: readonly string[]
  readonly name: string
  readonly opts: readonly string[]
  readonly env: readonly string[]
  readonly kind: string
  readonly default?: unknown
  readonly choices?: readonly string[]
}

const options = (dbt.options as readonly DbtOption[]).filter((option) => !notFlags.test(option.name))

function find(option: DbtOption, command: string): FlagSpec | undefined {
  const name = option.name === 'models' ? 'select' : option.name
  return flagTable.find((flag) => snake(flag.name) === name && (command === '' ? flag.on === 'every' : takes(flag, command)))
}

function spellings(flag: FlagSpec): readonly string[] {
  const names = [kebab(flag.name), flag.short ?? '', ...(flag.aliases ?? [])].filter(Boolean)
  const negative = flag.type === 'boolean' ? [`--no-${kebab(flag.name)}`] : []
  return [...names.map((name) => (name.length === 1 ? `-${name}` : `--${name}`)), ...negative]
}

describe('every option of dbt', () => {
  it.each(options.map((option) => [option.opts.join('/'), option] as const))('%s', (_name, option) => {
    for (const command of option.on) {
      const flag = find(option, twins[command] ?? command)
      expect(flag, `on ${command || 'the program'}`).toBeDefined()
      if (!flag) continue
      expect(spellings(flag)).toEqual(expect.arrayContaining([...option.opts]))
      const names = envNames(flag)
      for (const env of option.env) expect(names).toContain(env)
      if (option.choices) expect(flag.choices).toEqual(expect.arrayContaining([...option.choices]))
    }
  })

  it('has the same default', () => {
    const differ = options.flatMap((option) => {
      if (option.default === undefined || option.default === false) return []
      const flag = find(option, twins[option.on[0] ?? ''] ?? option.on[0] ?? '')
      return flag && flag.default !== option.default ? [[option.name, option.default, flag.default]] : []
    })
    // Colours follow the terminal here; nothing is ever sent; YAML defaults are left out.
    expect(differ.map(([name]) => name).sort()).toEqual([
      'send_anonymous_usage_stats',
      'sqlparse',
      'use_colors',
      'vars',
      'warn_error_options',
    ])
  })
})

describe('the table itself', () => {
  it('names only commands that exist', () => {
    const names = new Set(Object.keys(commands))
    const unknown = flagTable.flatMap((flag) => (typeof flag.on === 'string' ? [] : flag.on.filter((name) => !names.has(name))))
    expect(unknown).toEqual([])
  })

  it('gives no spelling to two flags of one command', () => {
    for (const command of Object.keys(commands)) {
      const all = flagTable.filter((flag) => takes(flag, command)).flatMap(spellings)
      expect(all.filter((name, index) => all.indexOf(name) !== index)).toEqual([])
    }
  })

  it('marks as ours what dbt does not have', () => {
    const known = new Set(options.map((option) => option.name))
    const unmarked = flagTable.filter((flag) => flag.on !== 'project' && !flag.ours && !known.has(snake(flag.name)))
    expect(unmarked.map((flag) => flag.name)).toEqual([])
  })

  it('has every command of dbt', () => {
    const names = dbt.commands.map((name) => twins[name] ?? name)
    expect(Object.keys(commands)).toEqual(expect.arrayContaining(names))
  })
})

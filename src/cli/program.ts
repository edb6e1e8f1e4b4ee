/** commander's program, built from the command registry and the flag table; it only records what was typed. */
import { Command, CommanderError, Option } from 'commander'
import {
  type CommandName,
  commandGroups,
  commandSpec,
  commands,
  type FlagSpec,
  flagTable,
  givenTwice,
  kebab,
  type RawFlags,
  takes,
  usage,
} from '../commands/index.js'
import { versionText } from '../core/version.js'
import { completionScript } from './completion.js'

export type Parsed =
  | { readonly kind: 'command'; readonly command: CommandName; readonly flags: RawFlags; readonly args: readonly string[] }
  /** Help or version, already worded. */
  | { readonly kind: 'text'; readonly text: string; readonly exitCode: number }

/** Throws USAGE for what cannot be understood. */
export function parseArguments(argv: readonly string[]): Parsed {
  const printed: string[] = []
  const complaints: string[] = []
  let parsed: Parsed | undefined
  const program = buildProgram(new Set(argv), (command, flags, args) => {
    parsed = { kind: 'command', command, flags, args }
  })
  program
    .command('completion')
    .description('Print a completion script: bash, zsh or fish')
    .argument('<shell>')
    .action((shell: string) => {
      parsed = { kind: 'text', text: completionScript(shell), exitCode: 0 }
    })
  for (const command of [program, ...program.commands, ...program.commands.flatMap((group) => group.commands)])
    command.exitOverride().configureOutput({ writeOut: (text) => printed.push(text), writeErr: (text) => complaints.push(text) })
  try {
    if (argv.length === 0) return { kind: 'text', text: program.helpInformation(), exitCode: 2 }
    program.parse(argv[0] === '-v' ? ['--version'] : [...argv], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return { kind: 'text', text: printed.join(''), exitCode: 0 }
    // A group without one of its commands answers with its help.
    if (error.code === 'commander.help') return { kind: 'text', text: complaints.join(''), exitCode: 2 }
    throw refusal(error)
  }
  return parsed ?? { kind: 'text', text: program.helpInformation(), exitCode: 2 }
}

function refusal(error: CommanderError): Error {
  const [message = '', ...rest] = error.message.replace(/^error: /, '').split('\n')
  const hint = rest
    .join(' ')
    .replace(/^\(|\)$/g, '')
    .toLowerCase()
  return usage(message, { ...(hint ? { hint } : {}), next: 'sluice --help' })
}

type Chosen = (command: CommandName, flags: RawFlags, args: readonly string[]) => void

/** Only commands whose name was typed get their flags: two thousand options take longer to build than to parse. */
function buildProgram(words: ReadonlySet<string>, chosen: Chosen): Command {
  const program = new Command('sluice')
  program
    .description('Templated SQL models, built, tested and documented on your warehouse. Runs dbt projects unchanged.')
    .usage('[flags] COMMAND [flags]')
    .version(versionText, '-V, --version', 'print versions')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    .enablePositionalOptions()
    .configureHelp({ visibleOptions: () => [], sortSubcommands: false, subcommandTerm: (command) => command.name() })
    .addHelpText('after', '\nsluice COMMAND --help lists the flags of a command; global flags may stand on either side of it.')
  addFlags(
    program,
    flagTable.filter((flag) => flag.on === 'every'),
  )
  const groups = new Map<string, Command>()
  for (const name of Object.keys(commands) as CommandName[]) addCommand(program, groups, words, name, chosen)
  return program
}

function addCommand(program: Command, groups: Map<string, Command>, words: ReadonlySet<string>, name: CommandName, chosen: Chosen): void {
  const [first = '', second] = name.split(' ')
  const parent = second === undefined ? program : groupCommand(program, groups, first)
  const spec = commandSpec(name)
  const command = parent
    .command(second ?? first)
    .description(spec.summary)
    .helpOption('-h, --help', 'print help')
    .usage(`[flags] ${(spec.args ?? []).join(' ')}`.trim())
  if (spec.alias) command.alias(spec.alias)
  command.configureHelp({ subcommandTerm: (sub) => sub.name() })
  for (const argument of spec.args ?? [])
    command.argument(argument.startsWith('[') ? argument.toLowerCase() : `<${argument.toLowerCase()}>`)
  if (words.has(second ?? first) || (spec.alias && words.has(spec.alias)))
    addFlags(
      command,
      flagTable.filter((flag) => takes(flag, name)),
      name,
    )
  command.action(() => chosen(name, collect(program, command), command.args))
}

function groupCommand(program: Command, groups: Map<string, Command>, name: string): Command {
  const known = groups.get(name)
  if (known) return known
  const group = program
    .command(name)
    .description(commandGroups[name] ?? '')
    .helpCommand(false)
    .helpOption('-h, --help', 'print help')
    .enablePositionalOptions()
  groups.set(name, group)
  return group
}

const valueNames: Partial<Record<FlagSpec['type'], string>> = {
  number: 'N',
  path: 'PATH',
  yaml: 'YAML',
  datetime: 'DATETIME',
  list: 'NAME',
  choice: 'WORD',
  choices: 'WORD',
}

function addFlags(command: Command, flags: readonly FlagSpec[], name?: string): void {
  for (const flag of flags) for (const option of optionsOf(flag, flag.withoutValue?.on === name)) command.addOption(option)
}

/** The options of one flag: its own, `--no-`, and each alias under the same key. */
function optionsOf(flag: FlagSpec, valueOptional: boolean): Option[] {
  const letters = [flag.short, ...(flag.aliases ?? [])].filter((alias): alias is string => alias?.length === 1)
  const words = [kebab(flag.name), ...(flag.aliases ?? []).filter((alias) => alias.length > 1)]
  const bare = flag.type === 'boolean' || flag.type === 'switch'
  const many = flag.type === 'list' || flag.type === 'choices'
  const word = `${valueNames[flag.type] ?? 'TEXT'}${many ? '...' : ''}`
  const optional = flag.type === 'boolean or path' ? ' [PATH]' : valueOptional ? ` [${word}]` : undefined
  const value = bare ? '' : (optional ?? ` <${word}>`)
  const options = words.map((each, index) => new Option(`${letters[index] ? `-${letters[index]}, ` : ''}--${each}${value}`, helpText(flag)))
  if (negatable(flag)) options.push(new Option(`--no-${kebab(flag.name)}`, ''))
  options.forEach((option, index) => {
    option.hidden = flag.hidden === true || index > 0
  })
  return options
}

function negatable({ type }: FlagSpec): boolean {
  return type === 'boolean' || type === 'boolean or path'
}

function helpText(flag: FlagSpec): string {
  const choices = flag.choices ? ` (${flag.choices.join(', ')})` : ''
  const fallback = flag.default === undefined || typeof flag.default === 'boolean' ? '' : ` [${String(flag.default)}]`
  const negative = negatable(flag) ? `; --no-${kebab(flag.name)} for the opposite` : ''
  return `${flag.help}${choices}${fallback}${flag.default === true ? negative : ''}`
}

/** What was typed on either side of the command; the same flag on both is refused. */
function collect(program: Command, command: Command): RawFlags {
  const before = typed(program)
  const after = typed(command)
  for (const name of Object.keys(before)) if (name in after) throw givenTwice(kebab(name))
  return { ...before, ...after }
}

function typed(command: Command): Record<string, unknown> {
  const flags: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(command.opts())) {
    if (command.getOptionValueSource(key) !== 'cli') continue
    const own = ownName(key)
    const name = value === true ? (flagTable.find((flag) => flag.name === own)?.withoutValue?.means ?? own) : own
    flags[name] = Array.isArray(flags[name]) && Array.isArray(value) ? [...flags[name], ...value] : value
  }
  return flags
}

const aliasOf = new Map(
  flagTable.flatMap((flag) =>
    (flag.aliases ?? []).map((alias) => [alias.replace(/-(\w)/g, (_all, letter: string) => letter.toUpperCase()), flag.name]),
  ),
)

function ownName(key: string): string {
  return aliasOf.get(key) ?? key
}

/** `completion SHELL`: a script that completes commands and flags, written from the tables. */
import { commands, flagTable, kebab, takes, usage } from '../commands/index.js'

const shells = ['bash', 'zsh', 'fish'] as const

export function completionScript(asked: string): string {
  const shell = shells.find((name) => name === asked)
  if (!shell) throw usage(`no completion for "${asked}"`, { expected: shells.join(', ') })
  return scripts[shell]()
}

function flagsOf(command: string): string[] {
  return flagTable.filter((flag) => !flag.hidden && takes(flag, command)).map((flag) => `--${kebab(flag.name)}`)
}

const names = Object.keys(commands)
const firstWords = [...new Set(names.map((name) => name.split(' ')[0] ?? name))]

const scripts = { bash: bashScript, zsh: () => `autoload -U +X bashcompinit && bashcompinit\n${bashScript()}`, fish: fishScript }

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: bash expands these
function bashScript(): string {
  const cases = names.map((name) => `    "${name}") words="${flagsOf(name).join(' ')}" ;;`)
  const groups = firstWords
    .filter((word) => !names.includes(word))
    .map(
      (word) =>
        `    "${word}") words="${names
          .filter((name) => name.startsWith(`${word} `))
          .map((name) => name.split(' ')[1])
          .join(' ')}" ;;`,
    )
  return [
    '_sluice() {',
    '  local words current="${COMP_WORDS[COMP_CWORD]}" command=""',
    '  local word',
    '  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
    '    case "$word" in -*) ;; *) command="${command:+$command }$word" ;; esac',
    '  done',
    '  case "$command" in',
    `    "") words="${firstWords.join(' ')}" ;;`,
    ...groups,
    ...cases,
    '    *) words="" ;;',
    '  esac',
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '}',
    'complete -F _sluice sluice',
  ].join('\n')
}

// biome-ignore-end lint/suspicious/noTemplateCurlyInString: bash expands these

function fishScript(): string {
  const lines = firstWords.map((word) => `complete -c sluice -f -n __fish_use_subcommand -a ${word}`)
  for (const name of names) {
    const [first = '', second] = name.split(' ')
    if (second) lines.push(`complete -c sluice -f -n '__fish_seen_subcommand_from ${first}' -a ${second}`)
    for (const flag of flagsOf(name))
      lines.push(`complete -c sluice -n '__fish_seen_subcommand_from ${second ?? first}' -l ${flag.slice(2)}`)
  }
  return lines.join('\n')
}

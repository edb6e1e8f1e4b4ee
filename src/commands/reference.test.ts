/** docs/commands.md and docs/errors.md are written from the tables the tool runs on; this fails when they have drifted. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { kinds } from '../check/index.js'
import { errorCodes } from '../core/error-codes.js'
import { packageRoot } from '../core/package-root.js'
import { findingTable } from '../migrate/index.js'
import type { CommandSpec } from './command.js'
import { envNames, type FlagSpec, kebab } from './flag-spec.js'
import { flagTable } from './flags.js'
import { commands } from './registry.js'

const note = '<!-- Written by `npm run docs:reference` from the tables in src/; do not edit. -->'

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}

function spelling(flag: FlagSpec): string {
  if (flag.type === 'boolean or path') return `--${kebab(flag.name)} [PATH] / --no-${kebab(flag.name)}`
  const long = flag.type === 'boolean' ? `--${kebab(flag.name)} / --no-${kebab(flag.name)}` : `--${kebab(flag.name)}`
  return [flag.short ? `-${flag.short}` : '', long].filter(Boolean).join(', ')
}

function flagRow(flag: FlagSpec): string {
  const on = typeof flag.on === 'string' ? flag.on : flag.on.join(', ')
  const env = envNames(flag).at(-1)
  return `| \`${cell(spelling(flag))}\` | ${cell(flag.help)}${flag.ours ? ' (not in dbt)' : ''} | ${on} | ${env ? `\`${env}\`` : ''} |`
}

function commandsPage(): string {
  const rows = Object.entries<CommandSpec>(commands).map(
    ([name, spec]) => `| \`${[name, ...(spec.args ?? [])].join(' ')}\` | ${cell(spec.summary)} |`,
  )
  const shown = flagTable.filter((flag) => !flag.hidden && flag.on !== 'project')
  return [
    '# Commands and flags',
    note,
    '',
    'Flags may stand before or after the command. Strongest first: command line, environment, `flags:` in dbt_project.yml, default.',
    'Exit codes: 0 done (warnings included), 1 a node, test or source failed, 2 the command line, project or profile is wrong.',
    '',
    '| command | what it does |',
    '|---|---|',
    ...rows,
    '',
    '| flag | what it does | on | environment |',
    '|---|---|---|---|',
    ...shown.map(flagRow),
    '',
  ].join('\n')
}

function errorsPage(): string {
  const rows = Object.entries(errorCodes).map(([code, meaning]) => `| \`${code}\` | ${cell(meaning)} |`)
  return [
    '# Error codes',
    note,
    '',
    'A code never changes its meaning. `sluice explain CODE` says it on the command line.',
    '',
    '| code | meaning |',
    '|---|---|',
    ...rows,
    '',
  ].join('\n')
}

/** The page is written by hand but for its table of findings. */
function migratePage(before: string): string {
  const rows = Object.entries(findingTable).map(([code, { level, meaning }]) => `| \`${code}\` | ${level} | ${cell(meaning)} |`)
  return before.replace(
    /(<!-- findings[^\n]*\n)[\s\S]*?(<!-- end -->)/,
    (_all, start: string, end: string) => `${start}\n| code | level | meaning |\n|---|---|---|\n${rows.join('\n')}\n\n${end}`,
  )
}

/** The page is written by hand but for its table of kinds. */
function rulesPage(before: string): string {
  const rows = Object.entries(kinds).map(([name, { meaning, options, code }]) => {
    const all = Object.entries(options).map(([option, spec]) => `\`${option}\`${spec.required ? ' (needed)' : ''}: ${cell(spec.meaning)}`)
    return `| \`${name}\` | ${cell(meaning)} | ${all.join('<br>')} | \`${code}\` |`
  })
  return before.replace(
    /(<!-- kinds[^\n]*\n)[\s\S]*?(<!-- end -->)/,
    (_all, start: string, end: string) =>
      `${start}\n| rule | wants that | options | code |\n|---|---|---|---|\n${rows.join('\n')}\n\n${end}`,
  )
}

test.each([
  ['commands.md', commandsPage],
  ['errors.md', errorsPage],
  ['migrate.md', migratePage],
  ['rules.md', rulesPage],
] as const)('docs/%s says what the tables say', (name, page) => {
  const file = join(packageRoot(), 'docs', name)
  const found = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const wanted = page(found)
  if (process.env.SLUICE_WRITE_REFERENCE) writeFileSync(file, wanted)
  else expect(found).toBe(wanted)
})

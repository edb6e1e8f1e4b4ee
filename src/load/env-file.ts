/** `.env` beside dbt_project.yml: defaults for the environment; what the shell sets wins. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { readText } from './files.js'

export type Environment = Readonly<Record<string, string | undefined>>

export function withEnvFile(directory: string, env: Environment): Environment {
  const file = join(directory, '.env')
  const isFile = statSync(file, { throwIfNoEntry: false })?.isFile() === true
  return isFile ? { ...parseEnvFile(readText(file, '.env')), ...env } : env
}

const line = /^\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*=\s*(.*)$/

export function parseEnvFile(text: string): Record<string, string> {
  const values: Record<string, string> = {}
  const lines = text.split(/\r?\n/)
  for (let at = 0; at < lines.length; at++) {
    const match = line.exec(lines[at] as string)
    if (!match) continue
    const [, name, raw] = match as unknown as [string, string, string]
    const quote = raw[0]
    if (quote !== '"' && quote !== "'") {
      values[name] = raw.replace(/(?:^|\s+)#.*$/, '').trim()
      continue
    }
    let value = raw.slice(1)
    // A quoted value may go on over several lines.
    while (closing(value, quote) === -1 && at + 1 < lines.length) value += `\n${lines[++at]}`
    const end = closing(value, quote)
    const body = end === -1 ? value : value.slice(0, end)
    values[name] =
      quote === '"' ? body.replace(/\\(.)/g, (_all, letter: string) => (letter === 'n' ? '\n' : letter === 't' ? '\t' : letter)) : body
  }
  return values
}

function closing(value: string, quote: string): number {
  for (let at = 0; at < value.length; at++) {
    if (value[at] === '\\' && quote === '"') at++
    else if (value[at] === quote) return at
  }
  return -1
}

/**
 * The text that code frames show. It comes from files as they lie there, past the redactor of events, so secrets are masked
 * here: known ones everywhere, and in profiles.yml and .env whatever is not known to be harmless, as a profile that does not
 * load has told nobody its passwords.
 */
import { readFileSync } from 'node:fs'
import { basename, isAbsolute, join } from 'node:path'
import type { Invocation } from '../core/invocation.js'

const mask = '*****'

/** Text of a file named below the project; `--inline` SQL stands for a file of its own. */
export function frameSource({ projectDir, flags, redactor }: Invocation): (file: string) => string | undefined {
  const inline = flags.inline as string | undefined
  return (file) => {
    const text = file === 'sql/inline_query' ? inline?.trim() : read(isAbsolute(file) ? file : join(projectDir, file))
    return text === undefined ? undefined : redactor.clean(holdsSecrets(file) ? maskValues(text) : text)
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function holdsSecrets(file: string): boolean {
  return /^(profiles\.ya?ml|\.env)$/.test(basename(file))
}

/** Keys of profiles whose values help and give nothing away. */
const harmless = new Set([
  'target',
  'outputs',
  'type',
  'path',
  'threads',
  'schema',
  'database',
  'extensions',
  'retries',
  'port',
  'role',
  'warehouse',
])
const word = /^["']?[\w./-]+["']?\s*$/
/** What should stand there; a default beside the name may be the secret. */
const environmentCall = /^["']?[\w./-]*\{\{\s*env_var\(\s*["'][\w]+["']\s*\)\s*(\|\s*\w+\s*)*\}\}[\w./-]*["']?\s*$/
/** One `key: value`, in a line of its own or inside braces. */
const pair = /([\w-]+)(\s*[:=]\s*)("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|\{\{.*?\}\}|[^\s,{}[\]][^,{}[\]]*)/g
const list = /\[[^[\]{}]*\]/g

function maskValues(text: string): string {
  return text
    .split('\n')
    .map((line) => (/[:=]\s*\S/.test(line) ? maskPairs(line) : /^[\s-]*([\w-]+\s*:)?\s*$/.test(line) ? line : maskLine(line)))
    .join('\n')
}

function maskPairs(line: string): string {
  const masked = line.replace(pair, (_all, key: string, between: string, value: string) => {
    const plain = (harmless.has(key) && word.test(value)) || environmentCall.test(value)
    return `${key}${between}${plain ? value : mask}`
  })
  // What no pair took, such as the rest of a text over several lines.
  return line.search(pair) >= 0 || line.search(list) >= 0 ? masked.replace(list, `[${mask}]`) : maskLine(line)
}

/** A line of a longer text, a list entry or a comment. */
function maskLine(line: string): string {
  return line.replace(/\S.*/, mask)
}

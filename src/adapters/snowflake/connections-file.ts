/** `connections.toml` and `config.toml`, where Snowflake's own tools keep named connections. */
import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { SourceLocation } from '../../core/error.js'
import { hostDefaults } from '../../core/invocation.js'
import type { Plain } from '../../core/node.js'
import { invalidCredentials } from './errors.js'

/** Names there → names in profiles.yml. */
const renamed: Readonly<Record<string, string>> = {
  private_key_file: 'private_key_path',
  private_key_file_pwd: 'private_key_passphrase',
  private_key_raw: 'private_key',
  username: 'user',
}

export function readConnectionsFile(name: string, at: SourceLocation): Plain {
  const folder = homeFolder()
  const places = [
    { path: join(folder, 'connections.toml'), section: name },
    { path: join(folder, 'config.toml'), section: `connections.${name}` },
  ]
  const known: string[] = []
  for (const { path, section } of places) {
    if (!existsSync(path)) continue
    const sections = parseToml(readFileSync(path, 'utf8'))
    const found = sections.get(section)
    if (found) return Object.fromEntries([...found].map(([key, value]) => [renamed[key] ?? key, value]))
    known.push(...sections.keys())
  }
  throw invalidCredentials(
    `there is no connection "${name}" in ${places.map((place) => place.path).join(' or ')}`,
    at,
    known.length > 0 ? `one of ${known.join(', ')}` : 'a file with a section of that name',
  )
}

function homeFolder(): string {
  const { env } = hostDefaults()
  const home = env.HOME ?? env.USERPROFILE ?? homedir()
  const places = [env.SNOWFLAKE_HOME?.replace(/^~(?=\/|$)/, home), join(home, '.snowflake'), join(home, '.config', 'snowflake')]
  return places.find((place) => place !== undefined && existsSync(place)) ?? join(home, '.snowflake')
}

type Section = Map<string, string | number | boolean>

/** The part of TOML these files use: sections of text, numbers and booleans. */
export function parseToml(text: string): Map<string, Section> {
  const sections = new Map<string, Section>()
  let section: Section = new Map()
  // A text in three quotes may span lines, as a private key does.
  const entry =
    /^[ \t]*(?:\[([^\]\n]+)\]|("[^"\n]*"|[\w-]+)[ \t]*=[ \t]*("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s#]+))/gm
  for (const [, heading, key, value] of text.matchAll(entry)) {
    if (heading !== undefined) {
      section = new Map()
      sections.set(heading.replaceAll('"', '').trim(), section)
    } else if (key !== undefined && value !== undefined) section.set(key.replaceAll('"', ''), tomlValue(value))
  }
  return sections
}

function tomlValue(written: string): string | number | boolean {
  if (/^("""|''')/.test(written)) return written.slice(3, -3).replace(/^\n/, '')
  if (written.startsWith("'")) return written.slice(1, -1)
  if (written.startsWith('"')) return JSON.parse(written) as string
  if (written === 'true' || written === 'false') return written === 'true'
  return /^-?\d+(\.\d+)?$/.test(written) ? Number(written) : written
}

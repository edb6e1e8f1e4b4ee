/** Reading an artifact: JSON, its schema version within what can be read, missing sections filled. */
import { readFile } from 'node:fs/promises'
import type { Plain } from '../core/node.js'
import { artifactMissing, artifactUnreadable, artifactVersion } from './errors.js'

export interface Readable {
  /** Name within the schema address, e.g. `run-results`. */
  readonly name: string
  readonly oldest: number
  readonly newest: number
}

export interface Versioned {
  readonly version: number
  readonly data: Plain
}

/** Undefined where there is no such file. */
export async function readArtifactIfAny(path: string, readable: Readable): Promise<Versioned | undefined> {
  const text = await readText(path)
  return text === undefined ? undefined : checked(path, parsed(path, text), readable)
}

export async function readArtifact(path: string, readable: Readable): Promise<Versioned> {
  const found = await readArtifactIfAny(path, readable)
  if (!found) throw artifactMissing(path)
  return found
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT' || (error as { code?: string }).code === 'ENOTDIR') return undefined
    throw artifactUnreadable(path, (error as Error).message, error)
  }
}

function parsed(path: string, text: string): Plain {
  try {
    const data: unknown = JSON.parse(text)
    if (data !== null && typeof data === 'object' && !Array.isArray(data)) return data as Plain
  } catch (error) {
    throw artifactUnreadable(path, `it is not JSON (${(error as Error).message})`, error)
  }
  throw artifactUnreadable(path, 'it is not a JSON object')
}

function checked(path: string, data: Plain, { name, oldest, newest }: Readable): Versioned {
  const schema = (data.metadata as Plain | undefined)?.dbt_schema_version
  const match = typeof schema === 'string' ? /\/([a-z-]+)\/v(\d+)\.json$/.exec(schema) : null
  const expected = `${name} v${oldest}${oldest === newest ? '' : ` to v${newest}`}`
  if (!match) throw artifactUnreadable(path, 'it does not say its schema version')
  const version = Number(match[2])
  if (match[1] !== name || version < oldest || version > newest) throw artifactVersion(path, `${match[1]} v${version}`, expected)
  return { version, data }
}

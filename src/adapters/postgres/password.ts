/** The password of a login: the profile's, else where libpq looks: PGPASSWORD, then the password file. */
import { readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Invocation } from '../../core/invocation.js'
import type { Plain } from '../../core/node.js'

/** Undefined where there is none, as with servers that trust or know the user otherwise. Registered with the redactor. */
export function passwordOf(raw: Plain, database: string, invocation: Invocation): string | undefined {
  const { env } = invocation
  const given = raw.password === null || raw.password === undefined ? undefined : String(raw.password)
  const password = given ?? (env.PGPASSWORD || undefined) ?? fromFile(raw, database, env)
  if (password !== undefined) invocation.redactor.add(password)
  return password
}

function fromFile(raw: Plain, database: string, env: Invocation['env']): string | undefined {
  const path = env.PGPASSFILE ?? join(env.HOME ?? homedir(), '.pgpass')
  const text = readPrivate(path)
  // As libpq has it: a socket folder goes by the name localhost.
  const host = String(raw.host).startsWith('/') ? 'localhost' : String(raw.host)
  const wanted = [host, String(raw.port), database, String(raw.user)]
  for (const line of text.split('\n')) {
    if (line.startsWith('#')) continue
    // `:` and `\` inside a field are escaped.
    const fields = [...line.trimEnd().matchAll(/((?:\\.|[^:\\])*)(?::|$)/g)].map(([, field = '']) => field.replace(/\\(.)/g, '$1'))
    if (wanted.every((value, index) => fields[index] === '*' || fields[index] === value)) return fields[4]
  }
  return undefined
}

/** A file that others may read is passed over, as libpq does. */
function readPrivate(path: string): string {
  try {
    return (statSync(path).mode & 0o077) === 0 ? readFileSync(path, 'utf8') : ''
  } catch {
    return ''
  }
}

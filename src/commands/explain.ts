/** `explain CODE`: the page of an error code from docs/errors/, or its one line of meaning; without a code, all of them. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ErrorCode, errorCodes } from '../core/error-codes.js'
import { packageRoot } from '../core/package-root.js'
import type { CommandBody } from './command.js'
import { badValue } from './errors.js'

export const explain: CommandBody = async (invocation, [asked]) => {
  const print = (msg: string) => invocation.events.emit('PrintEvent', { msg })
  const names = Object.keys(errorCodes) as ErrorCode[]
  if (asked === undefined) {
    const width = Math.max(...names.map((name) => name.length))
    for (const name of names) print(`${name.padEnd(width)}  ${errorCodes[name]}`)
    return { success: true, value: errorCodes }
  }
  const code = names.find((name) => name === asked.toUpperCase())
  if (!code) throw badValue('CODE', asked, 'an error code; sluice explain lists them', names)
  const page = join(packageRoot(), 'docs', 'errors', `${code}.md`)
  const text = existsSync(page) ? readFileSync(page, 'utf8').trim() : `${code}\n\n${errorCodes[code]}.`
  print(text)
  return { success: true, value: text }
}

/** JSON from the server as dbt's tables have it: objects and lists as Python's `json.dumps` text, a lone value as itself. */

import { Decimal } from '../../core/decimal.js'
import type { Cell } from '../../core/table.js'
import { pythonInteger, pythonJson } from '../cells.js'

const token = /"(?:[^"\\]|\\.)*"|[-+.\w]+|[{}[\],:]/gs

/** Numbers keep their digits: parsing them would lose some. */
export function jsonCell(text: string): Cell {
  const tokens = text.match(token) ?? []
  const first = tokens[0] ?? ''
  if (first === '{' || first === '[') return tokens.map(spaced).join('')
  if (first.startsWith('"')) return JSON.parse(first) as string
  if (first === 'null') return null
  if (first === 'true' || first === 'false') return first === 'true'
  return /^-?\d+$/.test(first) ? pythonInteger(BigInt(first)) : new Decimal(first)
}

function spaced(part: string): string {
  if (part === ',' || part === ':') return `${part} `
  return part.startsWith('"') ? pythonJson(JSON.parse(part)) : part
}

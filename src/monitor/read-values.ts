/** Values that stand in a monitor and in its checks. */
import type { Cursor } from '../core/cursor.js'
import type { Plain } from '../core/node.js'
import { sensitivities } from './spec.js'

export function whole(home: Cursor, key: string, least: number): number | undefined {
  const number = home.optionalNumber(key)
  if (number !== undefined && (!Number.isInteger(number) || number < least || number > 5000))
    throw home.problem(`${key} is ${number}`, `a whole number from ${least} to 5000`, key)
  return number
}

/** `low`, `medium`, `high`, or how many widths of the usual noise. */
export function readSensitivity(home: Cursor): number | undefined {
  if (!home.has('sensitivity')) return undefined
  const written = (home.value as Plain).sensitivity
  if (typeof written !== 'string' || !/^[\d.]+$/.test(written)) {
    if (typeof written === 'string') return sensitivities[home.optionalWord('sensitivity', Object.keys(sensitivities)) as string]
  }
  const number = home.optionalNumber('sensitivity') as number
  if (number < 2 || number > 20)
    throw home.problem(`a sensitivity of ${number}`, 'low, medium, high, or a number from 2 to 20', 'sensitivity')
  return number
}

/** Flow collections and quoted words within one line, for the plain reader. */
import { resolvePlain } from './yaml-scalars.js'

/** Thrown when something is beyond the plain reader: the complete parser takes the file. */
export const giveUp = Symbol('give up')

export interface Flow {
  readonly text: string
  at: number
}

export function readFlow(flow: Flow): unknown {
  switch (flow.text[flow.at]) {
    case '"':
      return readDouble(flow)
    case "'":
      return readSingle(flow)
    case '[':
      return readFlowList(flow)
    case '{':
      return readFlowMap(flow)
    default:
      return resolvePlain(flowText(flow))
  }
}

function skipSpaces(flow: Flow): void {
  while (flow.text.charCodeAt(flow.at) === 32) flow.at++
}

/** Steps over the closing mark, or over a comma before the next item. */
function endsWith(flow: Flow, close: string): boolean {
  skipSpaces(flow)
  if (flow.text[flow.at] !== close) return false
  flow.at++
  return true
}

function nextItem(flow: Flow, close: string): void {
  skipSpaces(flow)
  if (flow.text[flow.at] === ',') flow.at++
  else if (flow.text[flow.at] !== close) throw giveUp
}

function readFlowList(flow: Flow): unknown[] {
  const list: unknown[] = []
  flow.at++
  while (!endsWith(flow, ']')) {
    list.push(readFlow(flow))
    nextItem(flow, ']')
  }
  return list
}

function readFlowMap(flow: Flow): Record<string, unknown> {
  const map: Record<string, unknown> = {}
  flow.at++
  while (!endsWith(flow, '}')) {
    const key = flowKey(flow)
    if (Object.hasOwn(map, key)) throw giveUp
    skipSpaces(flow)
    map[key] = ',}'.includes(flow.text[flow.at] ?? '?') ? null : readFlow(flow)
    nextItem(flow, '}')
  }
  return map
}

function flowKey(flow: Flow): string {
  const quoted = flow.text[flow.at] === '"' || flow.text[flow.at] === "'"
  const key = quoted ? String(readFlow(flow)) : flowText(flow)
  skipSpaces(flow)
  if (flow.text[flow.at] !== ':' || isSpecialKey(key)) throw giveUp
  flow.at++
  return key
}

/** `<<` merges, and `__proto__` must not be assigned. */
export function isSpecialKey(key: string): boolean {
  return key === '<<' || key === '__proto__'
}

const word = /[^\s,[\]{}&*!|>%@`"'#?:-][^,[\]{}]*?(?= *(?:[,[\]{}]|: |:$|:[,[\]{}]| #|$))|-[^\s,[\]{}#:][^,[\]{}:#]*?(?= *[,[\]{}])/y

function flowText(flow: Flow): string {
  word.lastIndex = flow.at
  const match = word.exec(flow.text)
  if (!match) throw giveUp
  flow.at += match[0].length
  return match[0]
}

function readSingle(flow: Flow): string {
  let close = flow.at + 1
  for (;;) {
    close = flow.text.indexOf("'", close)
    if (close === -1) throw giveUp
    if (flow.text[close + 1] !== "'") break
    close += 2
  }
  const text = flow.text.slice(flow.at + 1, close).replace(/''/g, "'")
  flow.at = close + 1
  return text
}

const double = /"((?:[^"\\]|\\["\\/nt])*)"/y

function readDouble(flow: Flow): string {
  double.lastIndex = flow.at
  const match = double.exec(flow.text)
  if (!match) throw giveUp
  flow.at += match[0].length
  const text = match[1] as string
  return text.includes('\\')
    ? text.replace(/\\(.)/g, (_all, letter: string) => (letter === 'n' ? '\n' : letter === 't' ? '\t' : letter))
    : text
}

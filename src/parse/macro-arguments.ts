/** `validate_macro_args`: what a macro's head says against what its properties say, by dbt's rules. */
import type { DbtEvent } from '../core/event.js'
import type { MacroNode, Plain } from '../core/node.js'

const head = /^\{%[-+]?\s*(?:macro|test|data_test)\s+\w+\s*\(/
const openers = '([{'
const closers = ')]}'

/** Names of the parameters, in order; a materialization has none. */
export function parametersOf(macro: MacroNode): string[] {
  const found = head.exec(macro.macro_sql.trimStart())
  if (!found) return []
  return pieces(macro.macro_sql.trimStart().slice(found[0].length)).flatMap((piece) => /^\s*(\w+)/.exec(piece)?.[1] ?? [])
}

/** The list up to its closing parenthesis, split at its own commas. */
function pieces(text: string): string[] {
  const parts: string[] = ['']
  let depth = 0
  for (const [token] of text.matchAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[\s\S]/g)) {
    if (openers.includes(token)) depth += 1
    if (closers.includes(token)) depth -= 1
    if (depth < 0) break
    if (token === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += token
  }
  return parts
}

/** Types an argument may have, with the number of types in brackets after them. */
const types: Readonly<Record<string, number>> = {
  str: 0,
  string: 0,
  bool: 0,
  int: 0,
  integer: 0,
  float: 0,
  any: 0,
  list: 1,
  dict: 2,
  optional: 1,
  relation: 0,
  column: 0,
}

export function isArgumentType(text: string): boolean {
  return afterType(text.replaceAll(/[ \t]/g, '')) === ''
}

/** What follows a type, undefined where none stands. */
function afterType(text: string): string | undefined {
  const [word = ''] = /^[a-z]+/.exec(text) ?? []
  const count = Object.hasOwn(types, word) ? types[word] : undefined
  if (count === undefined) return undefined
  let rest: string | undefined = text.slice(word.length)
  if (count === 0) return rest
  for (let index = 0; index < count; index += 1) {
    if (!rest?.startsWith(index === 0 ? '[' : ',')) return undefined
    rest = afterType(rest.slice(1))
  }
  return rest?.startsWith(']') ? rest.slice(1) : undefined
}

/** One sentence for each thing that does not fit; none where the properties tell no arguments. */
export function argumentFaults(macro: MacroNode, told: readonly Plain[]): string[] {
  if (told.length === 0) return []
  const own = parametersOf(macro)
  const faults = told
    .filter((argument, index) => index < own.length && argument.name !== own[index])
    .map((argument) => `Argument ${argument.name} in yaml for macro ${macro.name} does not match the jinja definition.`)
  if (told.length !== own.length)
    faults.push(`The number of arguments in the yaml for macro ${macro.name} does not match the jinja definition.`)
  for (const { name, type } of told)
    if (typeof type === 'string' && type.trim() !== '' && !isArgumentType(type))
      faults.push(`Argument ${name} in the yaml for macro ${macro.name} has an invalid type.`)
  return faults
}

export function annotationEvent(message: string, macro: MacroNode): DbtEvent {
  const data = { msg: message, macro_unique_id: macro.unique_id, macro_file_path: macro.original_file_path }
  return { dbtName: 'InvalidMacroAnnotation', dbtCode: 'I076', dbtData: data }
}

/** Python's argument binding for built-in methods, filters and tests. */
import type { Kwargs } from '../../core/template-object.js'
import { didYouMean, wrongArguments } from '../errors.js'

export interface Signature {
  readonly names: readonly string[]
  readonly required: number
  /** Further positionals are allowed and passed on. */
  readonly rest: boolean
}

/** `'x'` required, `'x?'` optional, `'*'` any number more. */
export function signature(...parameters: readonly string[]): Signature {
  const named = parameters.filter((parameter) => parameter !== '*')
  return {
    names: named.map((parameter) => parameter.replace('?', '')),
    required: named.filter((parameter) => !parameter.endsWith('?')).length,
    rest: named.length < parameters.length,
  }
}

const none: readonly string[] = []

function keywords(kwargs: Kwargs): readonly string[] {
  for (const key in kwargs) if (key !== '') return Object.keys(kwargs)
  return none
}

/** Values in parameter order, `undefined` where absent; positionals beyond them follow when the signature has `'*'`. */
export function bindArguments(
  name: string,
  { names, required, rest }: Signature,
  args: readonly unknown[],
  kwargs: Kwargs,
): readonly unknown[] {
  if (args.length > names.length && !rest) {
    throw wrongArguments(`${name}() takes at most ${names.length} argument${names.length === 1 ? '' : 's'} (${args.length} given)`)
  }
  const given = keywords(kwargs)
  let values = args
  if (given.length > 0) values = withKeywords(name, names, args, kwargs, given)
  for (let index = args.length; index < required; index++) {
    if (values[index] === undefined) throw wrongArguments(`${name}() missing required argument: '${names[index]}'`)
  }
  return values
}

function withKeywords(
  name: string,
  names: readonly string[],
  args: readonly unknown[],
  kwargs: Kwargs,
  given: readonly string[],
): unknown[] {
  const values = [...args]
  for (const key of given) {
    const index = names.indexOf(key)
    if (index < 0) throw wrongArguments(`${name}() got an unexpected keyword argument '${key}'`, { hint: didYouMean(key, names) })
    if (index < args.length) throw wrongArguments(`${name}() got multiple values for argument '${key}'`)
    values[index] = kwargs[key]
  }
  return values
}

export function refuseKeywords(name: string, kwargs: Kwargs): void {
  if (keywords(kwargs).length > 0) throw wrongArguments(`${name}() takes no keyword arguments`)
}

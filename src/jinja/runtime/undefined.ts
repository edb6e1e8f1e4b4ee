/** Using a value that is not there: the message, and what was probably meant. */
import type { SluiceError } from '../../core/error.js'
import { iterate, kind, type TemplateObject } from '../../core/template-object.js'
import { didYouMean, undefinedValue, unsafeAccess } from '../errors.js'
import { dictKeys } from './dicts.js'
import { Forbidden, globalName, isDict, isObject, Namespace, typeName, type Undefined } from './values.js'

export function undefinedError(value: Undefined): SluiceError {
  const message = undefinedMessage(value)
  return value instanceof Forbidden ? unsafeAccess(message) : undefinedValue(message, hint(value))
}

export function undefinedMessage({ name, owner, message }: Undefined): string {
  if (message !== null) return message
  if (owner === globalName) return `'${name}' is undefined`
  const kind = owner === null || owner === undefined ? 'None' : `${typeName(owner)} object`
  return `'${kind}' has no attribute '${name}'`
}

function hint({ name, owner, scope }: Undefined): string | undefined {
  if (name === null) return undefined
  if (owner === globalName) return scope?.names ? didYouMean(name, scope.names()) : undefined
  if (owner instanceof Namespace) return didYouMean(name, owner.values.keys() as Iterable<string>)
  if (isDict(owner)) return didYouMean(name, dictKeys(owner).map(String))
  // Objects that are mappings list their keys; others might list anything, or compute it.
  const object = owner as TemplateObject
  const keys = isObject(owner) && object[kind]?.is?.includes('mapping') ? object[iterate]?.() : undefined
  return keys ? didYouMean(name, Array.from(keys, String)) : undefined
}

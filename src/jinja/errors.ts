/** What can go wrong in a template, each with its builder. Positions come from the frame that catches the error, see `runtime/trace.ts`. */
import { SluiceError, type SourceLocation } from '../core/error.js'
import { nearest } from '../core/nearest.js'

export interface Advice {
  readonly expected?: string | undefined
  readonly hint?: string | undefined
}

export function syntaxError(message: string, location: SourceLocation, advice: Advice = {}): SluiceError {
  return new SluiceError('TEMPLATE_SYNTAX', { message, location, ...advice })
}

export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const found = nearest(word, candidates)
  return found === undefined || found === word ? undefined : `Did you mean '${found}'?`
}

export function undefinedValue(message: string, hint?: string): SluiceError {
  return new SluiceError('TEMPLATE_UNDEFINED', { message, hint })
}

/** Python's TypeError. */
export function wrongType(message: string, hint?: string): SluiceError {
  return new SluiceError('TEMPLATE_TYPE', { message, hint })
}

/** Python's ValueError, KeyError, IndexError and ZeroDivisionError. */
export function wrongValue(message: string, hint?: string): SluiceError {
  return new SluiceError('TEMPLATE_VALUE', { message, hint })
}

export function wrongArguments(message: string, advice: Advice = {}): SluiceError {
  return new SluiceError('TEMPLATE_ARGUMENTS', { message, ...advice })
}

/** Without a limit: JavaScript's stack ended first, as it does for very large macros. */
export function tooDeep(limit?: number): SluiceError {
  return new SluiceError('TEMPLATE_RECURSION', {
    message: `macros call each other ${limit === undefined ? 'too' : `more than ${limit}`} deep`,
    hint: 'Look for a macro that calls itself without a condition that ends it; the stack below shows the innermost calls.',
  })
}

/** Python ends with a MemoryError, or an OverflowError. */
export function tooLarge(what: string, unit: string, limit: number): SluiceError {
  return new SluiceError('TEMPLATE_VALUE', { message: `this would make ${what} of more than ${limit.toLocaleString('en')} ${unit}` })
}

/** More than JavaScript can hold, wherever that came out. */
export function outOfBounds(): SluiceError {
  return new SluiceError('TEMPLATE_VALUE', { message: 'this would make a value too large to hold' })
}

/** JavaScript's stack ended while a template was read or compiled. */
export function nestedTooDeep(location: SourceLocation): SluiceError {
  return new SluiceError('TEMPLATE_RECURSION', { message: 'this template is nested too deep', location })
}

export function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError && /call stack/i.test(error.message)
}

export function unsafeAccess(message: string): SluiceError {
  return new SluiceError('TEMPLATE_SANDBOX', { message })
}

/** The promise is dropped, so that its failing later does not end the process. */
export function awaitedInSync(what: string, promise: Promise<unknown>): SluiceError {
  promise.catch(() => undefined)
  return new SluiceError('INTERNAL', { message: `${what} answered a promise while templates are only parsed` })
}

/** A JavaScript error that is not ours: a fault of the tool, shown where in the template it happened. */
export function internalFault(cause: unknown): SluiceError {
  const message = cause instanceof Error ? cause.message : String(cause)
  return new SluiceError('INTERNAL', { message, cause })
}

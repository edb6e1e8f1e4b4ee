/**
 * Where in which template an error happened. Generated code keeps the place it is at in a number (`at`); each template,
 * macro and caller body catches what passes through, adds its place and throws on. So the innermost place becomes the
 * error's location and the chain of macros, innermost first, its `related`.
 */
import { type RelatedLocation, SluiceError, SluiceErrors, type SourceLocation } from '../../core/error.js'
import { internalFault, isStackOverflow, outOfBounds, tooDeep } from '../errors.js'
import { locate } from '../syntax/token-parser.js'
import type { TemplateSource } from '../types.js'
import { isTooLarge } from './limits.js'
import { ReturnSignal } from './values.js'

export const maximumDepth = 1000
/** Endless recursion passes a thousand macros; the innermost and the outermost say enough. */
const shownFrames = 20
const columnBits = 4096

export function encodePlace(lineno: number, colno: number): number {
  return lineno * columnBits + Math.min(colno, columnBits - 1)
}

export function decodePlace(source: TemplateSource, at: number): SourceLocation {
  return locate(source, Math.floor(at / columnBits), at % columnBits)
}

/** The frame's name: of the macro, or null for the template itself. */
export function traced(error: unknown, source: TemplateSource, frame: string | null, at: number): unknown {
  if (error instanceof ReturnSignal) {
    if (frame === null) error.location ??= decodePlace(source, at)
    return error
  }
  if (error instanceof SluiceErrors || isAbort(error)) return error
  const known = error instanceof SluiceError ? error : codedFault(error)
  const location = decodePlace(source, at)
  const frames = known.fields.related ?? []
  // A template that fails by itself needs no stack: the location says it all.
  const skip = frame === null && known.fields.location === undefined
  const related = skip ? frames : [...frames.slice(0, shownFrames), frameOf(frame, location)]
  const next = new SluiceError(known.code, { ...known.fields, location: known.fields.location ?? location, related })
  if (known.stack !== undefined) next.stack = known.stack
  return next
}

/** For what JavaScript threw. */
function codedFault(error: unknown): SluiceError {
  if (isStackOverflow(error)) return tooDeep()
  return isTooLarge(error) ? outOfBounds() : internalFault(error)
}

function frameOf(frame: string | null, location: SourceLocation): RelatedLocation {
  return { message: frame === null ? 'in the template' : `in macro '${frame}'`, location }
}

/** A cancelled run is not the template's fault. */
function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}

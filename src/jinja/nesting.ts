/** Trees are walked by functions that call themselves; a template nested without reason ends JavaScript's stack. */
import { isStackOverflow, nestedTooDeep } from './errors.js'
import type { TemplateSource } from './types.js'

/** @throws SluiceError TEMPLATE_RECURSION at the template's start */
export function withinStack<T>(source: TemplateSource, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw isStackOverflow(error) ? nestedTooDeep({ file: source.file, line: source.line ?? 1, column: source.column ?? 1 }) : error
  }
}

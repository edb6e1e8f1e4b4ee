/** `as_text`, `as_bool`, `as_number`, `as_native`: how a value of a YAML file is to be read once it is rendered. */
import { type TemplateObject, text } from '../../core/template-object.js'
import { toText } from './text.js'

export type MarkKind = 'text' | 'bool' | 'number' | 'native'

export class NativeMark implements TemplateObject {
  readonly kind: MarkKind
  readonly value: string

  constructor(kind: MarkKind, value: string) {
    this.kind = kind
    this.value = value
  }

  [text](): string {
    return this.value
  }
}

const marks: ReadonlyMap<string, MarkKind> = new Map([
  ['as_text', 'text'],
  ['as_bool', 'bool'],
  ['as_number', 'number'],
  ['as_native', 'native'],
])

/** The marked value, or undefined when the filter is another one. */
export function applyNativeFilter(name: string, value: unknown): NativeMark | undefined {
  const kind = marks.get(name)
  return kind && new NativeMark(kind, toText(value))
}

export function isMarkFilter(name: string): boolean {
  return marks.has(name)
}

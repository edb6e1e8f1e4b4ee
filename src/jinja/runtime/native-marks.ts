/** `as_text`, `as_bool`, `as_number`, `as_native`: how a value of a YAML file is to be read once it is rendered. */
import {
  attribute,
  compare,
  equals,
  item,
  iterate,
  kind,
  missing,
  type Operator,
  operate,
  repr as ownRepr,
  size,
  type TemplateObject,
  text,
  truth,
} from '../../core/template-object.js'
import { getAttribute, getItem } from './access.js'
import { iterateValue, lengthOf } from './iterate.js'
import { add, multiply, remainder } from './operators.js'
import { repr, toText } from './text.js'
import { compareText, equal } from './truth.js'
import { isUndefined } from './values.js'

export type MarkKind = 'text' | 'bool' | 'number' | 'native'

/** A text like any other to whatever is done with it; only what is left at the end is read. */
export class NativeMark implements TemplateObject {
  readonly mark: MarkKind
  readonly value: string

  constructor(mark: MarkKind, value: string) {
    this.mark = mark
    this.value = value
  }

  [text](): string {
    return this.value
  }

  [ownRepr](): string {
    return repr(this.value)
  }

  [attribute](name: string): unknown {
    const found = getAttribute(this.value, name)
    return isUndefined(found) ? missing : found
  }

  [item](key: unknown): unknown {
    const found = getItem(this.value, key)
    return isUndefined(found) ? missing : found
  }

  [iterate](): readonly unknown[] {
    return iterateValue(this.value)
  }

  [size](): number {
    return lengthOf(this.value)
  }

  [truth](): boolean {
    return this.value !== ''
  }

  [equals](other: unknown): boolean {
    return equal(this.value, plain(other))
  }

  [compare](other: unknown): number | typeof missing {
    const against = plain(other)
    return typeof against === 'string' ? compareText(this.value, against) : missing
  }

  [operate](operator: Operator, other: unknown, reversed: boolean): unknown {
    const [left, right] = reversed ? [plain(other), this.value] : [this.value, plain(other)]
    if (operator === '+') return add(left, right)
    if (operator === '*') return multiply(left, right)
    return operator === '%' ? remainder(left, right) : missing
  }

  get [kind](): { typeName: string; is: readonly ['string', 'sequence', 'iterable'] } {
    return { typeName: 'str', is: ['string', 'sequence', 'iterable'] }
  }
}

function plain(value: unknown): unknown {
  return value instanceof NativeMark ? value.value : value
}

const marks: ReadonlyMap<string, MarkKind> = new Map([
  ['as_text', 'text'],
  ['as_bool', 'bool'],
  ['as_number', 'number'],
  ['as_native', 'native'],
])

/** The marked value, or undefined when the filter is another one. */
export function applyNativeFilter(name: string, value: unknown): NativeMark | undefined {
  const mark = marks.get(name)
  return mark && new NativeMark(mark, toText(value))
}

export function isMarkFilter(name: string): boolean {
  return marks.has(name)
}

/** Python's range: its numbers are not made before they are asked for, and it prints as it was written. */
import { equals, item, iterate, kind, missing, size, type TemplateObject, text } from '../../core/template-object.js'
import { wrongType, wrongValue } from '../errors.js'
import { isFloat, numeric, SliceValue } from './values.js'

function wholeOr(value: unknown, absent: number): number {
  if (value === null) return absent
  const index = isFloat(value) ? undefined : numeric(value)
  if (index === undefined) throw wrongType('slice indices must be integers or None or have an __index__ method')
  return index
}

export class Range implements TemplateObject {
  readonly start: number
  readonly stop: number
  readonly step: number

  constructor(start: number, stop: number, step: number) {
    this.start = start
    this.stop = stop
    this.step = step
  }

  [size](): number {
    return Math.max(0, Math.ceil((this.stop - this.start) / this.step))
  }

  [iterate](): number[] {
    return Array.from({ length: this[size]() }, (_, index) => this.start + index * this.step)
  }

  [item](key: unknown): unknown {
    if (key instanceof SliceValue) return this.#slice(key)
    const index = isFloat(key) ? undefined : numeric(key)
    const found = index === undefined ? undefined : this[iterate]().at(index)
    return found ?? missing
  }

  /** As Python's `slice.indices`: the bounds count, also of an empty result. */
  #slice({ start, stop, step }: SliceValue): unknown {
    const by = wholeOr(step, 1)
    if (by === 0) throw wrongValue('slice step cannot be zero')
    const length = this[size]()
    const [low, high] = by < 0 ? [-1, length - 1] : [0, length]
    const bound = (value: unknown, absent: number) => {
      const index = wholeOr(value, absent)
      if (value === null) return index
      return index < 0 ? Math.max(index + length, low) : Math.min(index, high)
    }
    const at = (index: number) => this.start + index * this.step
    return new Range(at(bound(start, by < 0 ? high : low)), at(bound(stop, by < 0 ? low : high)), by * this.step)
  }

  [equals](other: unknown): boolean {
    return other instanceof Range && this[iterate]().join() === other[iterate]().join()
  }

  [text](): string {
    return `range(${this.start}, ${this.stop}${this.step === 1 ? '' : `, ${this.step}`})`
  }

  get [kind](): { typeName: string; is: readonly ['sequence'] } {
    return { typeName: 'range', is: ['sequence'] }
  }
}

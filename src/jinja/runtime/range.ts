/** Python's range: its numbers are not made before they are asked for, and it prints as it was written. */
import { equals, item, iterate, kind, missing, size, type TemplateObject, text } from '../../core/template-object.js'
import { sliceOf } from './access.js'
import { numeric, SliceValue } from './values.js'

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
    const index = numeric(key)
    const found = index === undefined ? undefined : this[iterate]().at(index)
    return found ?? missing
  }

  #slice({ start, stop, step }: SliceValue): unknown {
    const indices = sliceOf(
      Array.from({ length: this[size]() }, (_, index) => index),
      start,
      stop,
      step,
    ) as number[]
    const by = (numeric(step) ?? 1) * this.step
    const at = (index: number) => this.start + index * this.step
    const first = indices[0] ?? 0
    return new Range(at(first), at(first) + indices.length * by, by)
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

/** Python's range: its numbers are not made before they are asked for, and it prints as it was written. */
import { equals, item, iterate, kind, missing, size, type TemplateObject, text } from '../../core/template-object.js'
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
    if (key instanceof SliceValue) return missing
    const index = numeric(key)
    const found = index === undefined ? undefined : this[iterate]().at(index)
    return found ?? missing
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

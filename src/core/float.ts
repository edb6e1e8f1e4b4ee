/**
 * A Python float whose text must keep its point: `1.0` is not `1` in SQL, in test names or in a hash.
 * Numbers with a fraction stay plain JavaScript numbers; only integral floats need this box.
 */
export class Float extends Number {
  override toString(): string {
    const value = this.valueOf()
    return Number.isInteger(value) && Math.abs(value) < 1e16 ? `${value}.0` : String(value)
  }
}

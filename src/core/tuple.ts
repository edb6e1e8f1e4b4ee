/** Python's tuple: an array templates cannot change and that prints with parentheses. */
export class Tuple<T = unknown> extends Array<T> {
  static override from<T>(items: Iterable<T> | ArrayLike<T>): Tuple<T> {
    const tuple = new Tuple<T>()
    for (const item of Array.from(items)) tuple.push(item)
    return tuple
  }

  static override of<T>(...items: T[]): Tuple<T> {
    return Tuple.from(items)
  }

  // slice(), map() and the like give plain arrays.
  static override get [Symbol.species](): ArrayConstructor {
    return Array
  }
}

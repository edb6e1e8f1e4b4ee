/** Lets one through at a time. The driver blocks the whole process, so lanes must not wait for each other inside SQLite. */
export class Gate {
  #last = Promise.resolve()

  /** Waits for its turn; gives the function that ends it. */
  async enter() {
    const before = this.#last
    let leave
    this.#last = new Promise((resolve) => {
      leave = resolve
    })
    await before
    return leave
  }
}

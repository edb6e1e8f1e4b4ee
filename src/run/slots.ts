/** Threads of a run that nobody works on. Nodes always get one; batches of a node only what is left. */
export class Slots {
  #free: number

  constructor(threads: number) {
    this.#free = threads
  }

  take(): void {
    this.#free--
  }

  /** True where there was one. */
  takeSpare(): boolean {
    if (this.#free <= 0) return false
    this.#free--
    return true
  }

  give(): void {
    this.#free++
  }
}

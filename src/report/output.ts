/** Where text goes: a stream with what drawing needs to know about it. The CLI gives real ones, tests strings. */
export interface Output {
  write(text: string): void
  readonly isTTY: boolean
  /** Width in cells; read again for each drawing, as windows are resized. */
  columns(): number
}

/** The inside of a template's tag, or a call written in YAML: names, strings and calls, told from text that may be unfinished. */

export interface Word {
  readonly kind: 'name' | 'string' | 'number' | 'mark'
  /** A string's without its quotes. */
  readonly text: string
  /** Offsets in the document; a string's are those of its contents. */
  readonly start: number
  readonly end: number
  /** False: the quote that ends it is not there yet. */
  readonly closed: boolean
}

export interface Argument {
  readonly keyword?: string
  /** Of a literal string or number. */
  readonly value?: string
  readonly start: number
  readonly end: number
}

export interface Call {
  /** `['ref']`, `['dbt_utils', 'star']`. */
  readonly path: readonly string[]
  readonly names: readonly Word[]
  /** Offset behind the opening bracket. */
  readonly open: number
  /** Offset of the closing one; where the code ends, if there is none. */
  readonly close: number
  readonly args: readonly Argument[]
}

export interface Code {
  readonly words: readonly Word[]
  readonly calls: readonly Call[]
}

const wordPattern = /[A-Za-z_]\w*|\d[\w.]*|'((?:[^'\\\n]|\\.)*)('?)|"((?:[^"\\\n]|\\.)*)("?)|[^\s]/g

export function wordsOf(text: string, start: number, end: number): Word[] {
  const words: Word[] = []
  for (const match of text.slice(start, end).matchAll(wordPattern)) {
    const at = start + match.index
    const quoted = match[1] ?? match[3]
    if (quoted !== undefined) {
      const closed = (match[2] ?? match[4]) !== ''
      words.push({ kind: 'string', text: quoted, start: at + 1, end: at + 1 + quoted.length, closed })
    } else {
      const [whole] = match
      const kind = /^[A-Za-z_]/.test(whole) ? 'name' : /^\d/.test(whole) ? 'number' : 'mark'
      words.push({ kind, text: whole, start: at, end: at + whole.length, closed: true })
    }
  }
  return words
}

export function readCode(text: string, start: number, end: number): Code {
  const words = wordsOf(text, start, end)
  return { words, calls: callsOf(words, end) }
}

interface OpenBracket {
  readonly mark: string
  readonly names: readonly Word[]
  readonly open: number
  readonly args: Argument[]
  /** Index of the first word of the argument being read. */
  from: number
}

const closing: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

function callsOf(words: readonly Word[], end: number): Call[] {
  const reader = new CallReader(words)
  for (const [index, word] of words.entries()) if (word.kind === 'mark') reader.mark(word, index)
  return reader.finish(end)
}

class CallReader {
  readonly #words: readonly Word[]
  readonly #calls: Call[] = []
  readonly #stack: OpenBracket[] = []

  constructor(words: readonly Word[]) {
    this.#words = words
  }

  mark(word: Word, index: number): void {
    const top = this.#stack.at(-1)
    if (word.text === '(' || word.text === '[' || word.text === '{') this.#open(word, index)
    else if (word.text in closing) {
      if (top?.mark === closing[word.text]) this.#close(index, word.start)
    } else if (word.text === ',' && top?.mark === '(') {
      pushArgument(top, this.#words, index, word.start)
      top.from = index + 1
    }
  }

  #open(word: Word, index: number): void {
    const names = word.text === '(' ? pathBefore(this.#words, index) : []
    this.#stack.push({ mark: word.text, names, open: word.end, args: [], from: index + 1 })
  }

  #close(index: number, at: number): void {
    const top = this.#stack.pop()
    if (top?.mark !== '(' || top.names.length === 0) return
    pushArgument(top, this.#words, index, at)
    this.#calls.push({ path: top.names.map((name) => name.text), names: top.names, open: top.open, close: at, args: top.args })
  }

  /** Calls that nothing closes go to the end of the code. */
  finish(end: number): Call[] {
    while (this.#stack.length > 0) this.#close(this.#words.length, end)
    return this.#calls
  }
}

function pushArgument(open: OpenBracket, words: readonly Word[], to: number, end: number): void {
  const own = words.slice(open.from, to)
  const [first, second] = own
  if (!first && open.args.length === 0 && end === open.open) return
  const named = first?.kind === 'name' && second?.text === '=' ? first.text : undefined
  const rest = named === undefined ? own : own.slice(2)
  const only = rest.length === 1 && (rest[0]?.kind === 'string' || rest[0]?.kind === 'number') ? rest[0].text : undefined
  open.args.push({
    ...(named !== undefined && { keyword: named }),
    ...(only !== undefined && { value: only }),
    start: open.args.length === 0 ? open.open : (words[open.from - 1]?.end ?? open.open),
    end,
  })
}

/** The dotted name that ends before a word. */
export function pathBefore(words: readonly Word[], index: number): Word[] {
  const last = words[index - 1]
  if (last?.kind !== 'name') return []
  const names = [last]
  for (let at = index - 2; words[at]?.text === '.' && words[at - 1]?.kind === 'name'; at -= 2) names.unshift(words[at - 1] as Word)
  return names
}

/** The innermost call whose brackets hold the offset. */
export function callAt(code: Code, offset: number): Call | undefined {
  return code.calls.filter((call) => call.open <= offset && offset <= call.close).sort((a, b) => b.open - a.open)[0]
}

/** The word that the offset touches. */
export function wordAt(code: Code, offset: number): Word | undefined {
  const touching = code.words.filter((word) => word.start <= offset && offset <= word.end)
  return touching.find((word) => word.kind !== 'mark') ?? touching[0]
}

/** The dotted name up to and with a word of it. */
export function pathTo(code: Code, word: Word): string[] {
  const index = code.words.indexOf(word)
  return pathBefore(code.words, index + 1).map((name) => name.text)
}

export function argumentIndex(call: Call, offset: number): number {
  const index = call.args.findIndex((argument) => argument.start <= offset && offset <= argument.end)
  return index < 0 ? Math.max(0, call.args.length - 1) : index
}

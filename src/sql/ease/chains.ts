/**
 * Long chains of one operator put into groups: `a + a + …` is a tree as deep as it is long, and parsers bound the depth.
 * With brackets around a part of it every so often the same value is a tree of bounded depth.
 */
import type { Token } from '../text/tokens.js'

/** Where a bracket is put into the text: before the character at that offset. */
export interface Insertion {
  readonly at: number
  readonly text: '(' | ')'
}

/** Shorter chains are left as they are. */
const long = 150
const smallest = 64
const longest = 1_500

interface Phrase {
  /** Its first token, and the first behind it. */
  readonly from: number
  readonly to: number
  readonly text: string
}

interface Frame {
  readonly isCase: boolean
  operators: number[]
  /** Undefined before the first operator; `mixed`: no chain of one operator. */
  kind: 'sum' | 'text' | 'mixed' | undefined
  phrases: Phrase[]
}

/** Words between which no chain of values goes on. */
const boundaries = new Set(
  (
    'select distinct all from where group by having qualify window order limit offset fetch using on join inner cross full natural as asc ' +
    'desc nulls values set returning for with when then else and or not xor div mod is in like ilike rlike regexp glob similar between ' +
    'overlaps escape isnull notnull'
  ).split(' '),
)
const setOperators = new Set(['union', 'except', 'intersect', 'minus'])

export interface Groups {
  readonly insertions: readonly Insertion[]
  /** A chain is left on which a parser's own stack would end, which it does not survive unharmed. */
  readonly endless: boolean
}

export function groupChains(tokens: readonly Token[]): Groups {
  return new ChainFinder(tokens).find()
}

class ChainFinder {
  readonly #tokens: readonly Token[]
  readonly #frames: Frame[] = [newFrame(false)]
  readonly #found: Insertion[] = []
  #at = 0
  #endless = false

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  find(): Groups {
    for (; this.#at < this.#tokens.length; this.#at++) this.#token(this.#tokens[this.#at] as Token)
    for (const frame of this.#frames) this.#finish(frame)
    // At one place, what closes comes before what opens.
    const insertions = this.#found.sort((a, b) => a.at - b.at || (a.text === b.text ? 0 : a.text === ')' ? -1 : 1))
    return { insertions, endless: this.#endless }
  }

  #token(token: Token): void {
    const frame = this.#frames.at(-1) as Frame
    if (/^[([{]$/.test(token.sign)) this.#frames.push(newFrame(false))
    else if (/^[)\]}]$/.test(token.sign)) this.#close(false)
    else if (token.sign !== '') this.#sign(token, frame)
    else if (token.word !== '' && this.#tokens[this.#at - 1]?.sign !== '.') this.#word(token.word, frame)
  }

  #word(word: string, frame: Frame): void {
    if (word === 'case') this.#frames.push(newFrame(true))
    else if (word === 'end' && frame.isCase) this.#close(true)
    else if (setOperators.has(word)) this.#phrase(frame)
    else if (boundaries.has(word)) this.#endChain(frame)
  }

  #close(isCase: boolean): void {
    while (!isCase && this.#frames.length > 1 && this.#frames.at(-1)?.isCase) this.#finish(this.#frames.pop() as Frame)
    if (this.#frames.length > 1) this.#finish(this.#frames.pop() as Frame)
  }

  #finish(frame: Frame): void {
    this.#endChain(frame)
    this.#endPhrases(frame)
  }

  #sign({ sign, end }: Token, frame: Frame): void {
    const next = this.#tokens[this.#at + 1]
    const following = next?.start === end ? next.sign : ''
    if (sign === ';') this.#finish(frame)
    else if (/^[,=<>!]$/.test(sign)) this.#endChain(frame)
    else if (sign === '|' && following === '|') this.#operator(frame, 'text', 1)
    else if (sign === '-' && following === '>') frame.kind = 'mixed'
    else if (sign === '+' || sign === '-') this.#operator(frame, 'sum', 0)
    else if (/^[*/%]$/.test(sign)) frame.kind = frame.kind === 'text' ? 'mixed' : frame.kind
    else if (!/^[.:$]$/.test(sign)) frame.kind = 'mixed'
  }

  #operator(frame: Frame, kind: 'sum' | 'text', more: number): void {
    frame.kind = frame.kind === undefined || frame.kind === kind ? kind : 'mixed'
    frame.operators.push(this.#at)
    this.#at += more
  }

  /** `union all by name`. */
  #phrase(frame: Frame): void {
    this.#endChain(frame)
    const from = this.#at
    while (/^(?:all|distinct|by|name)$/.test(this.#tokens[this.#at + 1]?.word ?? '')) this.#at++
    const words = this.#tokens.slice(from, this.#at + 1).map((each) => each.word)
    frame.phrases.push({ from, to: this.#at + 1, text: words.join(' ') })
  }

  #endChain(frame: Frame): void {
    const { operators, kind } = frame
    frame.operators = []
    frame.kind = undefined
    if (operators.length > longest && kind === 'mixed') this.#endless = true
    if (operators.length < long || kind === 'mixed') return
    const width = kind === 'text' ? 2 : 1
    // Behind a minus a bracket would turn the signs of what is inside.
    const { chosen, gap } = spread(operators, (each) => kind === 'text' || this.#tokens[each]?.sign === '+')
    if (gap > longest) this.#endless = true
    this.#brackets(chosen.map((each) => ({ from: each, to: each + width })))
  }

  #endPhrases(frame: Frame): void {
    const { phrases } = frame
    frame.phrases = []
    const [first] = phrases
    if (phrases.length < long || phrases.some((each) => each.text !== first?.text) || /^(?:except|minus)/.test(first?.text ?? '')) return
    this.#brackets(spread(phrases, () => true).chosen)
  }

  /** Around all between two of them; what is before the first and behind the last stays as it is. */
  #brackets(operators: readonly { readonly from: number; readonly to: number }[]): void {
    operators.slice(0, -1).forEach(({ to }, index) => {
      const opens = this.#tokens[to]
      const closes = this.#tokens[(operators[index + 1]?.from ?? 0) - 1]
      if (opens && closes) this.#found.push({ at: opens.start, text: '(' }, { at: closes.end, text: ')' })
    })
  }
}

/** Every so many of those that may be taken, so that groups and their number are about the same; `gap`: the longest way between two. */
function spread<T>(all: readonly T[], may: (each: T) => boolean): { readonly chosen: readonly T[]; readonly gap: number } {
  const size = Math.max(smallest, Math.ceil(Math.sqrt(all.length)))
  const chosen: T[] = []
  let [gap, since] = [0, 0]
  for (const each of all) {
    since++
    gap = Math.max(gap, since)
    if (since < size || !may(each)) continue
    chosen.push(each)
    since = 0
  }
  return { chosen, gap }
}

function newFrame(isCase: boolean): Frame {
  return { isCase, operators: [], kind: undefined, phrases: [] }
}

/** Why something was found: its text with what was typed marked, as elements. */
import type { JSX } from 'preact'
import type { Hit } from './searching.js'

/** Words that may have been typed are marked wherever they stand. */
export function Marked({ text, words }: { text: string; words: readonly string[] }): JSX.Element {
  const parts: (string | JSX.Element)[] = []
  let last = 0
  for (const [from, to] of places(text, words)) {
    parts.push(text.slice(last, from), <mark>{text.slice(from, to)}</mark>)
    last = to
  }
  return (
    <bdi>
      {parts}
      {text.slice(last)}
    </bdi>
  )
}

/** From, to; in order, without overlap. Longer texts are not searched through. */
function places(text: string, words: readonly string[]): (readonly [number, number])[] {
  const lower = text.slice(0, 2000).toLowerCase()
  const found: (readonly [number, number])[] = []
  if (lower.length !== Math.min(text.length, 2000)) return found
  for (let at = 0; at < lower.length; ) {
    const word = words.find((each) => each !== '' && lower.startsWith(each, at))
    if (word) found.push([at, at + word.length])
    at += word?.length ?? 1
  }
  return found
}

/** A name or a first sentence is shown anyway. */
export function Why({ hit, words }: { hit: Hit; words: readonly string[] }): JSX.Element | null {
  if (hit.field !== 'column' && hit.field !== 'tag') return null
  return (
    <span class="why">
      {hit.field}{' '}
      <code>
        <Marked text={hit.text} words={words} />
      </code>
    </span>
  )
}

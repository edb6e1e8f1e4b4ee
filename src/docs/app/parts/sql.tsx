/** SQL and commands as text that can be copied. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { sqlTokens } from '../sql-tokens.js'

/** A button that copies; it says that it did. */
export function Copy({ text, label = 'Copy' }: { text: string; label?: string }): JSX.Element {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await intoClipboard(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 1500)
  }
  return (
    <button type="button" class="no-print" aria-label={label === 'Copy' ? `Copy ${text.slice(0, 60)}` : label} onClick={() => void copy()}>
      <span aria-live="polite">{copied ? 'Copied' : label}</span>
    </button>
  )
}

/** Not every browser gives a page opened from a file its clipboard. */
async function intoClipboard(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    const field = document.createElement('textarea')
    field.value = text
    document.body.append(field)
    field.select()
    document.execCommand('copy')
    field.remove()
  }
}

/** A command line that can be copied: what reproduces a view, or brings what is missing. */
export function Command({ text }: { text: string }): JSX.Element {
  return (
    <span class="command">
      <code>{text}</code>
      <Copy text={text} />
    </span>
  )
}

/** What is coloured and drawn at once; the rest of a longer text is asked for. */
const drawn = 60_000

/** SQL with light colouring and a copy button. */
export function Sql({ text, label }: { text: string; label: string }): JSX.Element {
  const [whole, setWhole] = useState(false)
  const cut = !whole && text.length > drawn
  return (
    <figure class="sql">
      <figcaption>
        <bdi>{label}</bdi>
        <Copy text={text} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre tabIndex={0} dir="ltr">
        {/* Colouring costs an element for each word. */}
        {whole ? text : colour(text.slice(0, drawn))}
      </pre>
      {cut ? (
        <button type="button" onClick={() => setWhole(true)}>
          Show all {text.length.toLocaleString('en')} characters
        </button>
      ) : null}
    </figure>
  )
}

function colour(text: string): (string | JSX.Element)[] {
  return sqlTokens(text).map(({ kind, text: part }) => (kind ? <span class={`sql-${kind}`}>{part}</span> : part))
}

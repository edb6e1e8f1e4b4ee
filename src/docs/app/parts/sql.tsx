/** SQL and commands as text that can be copied. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'

const keywords = new Set(
  'select from where and or not in is null as on join left right inner outer full cross group by order having limit offset with union all except intersect case when then else end distinct over partition between like ilike cast true false create table view insert into update delete merge using values exists qualify recursive lateral asc desc'.split(
    ' ',
  ),
)

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

const tokenPattern =
  /(--[^\n]*|\/\*[\s\S]*?\*\/|\{#[\s\S]*?#\})|(\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\})|('(?:[^']|'')*')|([A-Za-z_]\w*)|(\d+(?:\.\d+)?)/g
const tokenClasses = ['comment', 'jinja', 'string', 'word', 'number']

function colour(text: string): (string | JSX.Element)[] {
  const out: (string | JSX.Element)[] = []
  let last = 0
  for (const match of text.matchAll(tokenPattern)) {
    const group = match.slice(1).findIndex((part) => part !== undefined)
    const name = tokenClasses[group]
    if (name === 'word' && !keywords.has(match[0].toLowerCase())) continue
    out.push(text.slice(last, match.index), <span class={`sql-${name === 'word' ? 'keyword' : name}`}>{match[0]}</span>)
    last = match.index + match[0].length
  }
  out.push(text.slice(last))
  return out
}

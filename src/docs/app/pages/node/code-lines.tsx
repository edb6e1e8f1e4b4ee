/** A long text by lines with numbers to link to; only a part of a very long one stands on the page. */
import type { JSX } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { Copy } from '../../parts.js'
import { type SqlToken, sqlLines } from '../../sql-tokens.js'

/** Lines on the page at first, and with each further request. */
const part = 500
/** Above this, in characters, the text is not coloured. */
const coloured = 200_000
/** A longer line is cut; copying gives all of it. */
const longLine = 3000

interface Props {
  readonly text: string
  readonly label: string
  /** The line that is linked to, from 1; 0: none. */
  readonly line: number
  readonly link: (line: number) => string
}

export function CodeLines({ text, label, line, link }: Props): JSX.Element {
  const lines = useMemo(() => linesOf(text), [text])
  const first = line > part ? Math.min(line, lines.length) - 100 : 0
  const [from, setFrom] = useState(first)
  const [to, setTo] = useState(first + part)
  const frame = useRef<HTMLElement>(null)
  useEffect(() => {
    if (line <= 0) return
    if (line <= from || line > to) {
      setFrom(Math.max(0, first))
      setTo(first + part)
    }
    frame.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'center' })
  }, [line])
  return (
    <figure class="sql code" ref={frame}>
      <figcaption>
        <bdi>{label}</bdi>
        <span class="quiet small">
          {lines.length.toLocaleString('en')} lines{text.length > coloured ? `, ${text.length.toLocaleString('en')} characters` : ''}
        </span>
        <Copy text={text} />
      </figcaption>
      {from > 0 ? (
        <button type="button" onClick={() => setFrom(Math.max(0, from - part))}>
          Show earlier lines
        </button>
      ) : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre tabIndex={0} dir="ltr">
        {lines.slice(from, to).map((tokens, at) => (
          <Line key={from + at} number={from + at + 1} tokens={tokens} current={from + at + 1 === line} link={link} />
        ))}
      </pre>
      {to < lines.length ? (
        <button type="button" onClick={() => setTo(to + part * 2)}>
          Show more of {lines.length.toLocaleString('en')} lines
        </button>
      ) : null}
    </figure>
  )
}

function linesOf(text: string): readonly (readonly SqlToken[])[] {
  const trimmed = text.replace(/\n$/, '')
  return trimmed.length > coloured ? trimmed.split('\n').map((line) => [{ kind: '', text: line }]) : sqlLines(trimmed)
}

interface LineProps {
  readonly number: number
  readonly tokens: readonly SqlToken[]
  readonly current: boolean
  readonly link: (line: number) => string
}

function Line({ number, tokens, current, link }: LineProps): JSX.Element {
  return (
    <span class="code-line" aria-current={current ? 'location' : undefined}>
      <a class="line-number" href={link(number)} tabIndex={-1} aria-label={`Line ${number}`}>
        {number}
      </a>
      <span class="line-text">
        {cut(tokens).map(({ kind, text }) => (kind ? <span class={`sql-${kind}`}>{text}</span> : text))}
        {'\n'}
      </span>
    </span>
  )
}

function cut(tokens: readonly SqlToken[]): readonly SqlToken[] {
  const length = tokens.reduce((sum, { text }) => sum + text.length, 0)
  if (length <= longLine) return tokens
  const text = tokens.map((token) => token.text).join('')
  return [
    { kind: '', text: text.slice(0, longLine) },
    { kind: 'comment', text: `… ${(length - longLine).toLocaleString('en')} more characters` },
  ]
}

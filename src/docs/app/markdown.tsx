/**
 * Descriptions as Markdown, built as elements from tokens: markup inside a description is shown as text, never parsed; images
 * are not loaded, their text stands for them; links lead to the web, to an address of mail or within this page.
 */
import { lexer, type Token, type Tokens } from 'marked'
import type { ComponentChildren, JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'

/** Of longer texts the beginning is shown, and the rest on request. */
const shownAtOnce = 12_000
/** What is longer is shown as it is written: reading it would stop the page. */
const readable = 100_000

export function Markdown({ text }: { text: string }): JSX.Element {
  const [whole, setWhole] = useState(false)
  const cut = !whole && text.length > shownAtOnce * 1.2
  const shown = cut ? beginning(text) : text
  const body = useMemo(() => markdown(shown), [shown])
  return (
    <div class="markdown" dir="auto">
      {body}
      {cut ? (
        <p>
          <button type="button" class="button no-print" onClick={() => setWhole(true)}>
            Show all {text.length.toLocaleString('en')} characters
          </button>
        </p>
      ) : null}
    </div>
  )
}

/** Ends where a paragraph does, if one ends in the second half of it. */
function beginning(text: string): string {
  const part = text.slice(0, shownAtOnce)
  const end = part.lastIndexOf('\n\n')
  return end > shownAtOnce / 2 ? part.slice(0, end) : `${part}…`
}

/** A line of markers in markers, which only an attack nests so deep: the time to read it grows with the square. */
const tooDeep = /^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])[ \t])){12}/m

function markdown(text: string): ComponentChildren {
  const plain = <p class="as-written">{text}</p>
  if (text.length > readable || tooDeep.test(text)) return plain
  try {
    return blocks(lexer(text), 0)
  } catch {
    return plain
  }
}

type TokenView = (token: never, depth: number) => ComponentChildren

const views: Readonly<Record<string, TokenView>> = {
  space: () => null,
  def: () => null,
  paragraph: (token: Tokens.Paragraph, depth) => <p dir="auto">{blocks(token.tokens, depth)}</p>,
  heading: (token: Tokens.Heading, depth) => heading(token, depth),
  code: (token: Tokens.Code) => code(token),
  codespan: (token: Tokens.Codespan) => <code>{token.text}</code>,
  strong: (token: Tokens.Strong, depth) => <strong>{blocks(token.tokens, depth)}</strong>,
  em: (token: Tokens.Em, depth) => <em>{blocks(token.tokens, depth)}</em>,
  del: (token: Tokens.Del, depth) => <del>{blocks(token.tokens, depth)}</del>,
  br: () => <br />,
  hr: () => <hr />,
  blockquote: (token: Tokens.Blockquote, depth) => <blockquote>{blocks(token.tokens, depth)}</blockquote>,
  list: (token: Tokens.List, depth) => list(token, depth),
  checkbox: (token: Tokens.Checkbox) => (
    <input type="checkbox" disabled checked={token.checked} aria-label={token.checked ? 'done' : 'open'} />
  ),
  link: (token: Tokens.Link, depth) => link(token, depth),
  image: (token: Tokens.Image) => <span class="image">{token.text || 'image'}</span>,
  html: (token: Tokens.HTML) => (token.block ? <p class="as-written">{token.raw.trim()}</p> : token.raw),
  table: (token: Tokens.Table, depth) => table(token, depth),
  text: (token: Tokens.Text, depth) => (token.tokens ? blocks(token.tokens, depth) : decoded(token.text)),
  escape: (token: Tokens.Escape) => token.text,
}

const deepest = 40

function blocks(tokens: readonly Token[] | undefined, depth: number): ComponentChildren[] {
  return (tokens ?? []).map((token) => {
    const view = depth < deepest ? (views[token.type] as ((token: Token, depth: number) => ComponentChildren) | undefined) : undefined
    return view ? view(token, depth + 1) : token.raw
  })
}

/** A description's headings stand below the page's own. */
function heading(token: Tokens.Heading, depth: number): JSX.Element {
  const inside = blocks(token.tokens, depth)
  return token.depth <= 2 ? <h3 dir="auto">{inside}</h3> : <h4 dir="auto">{inside}</h4>
}

function code({ text }: Tokens.Code): JSX.Element {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <pre tabIndex={0} dir="ltr">
      {text}
    </pre>
  )
}

function list(token: Tokens.List, depth: number): JSX.Element {
  const items = token.items.map((entry, place) => (
    <li key={place} class={entry.task ? 'task' : undefined} dir="auto">
      {blocks(entry.tokens, depth)}
    </li>
  ))
  return token.ordered ? <ol start={typeof token.start === 'number' ? token.start : undefined}>{items}</ol> : <ul>{items}</ul>
}

/** Anything else is shown with its address, so that nothing of the text is lost. */
function link(token: Tokens.Link, depth: number): JSX.Element {
  const inside = blocks(token.tokens, depth)
  if (token.href.startsWith('#/')) return <a href={token.href}>{inside}</a>
  if (token.href.startsWith('#')) return <span>{inside}</span>
  if (/^(https?:\/\/|mailto:)/i.test(token.href))
    return (
      <a href={token.href} rel="noreferrer noopener" target="_blank" title={token.href.slice(0, 500)}>
        {inside}
      </a>
    )
  return <span>{token.raw}</span>
}

function table(token: Tokens.Table, depth: number): JSX.Element {
  return (
    <table>
      <thead>
        <tr>
          {token.header.map((cell, place) => (
            <th key={place} scope="col">
              {blocks(cell.tokens, depth)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {token.rows.map((row, place) => (
          <tr key={place}>
            {row.map((cell, column) => (
              <td key={column} class={token.align[column] === 'right' ? 'number' : undefined}>
                {blocks(cell.tokens, depth)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00A0' }

/** What writers escape for HTML; as text it is safe again. */
function decoded(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,8}));/gi, (whole, decimal, hex, name) => {
    if (name) return entities[name.toLowerCase()] ?? whole
    const point = decimal ? Number(decimal) : Number.parseInt(hex, 16)
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole
  })
}

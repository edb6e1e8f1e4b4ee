/** Descriptions as Markdown, built as elements from tokens: markup inside a description is shown as text, never parsed. */
import { lexer, type Token, type Tokens } from 'marked'
import type { ComponentChildren, JSX } from 'preact'

export function Markdown({ text }: { text: string }): JSX.Element {
  return <div class="markdown">{blocks(lexer(text))}</div>
}

type TokenView = (token: never) => ComponentChildren

const views: Readonly<Record<string, TokenView>> = {
  space: () => null,
  paragraph: (token: Tokens.Paragraph) => <p>{blocks(token.tokens)}</p>,
  heading: (token: Tokens.Heading) => heading(token),
  code: (token: Tokens.Code) => <pre>{token.text}</pre>,
  codespan: (token: Tokens.Codespan) => <code>{token.text}</code>,
  strong: (token: Tokens.Strong) => <strong>{blocks(token.tokens)}</strong>,
  em: (token: Tokens.Em) => <em>{blocks(token.tokens)}</em>,
  del: (token: Tokens.Del) => <del>{blocks(token.tokens)}</del>,
  br: () => <br />,
  hr: () => <hr />,
  blockquote: (token: Tokens.Blockquote) => <blockquote>{blocks(token.tokens)}</blockquote>,
  list: (token: Tokens.List) => (token.ordered ? <ol>{items(token)}</ol> : <ul>{items(token)}</ul>),
  link: (token: Tokens.Link) => link(token),
  table: (token: Tokens.Table) => table(token),
  text: (token: Tokens.Text) => (token.tokens ? blocks(token.tokens) : token.text),
  escape: (token: Tokens.Escape) => token.text,
}

function blocks(tokens: readonly Token[] | undefined): ComponentChildren[] {
  return (tokens ?? []).map((token) => {
    const view = views[token.type] as ((token: Token) => ComponentChildren) | undefined
    return view ? view(token) : token.raw
  })
}

function items(list: Tokens.List): ComponentChildren[] {
  return list.items.map((entry, place) => <li key={place}>{blocks(entry.tokens)}</li>)
}

/** A description's headings stand below the page's own. */
function heading(token: Tokens.Heading): JSX.Element {
  return token.depth <= 2 ? <h4>{blocks(token.tokens)}</h4> : <h5>{blocks(token.tokens)}</h5>
}

function link(token: Tokens.Link): JSX.Element {
  const safe = /^(https?:|mailto:|#)/i.test(token.href)
  return safe ? (
    <a href={token.href} rel="noreferrer noopener" target={token.href.startsWith('#') ? undefined : '_blank'}>
      {blocks(token.tokens)}
    </a>
  ) : (
    <span>{token.raw}</span>
  )
}

function table(token: Tokens.Table): JSX.Element {
  return (
    <table>
      <thead>
        <tr>
          {token.header.map((cell, place) => (
            <th key={place}>{blocks(cell.tokens)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {token.rows.map((row, place) => (
          <tr key={place}>
            {row.map((cell, column) => (
              <td key={column}>{blocks(cell.tokens)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

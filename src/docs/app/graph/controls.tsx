/** What is drawn, by which colours and groups: the fields above the drawing. All of it stands in the address. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Command } from '../parts.js'
import type { Selection } from '../selection.js'
import { type Site, setQuery } from '../site.js'
import { type Asked, placeOf } from './asked.js'
import { collapses } from './collapse.js'
import { colourings } from './colours.js'
import type { Between } from './paths.js'

/** A scene that was asked for anew is seen as a whole. */
export const anew = { view: '', focus: '', rows: '' }

export function Selector({ asked, selection }: { asked: Asked; selection: Selection | null }): JSX.Element {
  const [text, setText] = useState(asked.select)
  useEffect(() => setText(asked.select), [asked.select])
  const go = (wanted: string) => setQuery({ ...anew, select: wanted.trim(), node: '' })
  const wrong = asked.select !== '' && text.trim() === asked.select ? selection?.problem : undefined
  return (
    <form
      class="lg-select no-print"
      onSubmit={(event) => {
        event.preventDefault()
        go(text)
      }}
    >
      <label for="lg-selector">Select</label>
      <input
        id="lg-selector"
        class="field mono"
        spellcheck={false}
        autocomplete="off"
        placeholder="all · try tag:daily+ or path:models/marts --exclude …"
        value={text}
        aria-invalid={selection?.error ? 'true' : undefined}
        aria-describedby="lg-answer"
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit" class="button button-main">
        Show
      </button>
      {asked.select || asked.node || asked.from || asked.to ? (
        <button type="button" class="button" onClick={() => setQuery({ ...anew, select: '', node: '', from: '', to: '', changes: '' })}>
          All
        </button>
      ) : null}
      {wrong ? <Wrong text={asked.select} place={wrong.place} /> : null}
    </form>
  )
}

/** The text with what is wrong in it underlined. */
function Wrong({ text, place: [from, to] }: { text: string; place: readonly [number, number] }): JSX.Element {
  return (
    <code class="lg-wrong">
      {text.slice(0, from)}
      <mark>{text.slice(from, Math.max(to, from + 1)) || ' '}</mark>
      {text.slice(to)}
    </code>
  )
}

interface AnswerProps {
  readonly site: Site
  readonly asked: Asked
  readonly selection: Selection | null
  readonly path: Between | null
  readonly count: number
}

/** How much is shown, what went wrong, and the command that lists the same. */
export function Answer({ site, asked, selection, path, count }: AnswerProps): JSX.Element {
  const all = site.index.nodes.length
  const unknown = [asked.node, asked.from, asked.to].filter((text) => text !== '' && placeOf(site, text) < 0)
  return (
    <div id="lg-answer" class="lg-answer" aria-live="polite">
      {selection?.error ? <p class="lg-error">{selection.error}</p> : null}
      {unknown.length > 0 ? <p class="lg-error">No node is called {unknown.map((text) => `“${text}”`).join(' or ')}.</p> : null}
      {path ? <PathAnswer site={site} asked={asked} path={path} /> : null}
      <p>
        <span class="quiet">
          {count === all ? `${all.toLocaleString('en')} nodes` : `${count.toLocaleString('en')} of ${all.toLocaleString('en')} nodes`}
          {selection && selection.tests > 0 ? `, and ${selection.tests} tests of them` : ''}
          {selection && selection.unmatched.length > 0 ? ` · nothing matches ${selection.unmatched.join(', ')}` : ''}
        </span>{' '}
        {asked.select !== '' && !selection?.error ? <Command text={commandOf(asked.select)} /> : null}
      </p>
    </div>
  )
}

/** As a shell reads it: each word quoted where it must be. */
function commandOf(text: string): string {
  const words = text.split(/\s+/).map((word) => (/^[\w.:+@*/,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
  return words[0]?.startsWith('-') ? `sluice ls ${words.join(' ')}` : `sluice ls --select ${words.join(' ')}`
}

function PathAnswer({ site, asked, path }: { site: Site; asked: Asked; path: Between }): JSX.Element {
  const name = (place: number) => site.index.nodes[place]?.name ?? ''
  if (path.nodes.size === 0)
    return (
      <p class="lg-error">
        No path leads from {name(placeOf(site, asked.from))} to {name(placeOf(site, asked.to))}.{' '}
        <button type="button" class="button" onClick={() => setQuery({ ...anew, from: asked.to, to: asked.from })}>
          Turn round
        </button>
      </p>
    )
  return (
    <p>
      {path.nodes.size} nodes on the paths; the shortest has {path.shortest.length - 1} {path.shortest.length === 2 ? 'step' : 'steps'}:{' '}
      <bdi class="mono">{path.shortest.map(name).join(' → ')}</bdi>
    </p>
  )
}

export function Choosers({ site, asked, changed }: { site: Site; asked: Asked; changed: boolean }): JSX.Element {
  return (
    <div class="filters lg-choosers no-print">
      <label>
        Colour by
        <select value={asked.colour} onChange={(event) => setQuery({ color: event.currentTarget.value, lit: '' })}>
          {Object.entries(colourings).map(([key, title]) => (
            <option key={key} value={key}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <label>
        Collapse by
        <select value={asked.collapse ?? ''} onChange={(event) => setQuery({ ...anew, collapse: event.currentTarget.value, open: '' })}>
          <option value="">nothing</option>
          {collapses.map((key) => (
            <option key={key} value={key}>
              {key === 'group' ? 'owner' : key}
            </option>
          ))}
        </select>
      </label>
      <NodeField site={site} name="from" label="Path from" value={asked.from} />
      <NodeField site={site} name="to" label="to" value={asked.to} />
      {changed ? (
        <label class="lg-check">
          <input
            type="checkbox"
            checked={asked.changes}
            onChange={(event) => setQuery({ ...anew, changes: event.currentTarget.checked ? '1' : '' })}
          />
          Only what changed and what is downstream
        </label>
      ) : null}
    </div>
  )
}

/** Names that are offered while one types. */
const offered = 40

function NodeField({ site, name, label, value }: { site: Site; name: string; label: string; value: string }): JSX.Element {
  const shown = site.index.nodes[placeOf(site, value)]?.name ?? value
  const [text, setText] = useState(shown)
  useEffect(() => setText(shown), [shown])
  const fitting =
    text === shown ? [] : site.index.nodes.filter((node) => node.name.toLowerCase().includes(text.toLowerCase())).slice(0, offered)
  return (
    <label>
      {label}
      <input
        list={`lg-${name}`}
        value={text}
        placeholder="any node"
        onInput={(event) => setText(event.currentTarget.value)}
        onChange={(event) => setQuery({ ...anew, [name]: event.currentTarget.value.trim() })}
      />
      <datalist id={`lg-${name}`}>
        {fitting.map((node) => (
          <option key={node.id} value={node.name} />
        ))}
      </datalist>
    </label>
  )
}

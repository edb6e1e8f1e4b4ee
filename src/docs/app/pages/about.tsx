/** What this site was made from, what it has and what it lacks, and how it is made anew. */
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { showHelp } from '../frame/help-shown.js'
import { Command, Facts, formatBytes, formatCount, formatTime, Heads } from '../parts.js'
import type { Site } from '../site.js'
import type { PageProps } from './page-props.js'

interface Part {
  readonly title: string
  readonly page: string
  /** What brings it where it is absent. */
  readonly bring: string
  readonly command: string
}

const run = { bring: 'Nothing has run on this target yet, or its results are gone.', command: 'sluice build' }
const made = { bring: 'It is made with the site.', command: 'sluice docs generate' }

/** By the name of its block. */
const parts: Readonly<Record<string, Part>> = {
  tests: { title: 'Tests', page: 'tests', ...made },
  sources: {
    title: 'Sources and their freshness',
    page: 'sources',
    bring: 'The project declares no source, or none was checked.',
    command: 'sluice source freshness',
  },
  runs: { title: 'What each node did in the last run', page: 'runs', ...run },
  history: { title: 'Earlier runs', page: 'runs', bring: 'No run before the last one is kept.', command: 'sluice build' },
  exposures: { title: 'Exposures', page: 'exposures', bring: 'The project declares none.', command: '' },
  metrics: { title: 'Metrics', page: 'metrics', bring: 'The project declares none.', command: '' },
  governance: { title: 'Findings and coverage', page: 'governance', ...made },
  glossary: { title: 'Glossary', page: 'glossary', ...made },
  macros: { title: 'Macros', page: 'macros', ...made },
  changes: {
    title: 'Changes against another version',
    page: 'changes',
    bring: 'Name the other manifest.',
    command: 'sluice docs generate --compare DIR',
  },
  search: { title: 'Search in columns', page: 'catalog', ...made },
  select: { title: 'Selection as on the command line', page: 'lineage', ...made },
}

export function About({ site }: PageProps): JSX.Element {
  const { index } = site
  const bytes = useMemo(bytesInside, [])
  return (
    <>
      <h1>About</h1>
      <Facts
        rows={[
          ['Project', index.project],
          ['Warehouse', index.adapter],
          ['Target', index.target],
          ['Made', formatTime(index.generatedAt)],
          ['Made by', `sluice ${index.toolVersion}`],
          ['Last run', index.lastRun ? `${index.lastRun.command}, ${formatTime(index.lastRun.finishedAt)}` : 'none yet'],
          ['Nodes', countsOf(site)],
          ['Edges', formatCount(index.edges.length)],
          ['Columns', formatCount(index.nodes.reduce((sum, { columns }) => sum + columns, 0))],
          ['Data in this page', bytes === 0 ? 'in files beside it' : `${formatBytes(bytes)}, compressed`],
          ['Project hash', index.fingerprint],
          ['Left out', index.leftOut.join(', ')],
        ]}
      />
      <p>
        This site works offline and sends no request. The project hash is the same as long as the SQL, seeds and macros are. Made anew by:
      </p>
      <p>
        <Command text={commandOf(site)} />
      </p>
      <section>
        <h2>What is in it</h2>
        <Contents site={site} />
      </section>
      <section>
        <h2>Keys</h2>
        <p>
          <kbd>/</kbd> searches, <kbd>g</kbd> and a letter leads to a page, <kbd>?</kbd> shows all of them.{' '}
          <button type="button" class="button no-print" onClick={showHelp}>
            Show the keys
          </button>
        </p>
      </section>
      <section>
        <h2>Licences</h2>
        <p>
          sluice is under the Apache License 2.0. This page contains Preact, Preact Signals, MiniSearch and marked, all under the MIT
          licence; their texts are in <code>THIRD-PARTY-NOTICES.txt</code> of the package. What the project itself says stays its own.
        </p>
      </section>
    </>
  )
}

function Contents({ site: { index } }: { site: Site }): JSX.Element {
  const present = Object.entries(parts).filter(([name]) => index.blocks.includes(name))
  return (
    <>
      <ul class="row plain-list">
        {present.map(([name, { title, page }]) => (
          <li key={name}>
            <a class="tag" href={`#/${page}`}>
              {title}
            </a>
          </li>
        ))}
      </ul>
      <Absent rows={absentOf(index)} />
    </>
  )
}

interface Lack {
  readonly title: string
  readonly bring: string
  readonly command: string
}

function absentOf(index: Site['index']): Lack[] {
  const lineage = { title: 'Column lineage', bring: index.noColumns, command: 'sluice docs generate' }
  const results = { title: 'Results of a run', ...run }
  return [
    ...(index.noColumns ? [lineage] : []),
    ...(index.lastRun ? [] : [results]),
    ...Object.entries(parts).flatMap(([name, part]) => (index.blocks.includes(name) ? [] : [part])),
  ]
}

function Absent({ rows }: { rows: readonly Lack[] }): JSX.Element | null {
  if (rows.length === 0) return null
  return (
    <>
      <h3>Not in it</h3>
      <table class="list">
        <Heads titles={['What', 'Why', 'What brings it']} />
        <tbody>
          {rows.map(({ title, bring, command }) => (
            <tr key={title}>
              <td>{title}</td>
              <td class="wide">
                <bdi>{bring}</bdi>
              </td>
              <td>{command ? <Command text={command} /> : null}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

const flags: Readonly<Record<string, string>> = { SQL: '--exclude-sql', samples: '--no-samples', 'names and places': '--redact' }

function commandOf({ index }: Site): string {
  const asked = index.leftOut.includes('names and places') ? index.leftOut.filter((each) => each !== 'samples') : index.leftOut
  return ['sluice docs generate', ...asked.map((each) => flags[each] ?? '')].join(' ')
}

/** Characters of the data scripts, which are bytes. */
function bytesInside(): number {
  return [...document.querySelectorAll('script[id^="data-"]')].reduce((sum, { textContent }) => sum + (textContent?.length ?? 0), 0)
}

function countsOf({ index }: Site): string {
  const counts = new Map<string, number>()
  for (const { type } of index.nodes) counts.set(type, (counts.get(type) ?? 0) + 1)
  return [...counts]
    .map(([type, count]) =>
      `${formatCount(count)} ${type.replace('_', ' ')}${count === 1 ? '' : 's'}`.replace(/ys$/, 'ies').replace('analysiss', 'analyses'),
    )
    .join(', ')
}

/** The health of the project in six figures. */
import type { JSX } from 'preact'
import type { Counts } from '../ops/attention.js'
import { formatAge, formatCount, formatSeconds, formatTime, plural, Status, share, Tile } from '../parts.js'
import type { Site } from '../site.js'

export function Health({ site, counts }: { site: Site; counts: Counts }): JSX.Element {
  const { models, described, tested } = counts
  return (
    <div class="tiles tiles-tight home-tiles">
      <LastRun site={site} />
      <FailingTests site={site} counts={counts} />
      <Freshness counts={counts} />
      <Tile
        title="Described"
        figure={share(described, models)}
        note={`${formatCount(described)} of ${plural(models, 'model')}, ${share(counts.columnsDescribed, counts.columns)} of columns`}
        href="#/catalog?type=model&described=no,partly"
      />
      <Tile
        title="Tested"
        figure={share(tested, models)}
        note={`${formatCount(tested)} of ${plural(models, 'model')}`}
        href="#/tests?view=gaps"
      />
    </div>
  )
}

const words = [
  ['fail', 'failed'],
  ['warn', 'warnings'],
  ['skipped', 'skipped'],
  ['ok', 'passed'],
] as const

function LastRun({ site }: { site: Site }): JSX.Element {
  const { lastRun, generatedAt } = site.index
  if (!lastRun) return <Tile title="Last run" figure="–" note="not run yet" />
  const { counts } = lastRun
  const status = counts.fail > 0 ? 'fail' : counts.warn > 0 ? 'warn' : 'ok'
  const age = formatAge(lastRun.finishedAt, generatedAt)
  return (
    <div class={`tile tile-${status} tile-run`}>
      <p class="tile-title">
        Last run <code>{lastRun.command}</code>
      </p>
      <p class="figure">
        <a href="#/runs">{formatSeconds(lastRun.elapsed)}</a>
      </p>
      <p class="run-counts">
        {words
          .filter(([key]) => counts[key] > 0)
          .map(([key, word]) => (
            <span key={key} class="count">
              <Status status={key} /> {formatCount(counts[key])} {word}
            </span>
          ))}
      </p>
      <p class="quiet small">
        {formatTime(lastRun.finishedAt)}
        {age && Date.parse(generatedAt) - Date.parse(lastRun.finishedAt) > 60_000 ? `, ${age} before this page` : ''}
      </p>
    </div>
  )
}

function FailingTests({ site, counts }: { site: Site; counts: Counts }): JSX.Element {
  const { failingTests: failing, warningTests: warning } = counts
  const ran = site.index.lastRun !== null
  return (
    <Tile
      title="Failing tests"
      figure={ran ? formatCount(failing) : '–'}
      note={ran ? (warning > 0 ? `and ${plural(warning, 'warning')}` : 'no warnings') : 'not run yet'}
      status={failing > 0 ? 'fail' : warning > 0 ? 'warn' : 'none'}
      href={failing > 0 ? '#/tests?status=fail' : warning > 0 ? '#/tests?status=warn' : '#/tests'}
    />
  )
}

function Freshness({ counts }: { counts: Counts }): JSX.Element {
  const { stale, late, sources, checked } = counts
  const note = checked > 0 ? `${late > 0 ? `${late} late, ` : ''}${checked} of ${plural(sources, 'source')} checked` : 'never checked'
  return (
    <Tile
      title="Stale sources"
      figure={checked > 0 ? formatCount(stale) : '–'}
      note={sources === 0 ? 'the project has no sources' : note}
      status={stale > 0 ? 'fail' : late > 0 ? 'warn' : 'none'}
      href="#/sources"
    />
  )
}

/** One monitor: what is anomalous now and was before, and its series with what was expected of them. */
import type { JSX } from 'preact'
import type { SiteMonitor, SiteSeries } from '../../model/index.js'
import { BandChart } from '../charts/band.js'
import { formatTime, plural, Status } from '../parts.js'

const shownAtOnce = 6

export function Monitor({ monitor }: { monitor: SiteMonitor }): JSX.Element {
  const { anomalies, past, series, partitions, judged, grain, learning } = monitor
  const fired = new Set(past.map(([period]) => period)).size
  return (
    <>
      <p>
        <Status
          status={anomalies.length > 0 ? 'warn' : 'ok'}
          text={anomalies.length > 0 ? plural(anomalies.length, 'anomaly', 'anomalies') : learning === null ? 'as expected' : 'learning'}
        />{' '}
        {plural(partitions, grain)} of <code>{monitor.timeColumn}</code>, {judged} judged, {fired} of them anomalous; looked at{' '}
        {formatTime(monitor.judgedAt)}
      </p>
      {anomalies.length > 0 ? (
        <ul>
          {anomalies.map((words) => (
            <li key={words}>
              <bdi>{words}</bdi>
            </li>
          ))}
        </ul>
      ) : null}
      <Charts series={series.slice(0, shownAtOnce)} />
      {series.length > shownAtOnce ? (
        <details>
          <summary>{plural(series.length - shownAtOnce, 'more series', 'more series')}</summary>
          <Charts series={series.slice(shownAtOnce)} />
        </details>
      ) : null}
      {past.length > 0 ? (
        <details>
          <summary>{plural(past.length, 'anomaly', 'anomalies')} in the history there is</summary>
          <ul>
            {past.toReversed().map(([period, label, words]) => (
              <li key={`${period} ${label} ${words}`}>
                <bdi>{words}</bdi>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  )
}

function Charts({ series }: { series: readonly SiteSeries[] }): JSX.Element {
  return (
    <div class="band-charts">
      {series.map((each) => {
        const name = each.part ? `${each.label}, ${each.part}` : each.label
        const bad = each.points.filter(([, , , , anomaly]) => anomaly === 1).length
        const title = `${each.check}: ${name}; last ${each.last}${each.expected ? `, expected ${each.expected}` : ''}; ${plural(bad, 'anomaly', 'anomalies')}`
        return (
          <figure key={`${each.check} ${name}`}>
            <figcaption>
              <bdi>{name}</bdi>{' '}
              <span class="quiet small">
                {each.last}
                {each.expected ? `, expected ${each.expected}` : ''}
              </span>
            </figcaption>
            <BandChart series={each} title={title} />
          </figure>
        )
      })}
    </div>
  )
}

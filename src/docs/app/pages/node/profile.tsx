/** What the values of a table are like, column by column. */
import type { JSX } from 'preact'
import type { SiteColumnProfile } from '../../../model/index.js'
import { Sparkline } from '../../charts/small.js'
import { askedText } from '../../columns/words.js'
import { Command, formatCount, formatTime, Heads } from '../../parts.js'
import type { TabProps } from './tab-props.js'

export function ProfileTab({ site, node, detail }: TabProps): JSX.Element {
  const { profile } = detail
  if (!profile) return <p>Nobody has looked at its values.</p>
  const { at, rows, sampled, estimated, columns, changes } = profile
  const note = estimated.length > 0 ? ` ${estimated.join(' and ')} are estimates.` : ''
  return (
    <>
      <p>{`${formatCount(rows)} rows${sampled ? ' of a sample' : ''}, looked at ${formatTime(at)}.${note}`}</p>
      <div class="scroll">
        <table class="list">
          <Heads
            titles={['Column', { number: 'Nulls' }, { number: 'Distinct' }, 'Least', 'Median', 'Greatest', 'Spread', 'Most frequent']}
          />
          <tbody>
            {columns.map((column) => (
              <Row key={column.name} column={column} rows={rows} />
            ))}
          </tbody>
        </table>
      </div>
      {changes.length > 0 ? (
        <section>
          <h2>Since the profile before</h2>
          <ul>
            {changes.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
        </section>
      ) : null}
      <Command text={`sluice show --select ${askedText(site, node)} --profile`} />
    </>
  )
}

function Row({ column, rows }: { column: SiteColumnProfile; rows: number }): JSX.Element {
  const { name, type, nulls, distinct, min, max, quantiles, histogram, top } = column
  return (
    <tr>
      <td>
        <code>{name}</code> {type}
      </td>
      <td class="number">{nulls === 0 ? '0' : `${formatCount(nulls)} (${percent(nulls, rows)})`}</td>
      <td class="number">{distinct === null ? '' : formatCount(distinct)}</td>
      <td>{min}</td>
      <td>{quantiles[2]}</td>
      <td>{max}</td>
      <td>{histogram.length > 0 ? <Sparkline values={histogram} title={`Values of ${name} from the least to the greatest`} /> : null}</td>
      <td>
        {top
          .slice(0, 5)
          .map(([value, count]) => `${value} ${percent(count, rows)}`)
          .join(', ')}
      </td>
    </tr>
  )
}

function percent(part: number, whole: number): string {
  return `${Number(((100 * part) / Math.max(1, whole)).toPrecision(3))} %`
}

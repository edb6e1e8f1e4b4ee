/** The quality score of each owner or folder, with the rules it is made of. */
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { NodeStatus } from '../../model/index.js'
import { Bar, Sparkline } from '../charts/small.js'
import { useBlock } from '../data.js'
import { Choices, EmptyState, Heads, Status } from '../parts.js'
import { setQuery } from '../site.js'
import { passRates } from './past.js'
import { criteria, type Score, scores } from './quality.js'
import { DataTable } from './table.js'
import type { TestProps } from './test-props.js'

/** From here on a score is good, and below the second one it is bad. */
const good = 80
const bad = 50

export function Quality({ site, route, block }: TestProps): JSX.Element {
  const by = route.query.get('score') === 'folder' ? 'folder' : 'group'
  const history = useBlock(site.index, 'history')
  const unit = useMemo(() => new Set(block.tests.flatMap(({ kind, nodes }) => (kind === 'unit' ? nodes : []))), [block])
  const rows = useMemo(
    () => scores(site.index.nodes, unit, (node) => (by === 'group' ? node.group || node.owner || '(no owner)' : node.folder || '(top)')),
    [site, unit, by],
  )
  const all = useMemo(() => scores(site.index.nodes, unit, () => 'all')[0], [site, unit])
  if (!all) return <EmptyState title="The project has no models yet." />
  const rates = history ? passRates(history) : []
  return (
    <>
      <div class="row quality-head">
        <Ring score={all.score} />
        <p class="quiet">
          Of 100 points, the mean of {all.models} models. It counts what stands in the files and what the last run found, nothing else: the
          rules are below.
          {rates.length > 1 ? (
            <>
              <br />
              <Sparkline values={rates} title={`Share of tests that passed in ${rates.length} runs`} />{' '}
              <span class="small">tests that passed, run by run</span>
            </>
          ) : null}
        </p>
      </div>
      <Choices
        label="Score of"
        value={by}
        choices={[
          { value: 'group', title: 'by owner' },
          { value: 'folder', title: 'by folder' },
        ]}
        onPick={(value) => setQuery({ score: value === 'group' ? '' : value, 'quality-page': '' })}
      />
      <div class="after-choices">
        <ScoreTable rows={rows} by={by} groups={new Set(site.index.owners.map(({ group }) => group))} />
      </div>
      <h2>What counts</h2>
      <Rules all={all} />
    </>
  )
}

function statusOf(score: number): NodeStatus {
  return score >= good ? 'ok' : score >= bad ? 'warn' : 'fail'
}

const scoreWords = { ok: 'good', warn: 'fair', fail: 'poor', skipped: '', none: '' } as const

function Ring({ score }: { score: number }): JSX.Element {
  const length = 2 * Math.PI * 40
  const status = statusOf(score)
  return (
    <svg
      class={`ring ring-${status}`}
      width="104"
      height="104"
      viewBox="0 0 104 104"
      role="img"
      aria-label={`Quality score ${Math.round(score)} of 100, ${scoreWords[status]}`}
    >
      <circle class="ring-ground" cx="52" cy="52" r="40" />
      <circle
        class="ring-part"
        cx="52"
        cy="52"
        r="40"
        stroke-dasharray={`${(length * score) / 100} ${length}`}
        transform="rotate(-90 52 52)"
      />
      <text x="52" y="56" text-anchor="middle">
        {Math.round(score)}
      </text>
      <text class="ring-word" x="52" y="72" text-anchor="middle">
        {scoreWords[status]}
      </text>
    </svg>
  )
}

function ScoreTable({ rows, by, groups }: { rows: readonly Score[]; by: string; groups: ReadonlySet<string> }): JSX.Element {
  return (
    <DataTable
      name="quality"
      caption={`Quality score by ${by}`}
      rows={rows}
      size={25}
      id={({ name }) => name}
      columns={[
        {
          key: 'name',
          title: by === 'group' ? 'Owner' : 'Folder',
          cell: ({ name }) => <NameLink name={name} by={by === 'folder' || groups.has(name) ? by : 'owner'} />,
          by: ({ name }) => name,
        },
        { key: 'models', title: 'Models', number: true, cell: ({ models }) => models, by: ({ models }) => models },
        {
          key: 'score',
          title: 'Score',
          cell: ({ score }) => (
            <span class="score">
              <Status status={statusOf(score)} text={`${Math.round(score)} ${scoreWords[statusOf(score)]}`} />
              <Bar part={score} whole={100} status={statusOf(score)} />
            </span>
          ),
          by: ({ score }) => score,
        },
        ...criteria.map(({ key, title }) => ({
          key,
          title,
          number: true,
          cell: ({ parts }: Score) => percent(parts[key]),
          by: ({ parts }: Score) => parts[key] ?? null,
        })),
      ]}
    />
  )
}

function NameLink({ name, by }: { name: string; by: string }): JSX.Element {
  return name.startsWith('(') ? (
    <bdi>{name}</bdi>
  ) : (
    <a href={`#/catalog?type=model&${by}=${encodeURIComponent(name)}`}>
      <bdi>{name}</bdi>
    </a>
  )
}

function Rules({ all }: { all: Score }): JSX.Element {
  return (
    <>
      <div class="table-frame">
        <table class="list">
          <Heads titles={['Rule', { number: 'Points' }, 'A model gets them when it …', { number: 'Reached' }]} />
          <tbody>
            {criteria.map(({ key, title, weight, rule }) => (
              <tr key={key}>
                <td>{title}</td>
                <td class="number">{weight}</td>
                <td>{rule}</td>
                <td class="number">{percent(all.parts[key])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="quiet small">
        Score of a model = points reached ÷ points of the rules that apply to it × 100; of a group = mean of its models. From {good} on it
        is good, below {bad} poor.
      </p>
    </>
  )
}

function percent(part: number | null | undefined): string {
  return part === null || part === undefined ? '–' : `${Math.round(part * 100)} %`
}

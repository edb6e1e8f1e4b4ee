/** What `sluice check` finds, by rule. */
import type { JSX } from 'preact'
import type { GovernanceBlock, NodeStatus } from '../../model/index.js'
import { Choices, Command, EmptyState, Heads, NodeLink, plural, Status, usePaged } from '../parts.js'
import { route, type Site, setQuery } from '../site.js'

type Finding = NonNullable<GovernanceBlock['findings']>[number]

const marks: Readonly<Record<string, NodeStatus>> = { error: 'fail', warning: 'warn', warn: 'warn' }

export function Findings({ site, findings }: { site: Site; findings: readonly Finding[] | null }): JSX.Element {
  if (!findings)
    return (
      <EmptyState title="The rules were not asked" command="sluice docs generate">
        After a build the page is written without them; this command asks them, and <code>sluice check</code> does in a terminal.
      </EmptyState>
    )
  if (findings.length === 0)
    return (
      <EmptyState title="No findings" command="sluice check">
        Every rule holds. Rules of your own stand in <code>sluice-rules.yml</code>.
      </EmptyState>
    )
  return <FindingTable site={site} findings={findings} />
}

function FindingTable({ site, findings }: { site: Site; findings: readonly Finding[] }): JSX.Element {
  const { query } = route.value
  const [severity, rule] = [query.get('severity') ?? '', query.get('rule') ?? '']
  const severities = [...new Set(findings.map((each) => each.severity))]
  const found = findings.filter((each) => (!severity || each.severity === severity) && (!rule || each.rule === rule))
  const rank = (each: Finding) => (marks[each.severity] === 'fail' ? 0 : marks[each.severity] === 'warn' ? 1 : 2)
  const sorted = [...found].sort((a, b) => rank(a) - rank(b) || a.rule.localeCompare(b.rule))
  const { shown, pager } = usePaged(sorted, 100)
  return (
    <>
      <div class="filters">
        {severities.length > 1 ? (
          <Choices
            label="Severity"
            choices={[{ value: '', title: 'All' }, ...severities.map((value) => ({ value, title: value }))]}
            value={severity}
            onPick={(value) => setQuery({ severity: value, page: '' })}
          />
        ) : null}
        <Command text="sluice check" />
      </div>
      <p class="row">
        {countsOf(findings, severity).map(([name, count]) => (
          <button
            key={name}
            type="button"
            class="button"
            aria-pressed={name === rule}
            onClick={() => setQuery({ rule: name === rule ? '' : name, page: '' })}
          >
            {name} {count}
          </button>
        ))}
      </p>
      <table class="list">
        <Heads titles={['Severity', 'Rule', 'What is wrong', 'Node', 'File']} />
        <tbody>
          {shown.map((each, at) => (
            <FindingRow key={at} site={site} finding={each} />
          ))}
        </tbody>
      </table>
      {pager}
    </>
  )
}

function FindingRow({ site, finding }: { site: Site; finding: Finding }): JSX.Element {
  const node = site.index.nodes[finding.node]
  return (
    <tr>
      <td>
        <Status status={marks[finding.severity] ?? 'none'} text={finding.severity} />
      </td>
      <td class="mono">{finding.rule}</td>
      <td>
        <bdi>{finding.message}</bdi>
        {finding.hint ? (
          <p class="quiet small">
            <bdi>{finding.hint}</bdi>
          </p>
        ) : null}
      </td>
      <td>{node ? <NodeLink node={node} /> : null}</td>
      <td class="mono place">
        {finding.file ? (
          <bdi>
            {finding.file}:{finding.line}
          </bdi>
        ) : null}
      </td>
    </tr>
  )
}

/** The most frequent first, at most twenty. */
function countsOf(findings: readonly Finding[], severity: string): (readonly [string, string])[] {
  const counts = new Map<string, number>()
  for (const each of findings) if (!severity || each.severity === severity) counts.set(each.rule, (counts.get(each.rule) ?? 0) + 1)
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 20)
    .map(([name, count]) => [name, plural(count, 'time')])
}

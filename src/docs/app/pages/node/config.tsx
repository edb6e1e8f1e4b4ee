/** All settings of a node with where each comes from, and its meta. */
import type { JSX } from 'preact'
import { askedText } from '../../columns/words.js'
import { Command, EmptyState, Heads } from '../../parts.js'
import type { TabProps } from './tab-props.js'

export function ConfigTab({ site, node, detail }: TabProps): JSX.Element {
  const rows = detail.config.map(([key, value]) => [key, value, originOf(key, detail)] as const)
  return (
    <>
      {rows.length > 0 ? (
        <table class="list narrow">
          <Heads titles={['Setting', 'Value', 'Set in']} />
          <tbody>
            {rows.map(([key, value, origin]) => (
              <tr key={key}>
                <th scope="row">{key}</th>
                <td class="mono">
                  <Value text={value} />
                </td>
                <td class="quiet small">{origin}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <EmptyState title="Nothing is set">All settings are the defaults.</EmptyState>
      )}
      {detail.meta.length > 0 ? (
        <>
          <h2>Meta</h2>
          <table class="list narrow">
            <tbody>
              {detail.meta.slice(0, 200).map(([key, value]) => (
                <tr key={key}>
                  <th scope="row">{key}</th>
                  <td class="mono">
                    <Value text={value} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      ) : null}
      <p>
        <Command text={`sluice ls --select ${askedText(site, node)} --output json --output-keys config`} />
      </p>
    </>
  )
}

const long = 300

function Value({ text }: { text: string }): JSX.Element {
  if (text.length <= long) return <bdi>{text}</bdi>
  return (
    <details>
      <summary>{text.slice(0, long)}…</summary>
      <pre>{text.slice(0, 50_000)}</pre>
    </details>
  )
}

/** The manifest tells of a file's own settings and of all others together. */
function originOf(key: string, { configFrom, file, properties }: TabProps['detail']): string {
  const from = configFrom[key.replaceAll('-', '_')]
  if (from === 'file') return file
  if (from === 'properties')
    return properties && properties !== file
      ? `${properties} or dbt_project.yml`
      : properties
        ? `${file} or dbt_project.yml`
        : 'dbt_project.yml'
  return 'default'
}

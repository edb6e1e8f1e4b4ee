/** `deps`: makes dbt_packages/ hold what packages.yml lists, by package-lock.yml. */
import type { Invocation } from '../core/invocation.js'
import { type Addition, installDependencies, loadRootConfig } from '../load/index.js'
import type { CommandBody } from './command.js'
import { usage } from './errors.js'

export const deps: CommandBody = async (invocation) => {
  const { flags, events } = invocation
  const say = (msg: string) => events.emit('Note', { msg })
  const older: string[] = []
  const options = { upgrade: flags.upgrade === true, lockOnly: flags.lock === true, add: addition(invocation) }
  const installed = await installDependencies(loadRootConfig(invocation), invocation, options, {
    added: ({ name, version }, file, removed) => {
      for (const place of removed) say(`Removed ${place} from ${file}: the new entry takes its place`)
      say(`Added ${version === undefined ? name : `${name}@${version}`} to ${file}`)
    },
    nothingListed: () =>
      events.emit('Note', {
        msg: 'No packages were found in packages.yml: nothing to install',
        dbtName: 'DepsNoPackagesFound',
        dbtCode: 'M013',
      }),
    locked: (file) => say(`Wrote ${file}`),
    installed: ({ name, label, version, latest }) => {
      const behind = latest !== undefined && latest !== version
      if (behind) older.push(name)
      say(`Installed ${name} (${label})${behind ? `; ${latest} is there` : ''}`)
    },
  })
  if (older.length > 0) say(`Newer versions are there for ${older.join(', ')}: change packages.yml, then sluice deps --upgrade`)
  return { success: true, value: installed.map((one) => one.name) }
}

/** `--add-package NAME@VERSION --source hub|git|local`; with no version for local ones, as dbt takes it. */
function addition({ flags }: Invocation): Addition | undefined {
  const { addPackage } = flags
  if (addPackage === undefined) return undefined
  const source = String(flags.source ?? 'hub') as Addition['source']
  const text = String(addPackage)
  // N.B. an address such as git@host:owner/name has an @ of its own.
  const at = source === 'local' ? -1 : text.lastIndexOf('@')
  const named = at > 0 && !text.slice(at).includes('/') && !text.slice(at).includes(':')
  const name = named ? text.slice(0, at) : text
  const version = named ? text.slice(at + 1) : undefined
  if (name === '' || version === '' || (source === 'hub' && version === undefined))
    throw usage(`--add-package ${text} does not name a package and its version`, {
      expected: 'NAME@VERSION, such as dbt-labs/dbt_utils@1.3.0',
    })
  return { name, version, source }
}

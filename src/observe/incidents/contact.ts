/** Whom an incident concerns, and where it is written what to do: from meta of the node, then of its group. */
import type { Manifest } from '../../core/manifest.js'
import type { Plain, Resource } from '../../core/node.js'
import { ownSetting } from '../../core/own-setting.js'
import type { Incident } from '../incident.js'

export type Contact = Pick<Incident, 'owner' | 'email' | 'group' | 'tags' | 'runbook'>

/** @param resources - the cause first, then what found it; the first that says something counts */
export function contactOf(manifest: Manifest, resources: readonly (Resource | undefined)[]): Contact {
  const all = resources.filter((each) => each !== undefined)
  const groups = all.flatMap((each) => groupOf(manifest, each) ?? [])
  const owners = all.map((each) => ownerOf(ownSetting(each, 'owner')))
  const ofGroups = groups.map(({ owner }) => ownerOf(owner))
  const owner = [...owners, ...ofGroups].find(({ name }) => name !== null)
  const emails = all.map((each) => addressOf(ownSetting(each, 'owner_email')))
  return {
    owner: owner?.name ?? null,
    email: [...emails, ...[...owners, ...ofGroups].map(({ email }) => email)].find((email) => email !== null) ?? null,
    group: groups[0]?.name ?? null,
    tags: [...new Set(all.flatMap(tagsOf))].sort(),
    runbook: runbookOf(all, groups),
  }
}

/** What found it knows best: the runbook of a test is about that test. */
function runbookOf(all: readonly Resource[], groups: readonly { readonly config: Plain }[]): string | null {
  const [cause, ...witnesses] = all
  const own = [...witnesses, ...(cause ? [cause] : [])].map((each) => ownSetting(each, 'runbook'))
  const ofGroups = groups.map(({ config }) => (config?.meta as Plain | undefined)?.runbook)
  return ([...own, ...ofGroups].find((each) => typeof each === 'string' && each !== '') as string | undefined) ?? null
}

interface Owner {
  readonly name: string | null
  readonly email: string | null
}

/** `data-team`, `a@b.c`, or `{name: …, email: …}` as of groups and exposures. */
function ownerOf(value: unknown): Owner {
  if (typeof value === 'string' && value !== '') return { name: value, email: addressOf(value) }
  if (value === null || typeof value !== 'object') return { name: null, email: null }
  const { name, email } = value as { readonly name?: unknown; readonly email?: unknown }
  const address = addressOf(email)
  return { name: typeof name === 'string' && name !== '' ? name : address, email: address }
}

/** One address and nothing else: what follows a comma or a line end would be further recipients. */
export function addressOf(value: unknown): string | null {
  return typeof value === 'string' && /^[^\s@,;:<>"()]+@[^\s@,;:<>"()]+$/.test(value) ? value : null
}

function groupOf(manifest: Manifest, resource: Resource) {
  const { group, config } = resource as { readonly group?: unknown; readonly config?: { readonly group?: unknown } }
  const name = group ?? config?.group ?? (ownSetting(resource, 'group') as unknown)
  return typeof name === 'string' ? Object.values(manifest.groups).find((each) => each.name === name) : undefined
}

function tagsOf(resource: Resource): readonly string[] {
  const { tags } = resource as { readonly tags?: unknown }
  return Array.isArray(tags) ? tags.map(String) : []
}

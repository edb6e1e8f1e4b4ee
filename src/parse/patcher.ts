/** Finds the nodes each properties entry describes, and hands them what it says. */
import type { NodeType, Plain } from '../core/node.js'
import { isMapping } from '../load/index.js'
import { text } from './columns.js'
import { duplicatePatch, nothingToDescribe, propertyInvalid, wrongSection } from './errors.js'
import { functionFields, normalizeEntry, patchOf } from './patches.js'
import { type Entry, listOf } from './properties.js'
import type { Draft, Patch, Session } from './session.js'
import { checkVersions, latestOf, renameVersion, versionPatch, versionValue } from './versions.js'

export interface Patcher {
  /** Models, seeds, snapshots, analyses, functions and singular tests. */
  apply(entry: Entry): void
}

const kinds: Readonly<Record<string, NodeType>> = {
  models: 'model',
  seeds: 'seed',
  snapshots: 'snapshot',
  analyses: 'analysis',
  functions: 'function',
  data_tests: 'test',
}
const sectionOf: Readonly<Record<string, string>> = { model: 'models', seed: 'seeds', snapshot: 'snapshots' }
const referable: readonly NodeType[] = ['model', 'seed', 'snapshot']

interface Matching {
  readonly session: Session
  readonly drafts: readonly Draft[]
  /** By file or block name. */
  readonly byName: ReadonlyMap<string, readonly Draft[]>
}

export function createPatcher(session: Session, drafts: readonly Draft[]): Patcher {
  const byName = new Map<string, Draft[]>()
  for (const draft of drafts) byName.set(draft.ownName, [...(byName.get(draft.ownName) ?? []), draft])
  const matching: Matching = { session, drafts, byName }
  return {
    apply: (raw) => {
      const entry = normalizeEntry(raw)
      const versions = raw.section === 'models' ? listOf(entry.data.versions).filter(isMapping) : []
      if (versions.length > 0) patchVersions(matching, entry, versions)
      else patchPlain(matching, entry)
    },
  }
}

function named({ byName }: Matching, name: string, types: readonly NodeType[], enabled: boolean): Draft[] {
  return (byName.get(name) ?? []).filter((draft) => types.includes(draft.kind) && draft.initiallyEnabled === enabled)
}

function warnUnused({ session, drafts }: Matching, entry: Entry, name: string): void {
  const type = kinds[entry.section] ?? 'model'
  const known = drafts.filter((draft) => draft.kind === type).map((draft) => draft.ownName)
  session.warn(nothingToDescribe(name, entry.section, entry.at(['name']), known))
}

function put({ session }: Matching, draft: Draft, patch: Patch, entry: Entry): void {
  if (draft.patch) session.problems.add(duplicatePatch(entry.name, entry.section, entry.at(), draft.patch.file))
  else draft.patch = patch
}

/** The package's own node, else one of another package, else the disabled ones of the name. */
function patchPlain(matching: Matching, entry: Entry): void {
  const type = kinds[entry.section] as NodeType
  const patch = patchOf(entry, type === 'function' ? functionFields(entry) : {})
  const candidates = named(matching, entry.name, referable.includes(type) ? referable : [type], true)
  const found = candidates.find((draft) => draft.package_name === entry.packageName) ?? candidates[0]
  if (!found) patchDisabled(matching, entry, patch, type)
  else if (found.kind === type) put(matching, found, patch, entry)
  else matching.session.warn(wrongSection(entry.name, entry.section, sectionOf[found.kind] ?? found.kind, entry.at(['name'])))
}

function patchDisabled(matching: Matching, entry: Entry, patch: Patch, type: NodeType): void {
  const disabled = named(matching, entry.name, [type], false).filter((draft) => draft.package_name === entry.packageName)
  if (disabled.length > 1 && patch.config.enabled === true) {
    throw propertyInvalid(
      `several disabled ${entry.section} are named "${entry.name}", and only one of them could be enabled here`,
      entry.at(['config', 'enabled']),
      'enabling it in its own file',
    )
  }
  if (disabled.length === 0) warnUnused(matching, entry, entry.name)
  for (const draft of disabled) put(matching, draft, patch, entry)
}

function patchVersions(matching: Matching, entry: Entry, versions: readonly Plain[]): void {
  const latest = (entry.data.latest_version ?? latestOf(versions)) as string | number
  checkVersions(entry, versions)
  for (const [index, version] of versions.entries()) {
    const v = versionValue(version.v)
    const ownName = text(version.defined_in) ?? `${entry.name}_v${String(v)}`
    const draft = findVersion(matching, entry, ownName, String(v) === String(latest))
    if (draft) put(matching, renameVersion(draft, entry, v), versionPatch(entry, version, index, v, latest), entry)
    else warnUnused(matching, entry, ownName)
  }
}

/** The latest version may be in a file that has the model's bare name. */
function findVersion(matching: Matching, entry: Entry, ownName: string, latest: boolean): Draft | undefined {
  const enabled = (name: string): Draft | undefined =>
    named(matching, name, referable, true).find((draft) => draft.package_name === entry.packageName)
  return enabled(ownName) ?? (latest ? enabled(entry.name) : undefined) ?? named(matching, ownName, ['model'], false)[0]
}

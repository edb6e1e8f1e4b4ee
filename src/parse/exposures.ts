/** Exposures and groups: who uses what is built, and who owns it. */
import type { ExposureNode, GroupNode, Plain } from '../core/node.js'
import { compileTemplate } from '../jinja/index.js'
import { isMapping } from '../load/index.js'
import { asRef, asSource, readCall } from './call-text.js'
import { folderFqn, scopeOf } from './code-files.js'
import { text } from './columns.js'
import { toList } from './config.js'
import { propertyInvalid } from './errors.js'
import { type Entry, listOf } from './properties.js'
import type { Session } from './session.js'

const types = ['dashboard', 'notebook', 'analysis', 'ml', 'application']
const maturities = ['low', 'medium', 'high']

export function buildExposure(session: Session, entry: Entry): ExposureNode {
  const { data, file, packageName } = entry
  const fqn = [...folderFqn(file), entry.name]
  const id = `exposure.${packageName}.${entry.name}`
  const type = text(data.type)
  if (type === null || !types.includes(type))
    throw propertyInvalid(`exposure "${entry.name}" has no valid type`, entry.at(['type']), `\`type:\` one of ${types.join(', ')}`)
  const maturity = text(data.maturity)
  if (maturity !== null && !maturities.includes(maturity))
    throw propertyInvalid(`exposure "${entry.name}" has no valid maturity`, entry.at(['maturity']), `one of ${maturities.join(', ')}`)
  const configured = session.configurator.configure({
    kind: 'exposure',
    packageName,
    fqn,
    call: {},
    patch: isMapping(data.config) ? data.config : undefined,
  })
  const tree = session.project.packages.find((item) => item.name === packageName)?.config.configs.exposures ?? {}
  const tags = [...new Set([...toList(tree.tags), ...toList(data.tags), ...toList(configured.config.tags)].map(String))].sort()
  const meta = { ...mapping(tree.meta), ...mapping(data.meta), ...mapping(configured.config.meta) }
  const asked = dependencies(session, entry, id, fqn)
  session.locations.set(id, entry.at())
  return {
    name: entry.name,
    resource_type: 'exposure',
    package_name: packageName,
    path: file.relativePath,
    original_file_path: file.path,
    unique_id: id,
    fqn,
    type,
    owner: ownerOf(entry),
    description: text(data.description) ?? '',
    label: text(data.label),
    maturity,
    meta,
    tags,
    config: { ...configured.config, tags, meta } as unknown as ExposureNode['config'],
    unrendered_config: configured.unrendered,
    url: text(data.url),
    depends_on: { macros: [], nodes: [] },
    ...asked,
    created_at: session.createdAt,
  }
}

type Dependencies = Pick<ExposureNode, 'refs' | 'sources' | 'metrics'>

function dependencies(session: Session, entry: Entry, id: string, fqn: readonly string[]): Dependencies {
  const refs: ExposureNode['refs'][number][] = []
  const sources: (readonly string[])[] = []
  const metrics: (readonly string[])[] = []
  for (const [index, written] of listOf(entry.data.depends_on).entries()) {
    const call = readCall(String(written))
    const ref = call && asRef(call)
    const source = call && asSource(call)
    if (ref) refs.push(ref)
    else if (source) sources.push(source)
    else if (call?.name === 'metric') metrics.push(call.args.map(String))
    else {
      // Not one literal call: let the engine have a look.
      const scope = scopeOf(
        session,
        {
          unique_id: id,
          name: entry.name,
          package_name: entry.packageName,
          resource_type: 'exposure',
          fqn,
          original_file_path: entry.file.path,
        },
        '',
      )
      compileTemplate({ text: `{{ ${String(written)} }}`, file: entry.file.shown, line: entry.at(['depends_on', index]).line }).renderSync(
        scope.scope,
      )
      const captured = scope.captured()
      refs.push(...captured.refs)
      sources.push(...captured.sources)
      metrics.push(...captured.metrics)
    }
  }
  return { refs, sources, metrics }
}

export function buildGroup(session: Session, entry: Entry): GroupNode {
  const { data, file, packageName } = entry
  const configured = session.configurator.configure({
    kind: 'group',
    packageName,
    fqn: [...folderFqn(file), entry.name],
    call: {},
    patch: isMapping(data.config) ? data.config : undefined,
  })
  return {
    name: entry.name,
    resource_type: 'group',
    package_name: packageName,
    path: file.relativePath,
    original_file_path: file.path,
    unique_id: `group.${packageName}.${entry.name}`,
    owner: ownerOf(entry),
    description: text(data.description),
    config: withoutHooks(configured.config),
  }
}

/** Groups read the models' settings, and keep all but hooks. */
function withoutHooks(config: Plain): Plain {
  return Object.fromEntries(Object.entries(config).filter(([key]) => key !== 'pre-hook' && key !== 'post-hook'))
}

function ownerOf(entry: Entry): ExposureNode['owner'] {
  const owner = entry.data.owner
  const known = isMapping(owner) && (owner.name !== undefined || owner.email !== undefined)
  if (!known)
    throw propertyInvalid(`"${entry.name}" has no owner with a name or an email`, entry.at(['owner']), '`owner: {name: …, email: …}`')
  const { email = null, name = null, ...rest } = owner as Plain
  return { email: email as string | null, name: name as string | null, ...rest }
}

function mapping(value: unknown): Plain {
  return isMapping(value) ? value : {}
}

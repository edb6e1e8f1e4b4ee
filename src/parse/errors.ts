/** Errors and warnings of turning files into a manifest. */
import { type ErrorFields, SluiceError, type SourceLocation } from '../core/error.js'
import type { DbtEvent } from '../core/event.js'
import { nearest } from '../core/nearest.js'
import type { UniqueId } from '../core/node.js'

/** A node as messages speak of it. */
export interface Subject {
  readonly unique_id: UniqueId
  readonly name: string
  readonly resource_type: string
  readonly original_file_path: string
}

export function refNotFound(from: Subject, wanted: string, location: SourceLocation, candidates: ReadonlyMap<string, string>): SluiceError {
  const [bare = wanted] = (wanted.split('.').at(-1) ?? wanted).split(',')
  const near = nearest(bare, candidates.keys())
  const hint = near === bare ? `${near} itself exists (${candidates.get(near)}), but not with this version or in this package` : undefined
  return new SluiceError('REF_NOT_FOUND', {
    message: `${label(from)} refers to "${wanted}", which does not exist`,
    location,
    expected: 'a model, seed or snapshot of this project or an installed package',
    hint: hint ?? (near ? `did you mean ${near} (${candidates.get(near)})?` : undefined),
    next: near ? `sluice list --select ${near}` : 'sluice list --resource-type model seed snapshot',
    nodeId: from.unique_id,
  })
}

export function refDisabled(from: Subject, wanted: string, location: SourceLocation, where: string): SluiceError {
  return new SluiceError('REF_DISABLED', {
    message: `${label(from)} refers to "${wanted}", which is disabled`,
    location,
    expected: 'an enabled model, seed or snapshot',
    hint: `enable it in ${where}, or disable what refers to it`,
    nodeId: from.unique_id,
  })
}

export function refAmbiguous(from: Subject, wanted: string, location: SourceLocation, ids: readonly UniqueId[]): SluiceError {
  return new SluiceError('REF_AMBIGUOUS', {
    message: `${label(from)} refers to "${wanted}", which several packages have: ${ids.join(', ')}`,
    location,
    expected: "the package as the first argument: ref('package', 'name')",
    nodeId: from.unique_id,
  })
}

export function refNotAllowed(from: Subject, target: Subject, access: string, scope: string, location: SourceLocation): SluiceError {
  return new SluiceError('REF_NOT_ALLOWED', {
    message: `${label(from)} refers to ${target.unique_id}, which is ${access}`,
    location,
    expected: access === 'private' ? `a node of the group "${scope}"` : `a node of the package "${scope}"`,
    hint: 'ask its owner to widen `access`, or build on a public model',
    nodeId: from.unique_id,
  })
}

export function sourceNotFound(
  from: Subject,
  wanted: string,
  location: SourceLocation,
  candidates: ReadonlyMap<string, string>,
): SluiceError {
  const near = nearest(wanted, candidates.keys())
  return new SluiceError('SOURCE_NOT_FOUND', {
    message: `${label(from)} reads the source "${wanted}", which does not exist`,
    location,
    expected: 'a table of a source declared in a properties file',
    hint: near ? `did you mean ${near} (${candidates.get(near)})?` : 'declare it under `sources:` with its `tables:`',
    next: 'sluice list --resource-type source',
    nodeId: from.unique_id,
  })
}

export function sourceDisabled(from: Subject, wanted: string, location: SourceLocation, where: string): SluiceError {
  return new SluiceError('SOURCE_DISABLED', {
    message: `${label(from)} reads the source "${wanted}", which is disabled`,
    location,
    hint: `enable it in ${where}`,
    nodeId: from.unique_id,
  })
}

export function targetNotFoundByName(
  kind: 'metric' | 'function',
  from: Subject,
  wanted: string,
  location: SourceLocation,
  candidates: Iterable<string>,
): SluiceError {
  const near = nearest(wanted, candidates)
  return new SluiceError(kind === 'metric' ? 'METRIC_NOT_FOUND' : 'FUNCTION_NOT_FOUND', {
    message: `${label(from)} refers to the ${kind} "${wanted}", which does not exist or is disabled`,
    location,
    hint: near ? `did you mean ${near}?` : undefined,
    nodeId: from.unique_id,
  })
}

export function duplicateResource(first: Subject, second: Subject, at: SourceLocation, other: SourceLocation): SluiceError {
  return new SluiceError('DUPLICATE_RESOURCE', {
    message: `two ${plural(second.resource_type)} are named "${second.name}": ${first.original_file_path} and ${second.original_file_path}`,
    location: at,
    expected: 'names to be unique within a package',
    hint: 'rename or delete one of the files',
    related: [{ message: 'the other one', location: other }],
    nodeId: second.unique_id,
  })
}

export function duplicateTest(id: UniqueId, name: string, at: SourceLocation): SluiceError {
  return new SluiceError('DUPLICATE_RESOURCE', {
    message: `the test "${name}" is declared twice with the same arguments`,
    location: at,
    hint: 'remove one, or give each a `name:` of its own',
    nodeId: id,
  })
}

export function duplicateMacro(name: string, packageName: string, at: SourceLocation, other: SourceLocation): SluiceError {
  return new SluiceError('DUPLICATE_MACRO', {
    message: `package "${packageName}" has two macros named "${name}": ${other.file} and ${at.file}`,
    location: at,
    hint: 'rename or delete one of them',
    related: [{ message: 'the other one', location: other }],
  })
}

export function duplicateRelation(
  first: Subject,
  second: Subject,
  relation: string,
  at: SourceLocation,
  other: SourceLocation,
): SluiceError {
  return new SluiceError('DUPLICATE_RELATION', {
    message: `${first.unique_id} and ${second.unique_id} would both build ${relation}`,
    location: at,
    expected: 'every node to have a relation of its own',
    hint: first.name === second.name ? 'rename one of them' : 'give one of them another `alias` or `schema`',
    related: [{ message: first.unique_id, location: other }],
    nodeId: second.unique_id,
  })
}

export function duplicatePatch(name: string, section: string, at: SourceLocation, otherFile: string): SluiceError {
  return new SluiceError('DUPLICATE_PROPERTIES', {
    message: `"${name}" is described twice under \`${section}\`: in ${otherFile} and ${at.file}`,
    location: at,
    hint: 'merge the two entries',
  })
}

export function versionedAndNot(versioned: Subject, plain: Subject, at: SourceLocation): SluiceError {
  return new SluiceError('DUPLICATE_RESOURCE', {
    message: `"${plain.name}" is both a versioned model (${versioned.unique_id}) and a plain one (${plain.original_file_path})`,
    location: at,
    hint: 'rename the plain one, or make it one of the versions with `defined_in`',
    nodeId: plain.unique_id,
  })
}

/** A value of a properties file, a snapshot, a unit test … that cannot mean anything. */
export function propertyInvalid(message: string, location: SourceLocation, expected?: string, hint?: string): SluiceError {
  return new SluiceError('PROPERTY_INVALID', { message, location, expected, hint })
}

export function configInvalid(id: UniqueId, key: string, value: unknown, expected: string, location: SourceLocation): SluiceError {
  return new SluiceError('CONFIG_INVALID', {
    message: `config \`${key}\` of ${id} cannot be ${show(value)}`,
    location,
    expected,
    nodeId: id,
  })
}

export function groupUnknown(from: Subject, group: string, known: readonly string[], location: SourceLocation): SluiceError {
  const near = nearest(group, known)
  return new SluiceError('GROUP_NOT_FOUND', {
    message: `${label(from)} is in the group "${group}", which does not exist`,
    location,
    expected: known.length > 0 ? `one of: ${known.join(', ')}` : 'a group declared under `groups:`',
    hint: near ? `did you mean "${near}"?` : undefined,
    nodeId: from.unique_id,
  })
}

export function testNotFound(name: string, at: SourceLocation, known: Iterable<string>): SluiceError {
  const near = nearest(name, known)
  return new SluiceError('TEST_NOT_FOUND', {
    message: `there is no generic test named "${name}"`,
    location: at,
    expected: 'a `{% test %}` block in macros/ or tests/generic/, or one of a package',
    hint: near ? `did you mean "${near}"?` : undefined,
  })
}

// Warnings

export interface WarningFields extends ErrorFields, DbtEvent {
  readonly code: SluiceError['code']
}

export function unknownProperty(key: string, place: string, known: Iterable<string>, location: SourceLocation): WarningFields {
  const near = nearest(key, known)
  return {
    code: 'YAML_UNKNOWN_KEY',
    message: `"${key}" is not a key of ${place}; it is ignored`,
    location,
    hint: near ? `did you mean "${near}"?` : 'values of your own go under `config: meta:`',
  }
}

export function nothingToDescribe(name: string, section: string, location: SourceLocation, known: Iterable<string>): WarningFields {
  const near = nearest(name, known)
  const told: DbtEvent =
    section === 'macros'
      ? { dbtName: 'MacroNotFoundForPatch', dbtCode: 'I059', dbtData: { patch_name: name } }
      : { dbtName: 'NoNodeForYamlKey', dbtCode: 'I058', dbtData: { patch_name: name, yaml_key: section, file_path: location.file } }
  return {
    ...told,
    code: 'PROPERTIES_UNUSED',
    message: `"${name}" under \`${section}\` describes nothing: there is no such ${section === 'macros' ? 'macro' : section.replace(/s$/, '')}`,
    location,
    hint: near ? `did you mean "${near}"?` : undefined,
  }
}

export function wrongSection(name: string, section: string, right: string, location: SourceLocation): WarningFields {
  const dbtData = { patch_name: name, plural_resource_type: right, yaml_key: section, file_path: location.file }
  const told = { dbtName: 'WrongResourceSchemaFile', dbtCode: 'I057', dbtData }
  const message = `"${name}" is not one of the ${section}`
  return { ...told, code: 'PROPERTIES_UNUSED', message, location, hint: `move the entry to \`${right}:\`` }
}

export function nearlyConfig(key: string, near: string, location: SourceLocation): WarningFields {
  return {
    code: 'CONFIG_UNKNOWN_KEY',
    message: `"${key}" is not a config that means anything here; it is kept for macros to read`,
    location,
    hint: `did you mean "${near}"? Values of your own go under \`meta:\``,
  }
}

export function nameWithSpace(node: Subject, location: SourceLocation): SluiceError {
  return new SluiceError('RESOURCE_NAME_SPACE', {
    message: `resource names cannot contain spaces: "${node.name}" (${node.unique_id})`,
    location,
    expected: 'a name without spaces',
    hint: `rename it, for example to "${node.name.replaceAll(' ', '_')}"; the flag require_resource_names_without_spaces: false lets it pass`,
  })
}

export function unusedConfigPath(path: string, location: SourceLocation): WarningFields {
  return {
    dbtName: 'UnusedResourceConfigPath',
    dbtCode: 'I051',
    dbtData: { unused_config_paths: [path] },
    code: 'CONFIG_PATH_UNUSED',
    message: `the configuration of ${path} in dbt_project.yml applies to no resource`,
    location,
    hint: 'compare it with the folders below the resource path',
  }
}

/** A test of something that is not there; anything else could not go on. */
export function testWithout(
  node: Subject,
  wanted: { readonly kind: string; readonly name: string; readonly package: string | null },
): DbtEvent {
  const { original_file_path, unique_id } = node
  const target = { target_kind: wanted.kind, target_name: wanted.name, target_package: wanted.package, disabled: 'None' }
  return {
    dbtName: 'NodeNotFoundOrDisabled',
    dbtCode: 'I060',
    dbtData: { original_file_path, unique_id, resource_type_title: 'Test', ...target },
  }
}

export function label(node: Subject): string {
  return `${node.resource_type.replace('_', ' ')} ${node.name}`
}

function plural(type: string): string {
  return type === 'analysis' ? 'analyses' : `${type.replace('_', ' ')}s`
}

export function show(value: unknown): string {
  return typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? String(value))
}

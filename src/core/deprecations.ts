/**
 * dbt's deprecations: names, codes and payloads are dbt's, because `warn_error_options` and log readers know them; the
 * words are ours. Each is told once an invocation and counted; `--show-all-deprecations` tells every one.
 */
import type { SourceLocation } from './error.js'

type Data = Readonly<Record<string, unknown>>

interface Row {
  readonly code: string
  /** Its name stands in the line only with `require_event_names_in_deprecations`. */
  readonly older?: true
  readonly text: (data: Data) => string
}

const renamed = (data: Data): string => `\`${data.deprecated_path}\` of dbt_project.yml is called \`${data.exp_path}\` now`
const outside = (what: string, flag: string) => (data: Data) =>
  `\`${data.deprecated_path}\` in dbt_project.yml is deprecated: name the folder of ${what} by ${flag} or its environment variable`

export const deprecations = {
  PackageRedirectDeprecation: {
    code: 'D001',
    older: true,
    text: (data) => `the package \`${data.old_name}\` is deprecated in favor of \`${data.new_name}\`: name that one in packages.yml`,
  },
  PackageInstallPathDeprecation: {
    code: 'D002',
    older: true,
    text: () =>
      'packages are installed in `dbt_packages`, no longer in `dbt_modules`: name that folder in `clean-targets`, or the old one in `packages-install-path`',
  },
  ConfigSourcePathDeprecation: { code: 'D003', older: true, text: renamed },
  ConfigDataPathDeprecation: { code: 'D004', older: true, text: renamed },
  ExposureNameDeprecation: {
    code: 'D007',
    older: true,
    text: (data) =>
      `the name of the exposure "${data.exposure}" has more than letters, digits and underscores; what people are to read goes into \`label\``,
  },
  EnvironmentVariableRenamed: {
    code: 'D009',
    older: true,
    text: (data) => `the environment variable \`${data.old_name}\` is called \`${data.new_name}\` now; its value is still used`,
  },
  ConfigLogPathDeprecation: { code: 'D010', older: true, text: outside('logs', '--log-path') },
  ConfigTargetPathDeprecation: { code: 'D011', older: true, text: outside('artifacts', '--target-path') },
  ProjectFlagsMovedDeprecation: {
    code: 'D013',
    older: true,
    text: () => 'settings under `config` in profiles.yml belong under `flags` in dbt_project.yml',
  },
  ResourceNamesWithSpacesDeprecation: {
    code: 'D015',
    older: true,
    text: (data) =>
      `Spaces found in ${data.count_invalid_names} resource name(s), the first of them "${data.first}". This is deprecated, and may lead to errors.`,
  },
  PackageMaterializationOverrideDeprecation: {
    code: 'D016',
    older: true,
    text: (data) =>
      `the installed package '${data.package_name}' overrides the built-in materialization '${data.materialization_name}': a macro of the project should say so`,
  },
  SourceFreshnessProjectHooksNotRun: {
    code: 'D017',
    older: true,
    text: () => '`source freshness` will run the `on-run-start` and `on-run-end` hooks: source_freshness_run_project_hooks is off',
  },
  MFTimespineWithoutYamlConfigurationDeprecation: {
    code: 'D018',
    older: true,
    text: () => 'the time spine `metricflow_time_spine` is known by its name alone: describe it by `time_spine:` in YAML',
  },
  MFCumulativeTypeParamsDeprecation: {
    code: 'D019',
    older: true,
    text: () =>
      'Cumulative fields `type_params.window` and `type_params.grain_to_date` have been moved: nest them under `type_params.cumulative_type_params`',
  },
  MicrobatchMacroOutsideOfBatchesDeprecation: {
    code: 'D020',
    older: true,
    text: () =>
      'a microbatch macro of your own runs outside of batches; `flags: require_batched_execution_for_custom_microbatch_strategy: true` runs it for each batch',
  },
  UnexpectedJinjaBlockDeprecation: { code: 'D023', text: (data) => `${data.msg} in file \`${data.file}\`` },
  DuplicateYAMLKeysDeprecation: {
    code: 'D024',
    text: (data) => `${data.duplicate_description} in file \`${data.file}\`: the last one counts`,
  },
  CustomOutputPathInSourceFreshnessDeprecation: {
    code: 'D029',
    text: (data) => `\`--output ${data.path}\` of \`source freshness\` is deprecated: the results are in the target folder`,
  },
  PropertyMovedToConfigDeprecation: {
    code: 'D030',
    text: (data) =>
      `Found \`${data.key}\` as a top-level property of \`${data.key_path}\` in file \`${data.file}\`: it belongs into the \`config\` there`,
  },
  WEOIncludeExcludeDeprecation: {
    code: 'D031',
    text: (data) =>
      `Found ${[data.found_include ? '`include`' : '', data.found_exclude ? '`exclude`' : ''].filter(Boolean).join(' and ')} in \`warn_error_options\`: they are called \`error\` and \`warn\` now`,
  },
  ModelParamUsageDeprecation: {
    code: 'D032',
    older: true,
    text: () => '`--models`, `--model` and `-m` are deprecated in favor of `--select` and `-s`',
  },
  ModulesItertoolsUsageDeprecation: {
    code: 'D034',
    older: true,
    text: () => 'modules.itertools is deprecated: take built-in functions and filters instead',
  },
  EnvironmentVariableNamespaceDeprecation: {
    code: 'D036',
    older: true,
    text: (data) =>
      `the environment variable \`${data.env_var}\` is none of dbt's, and the prefix \`${data.reserved_prefix}\` is reserved for those`,
  },
  ArgumentsPropertyInGenericTestDeprecation: {
    code: 'D038',
    text: (data) =>
      `Found \`arguments\` property in test definition of ${data.test_name} while \`require_generic_test_arguments_property\` is off: it is an argument like any other`,
  },
  MissingArgumentsPropertyInGenericTestDeprecation: {
    code: 'D039',
    text: (data) => `Found top-level arguments to test ${data.test_name}: they belong under \`arguments\``,
  },
  DuplicateNameDistinctNodeTypesDeprecation: {
    code: 'D040',
    older: true,
    text: (data) =>
      `Found resources with the same name '${data.resource_name}' in package '${data.package_name}': '${data.unique_id1}' and '${data.unique_id2}'`,
  },
} as const satisfies Readonly<Record<string, Row>>

export type DeprecationName = keyof typeof deprecations

/** What was found where; `data` is dbt's payload. */
export interface Deprecation {
  readonly name: DeprecationName
  readonly data?: Data
  readonly location?: SourceLocation
}

export function deprecationText(name: DeprecationName, data: Data): string {
  return (deprecations[name] as Row).text(data)
}

/** Whether its name stands in the line whatever the flag says. */
export function isNamed(name: DeprecationName): boolean {
  return (deprecations[name] as Row).older !== true
}

/** How often each was met in this invocation. */
export class DeprecationCounts {
  readonly #counts = new Map<DeprecationName, number>()

  /** Answers how often it was met, this time included. */
  add(name: DeprecationName): number {
    const count = (this.#counts.get(name) ?? 0) + 1
    this.#counts.set(name, count)
    return count
  }

  /** In the order first met. */
  summaries(): readonly { event_name: string; event_code: string; occurrences: number }[] {
    return [...this.#counts].map(([name, occurrences]) => ({ event_name: name, event_code: deprecations[name].code, occurrences }))
  }
}

export function summaryText(summaries: ReturnType<DeprecationCounts['summaries']>, showAllHint: boolean): string {
  const lines = summaries.map((one) => `- ${one.event_name}: ${one.occurrences} occurrence${one.occurrences === 1 ? '' : 's'}`)
  const hint = '\nTo see each of them instead of the first of each kind, run again with `--show-all-deprecations`.'
  return `Summary of encountered deprecations:\n${lines.join('\n')}${showAllHint ? hint : ''}`
}

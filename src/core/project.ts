/** What lies on disk: the root project, its packages and the built-in ones, with files listed but not yet parsed. */
import type { SourceLocation } from './error.js'
import type { Plain } from './node.js'

export type FileKind =
  | 'model'
  | 'seed'
  | 'snapshot'
  | 'test'
  | 'generic_test'
  | 'fixture'
  | 'analysis'
  | 'macro'
  | 'docs'
  | 'properties'
  | 'function'

export interface FileEntry {
  /** Below the package root, with forward slashes: dbt's original_file_path. */
  readonly path: string
  /** As messages name it: below the root project, a built-in package's below its name. */
  readonly shown: string
  /** Below the resource folder it was found in: dbt's path. */
  readonly relativePath: string
  readonly absolutePath: string
  readonly packageName: string
  readonly kind: FileKind
  /** Text, UTF-8; read once. */
  read(): string
  /** sha256 of the contents, hex. */
  checksum(): string
}

/** dbt_project.yml after rendering; per-folder config trees stay trees. */
export interface ProjectConfig {
  readonly name: string
  readonly version: string | null
  readonly profile: string | null
  readonly requireDbtVersion: readonly string[]
  readonly paths: Readonly<
    Record<'model' | 'seed' | 'snapshot' | 'test' | 'analysis' | 'macro' | 'docs' | 'function' | 'asset', readonly string[]>
  >
  readonly targetPath: string
  readonly logPath: string
  readonly packagesInstallPath: string
  readonly cleanTargets: readonly string[]
  /** Config trees as rendered, and the same before rendering (for `unrendered_config`). */
  readonly configs: Readonly<Record<ConfigTree, Plain>>
  readonly unrenderedConfigs: Readonly<Record<ConfigTree, Plain>>
  readonly vars: Plain
  readonly onRunStart: readonly string[]
  readonly onRunEnd: readonly string[]
  readonly dispatch: readonly { readonly macro_namespace: string; readonly search_order: readonly string[] }[]
  readonly quoting: Readonly<Partial<Record<'database' | 'schema' | 'identifier', boolean>>>
  readonly queryComment: { readonly comment: string | null; readonly append: boolean | null; readonly jobLabel: boolean } | null
  readonly restrictAccess: boolean
  readonly flags: Plain
  /** Where dbt_project.yml is. */
  readonly location: SourceLocation
}

export type ConfigTree =
  | 'models'
  | 'seeds'
  | 'snapshots'
  | 'sources'
  | 'analyses'
  | 'data_tests'
  | 'unit_tests'
  | 'exposures'
  | 'metrics'
  | 'semantic-models'
  | 'saved-queries'
  | 'functions'

export interface Package {
  readonly name: string
  /** Absolute folder. */
  readonly root: string
  readonly kind: 'root' | 'installed' | 'builtin'
  readonly config: ProjectConfig
  readonly files: readonly FileEntry[]
}

/** The chosen output of the profile; `fields` is what templates see as `target.*`, without secrets. */
export interface Target {
  readonly profileName: string
  readonly name: string
  readonly type: string
  readonly database: string
  readonly schema: string
  readonly threads: number
  /** Seconds a node may take that sets no `timeout` of its own. */
  readonly timeout?: number | undefined
  readonly fields: Plain
  /** Adapter-typed credentials, for `AdapterModule.create`. */
  readonly credentials: unknown
  /** Entry file of the adapter, where the type is not built in. */
  readonly adapter?: string | undefined
  /** Of the output in profiles.yml. */
  readonly location?: SourceLocation
}

/** YAML as the loader reads and writes it, for templates' fromyaml and toyaml. */
export interface YamlCodec {
  parse(text: string): unknown
  stringify(value: unknown, sortKeys: boolean): string
}

/** An entry of catalogs.yml with its active integration. */
export interface Catalog {
  readonly name: string
  /** Upper case: `BUILT_IN`, `ICEBERG_REST`, … */
  readonly type: string
  /** `catalog_name`, `external_volume`, `table_format`, `file_format`, `adapter_properties`. */
  readonly integration: Plain
}

export interface Project {
  readonly root: Package
  /** Root first, then installed packages, then `dbt_<adapter>` (and its parents) and `dbt`. */
  readonly packages: readonly Package[]
  readonly target: Target
  /** `--vars` and vars.yml. */
  readonly cliVars: Plain
  readonly selectors: Readonly<Record<string, Plain>>
  /** catalogs.yml. */
  readonly catalogs?: readonly Catalog[]
  /** sluice keys and anything else a stage after loading needs from the root. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly yaml?: YamlCodec
}

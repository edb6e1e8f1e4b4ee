/** How an executable behaves at its edges: `sluice`, or `sluice-dbt` in the place of dbt. */
export interface Manners {
  /** The name in the command line that logs show. */
  readonly name: 'sluice' | 'dbt'
  /** What `--version` prints. */
  readonly versionText: string
  /** The log goes to stdout whatever the command, where programs that call dbt look for it. */
  readonly logToStdout: boolean
}

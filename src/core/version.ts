/** The tool's own version and the dbt version whose surface it answers with; a test keeps the first equal to package.json. */
export const version = '0.1.0'

/** What `dbt_version`, `require-dbt-version` and the first x.y.z of `--version` say: orchestrators take the first match. */
export const dbtVersion = '1.11.16'

export const versionText = `Core:
  - installed: ${dbtVersion} (the dbt surface sluice answers with)

Plugins:
  - duckdb: built in
  - postgres: built in (TimescaleDB too)
  - snowflake: built in (needs the package snowflake-sdk)

sluice ${version}`

/** The same in the layout of `dbt --version`, line by line: bare numbers, a note after a dash. */
export const dbtVersionText = `Core:
  - installed: ${dbtVersion}
  - latest:    ${dbtVersion} - Answered by sluice ${version}

Plugins:
  - duckdb:    ${version} - Built in
  - postgres:  ${version} - Built in
  - snowflake: ${version} - Built in
`

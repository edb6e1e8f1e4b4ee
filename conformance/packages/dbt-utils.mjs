export const definition = {
  name: 'dbt_utils',
  repo: 'dbt-labs/dbt-utils',
  tag: '1.4.1',
  commit: '49b932cb1f6fd0f7dfbf9048512db6415f570b20',
  hub: 'dbt-labs/dbt_utils',
  projects: [{ folder: 'integration_tests', profile: 'integration_tests', commands: [['deps'], ['build', '--full-refresh']] }],
}

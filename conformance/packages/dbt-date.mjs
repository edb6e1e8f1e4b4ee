export const definition = {
  name: 'dbt_date',
  repo: 'godatadriven/dbt-date',
  tag: '0.21.0',
  commit: 'e706de9630b228aae58a2bb0e99f34b19abb4688',
  hub: 'godatadriven/dbt_date',
  projects: [{ folder: 'integration_tests', profile: 'integration_tests', commands: [['deps'], ['build']] }],
}

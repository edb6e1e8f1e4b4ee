export const definition = {
  name: 'dbt_expectations',
  repo: 'metaplane/dbt-expectations',
  tag: '0.10.9',
  commit: '008e783c0e5bb1b40e767eb5c60afedbc5d46dc8',
  hub: 'metaplane/dbt_expectations',
  needs: ['dbt_date'],
  projects: [{ folder: 'integration_tests', profile: 'integration_tests', commands: [['deps'], ['build']] }],
}

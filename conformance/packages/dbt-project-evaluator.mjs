/** The package's own CI: `dbt build -x --full-refresh` of one project, `seed` and `run` of another (run_test.sh). */
import { definition as dbtUtils } from './dbt-utils.mjs'

export const definition = {
  name: 'dbt_project_evaluator',
  repo: 'dbt-labs/dbt-project-evaluator',
  tag: '1.3.2',
  commit: '927abbd523b627f4f1595e2fb93ebf2244314bd6',
  hub: 'dbt-labs/dbt_project_evaluator',
  needs: [dbtUtils.name],
  explained: [
    {
      pattern: /(?:sources|depends_on \/ nodes)(?: \/ \d| \/ \d \/ 1)?: /,
      why: 'dbt reads the sources of a plain model into a set: its order changes from run to run, and each is there once',
    },
    { pattern: /compiled: true ≠ "\(no such key\)"/, why: 'an ephemeral model that nothing built reads is not compiled' },
    { pattern: /sql .*int_all_graph_resources/, why: 'its columns are in the order of a set, which changes from run to run of dbt' },
    { pattern: /docs generate: .*results file|results file/, why: 'docs generate leaves the results of the last run where they are' },
  ],
  projects: [
    {
      name: 'integration_tests',
      folder: 'integration_tests',
      profile: 'integration_tests',
      commands: [['deps'], ['build', '-x', '--full-refresh'], ['docs', 'generate']],
    },
    {
      name: 'integration_tests_2',
      folder: 'integration_tests_2',
      profile: 'integration_tests',
      commands: [['deps'], ['seed', '--full-refresh'], ['run', '-x', '--full-refresh'], ['test']],
    },
  ],
}

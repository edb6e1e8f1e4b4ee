/** The package's own CI: `dbt build -x --full-refresh` of one project, `seed` and `run` of another (run_test.sh). */
import { definition as dbtUtils } from './dbt-utils.mjs'

export const definition = {
  name: 'dbt_project_evaluator',
  repo: 'dbt-labs/dbt-project-evaluator',
  tag: '1.3.2',
  commit: '927abbd523b627f4f1595e2fb93ebf2244314bd6',
  hub: 'dbt-labs/dbt_project_evaluator',
  needs: [dbtUtils.name],
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

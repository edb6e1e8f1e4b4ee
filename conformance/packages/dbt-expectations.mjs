/** The package's own CI: `dbt build` after `dbt deps` (tox.ini). */
import { definition as dbtDate } from './dbt-date.mjs'

/** Its tables of random numbers would have each tool test numbers of its own. */
const steadyNumbers = '{% macro default__rand() %}((row_number() over () * 7919) % 10007) / 10007.0{% endmacro %}\n'

export const definition = {
  name: 'dbt_expectations',
  repo: 'metaplane/dbt-expectations',
  tag: '0.10.9',
  commit: '008e783c0e5bb1b40e767eb5c60afedbc5d46dc8',
  hub: 'metaplane/dbt_expectations',
  needs: [dbtDate.name],
  prepare: ({ write }) => write('macros/steady_numbers.sql', steadyNumbers),
  projects: [
    {
      folder: 'integration_tests',
      profile: 'integration_tests',
      commands: [['deps'], ['build']],
      macros: {
        package: 'dbt_expectations',
        first: "{% set sample = ref('data_test') %}{% set other = ref('timeseries_data') %}",
        values: {
          model: 'sample',
          compare_model: 'other',
          x: "'col_numeric_a'",
          ...Object.fromEntries(['field', 'column_name', 'column_A'].map((name) => [name, "'col_numeric_a'"])),
          ...Object.fromEntries(['compare_column_name', 'column_B', 'metric_column'].map((name) => [name, "'col_numeric_b'"])),
          ...Object.fromEntries(
            ['columns', 'column_list', 'group_by', 'group_by_columns', 'compare_group_by'].map((name) => [name, "['idx', 'col_string_a']"]),
          ),
          ...Object.fromEntries(
            ['value_set', 'column_type_list', 'like_pattern_list', 'regex_list', 'list1', 'list2'].map((name) => [name, "['a', 'b']"]),
          ),
          ...Object.fromEntries(['date_col', 'date_column_name', 'timestamp_column'].map((name) => [name, "'date_col'"])),
          ...Object.fromEntries(
            ['lookback_periods', 'trend_periods', 'test_periods', 'sigma_threshold', 'top_n', 'factor', 'n'].map((name) => [name, '2']),
          ),
          ...Object.fromEntries(
            ['sigma_threshold_upper', 'sigma_threshold_lower', 'interval', 'sum_total', 'seed'].map((name) => [name, '3']),
          ),
          ...Object.fromEntries(['tolerance', 'tolerance_percent', 'min_value', 'quantile'].map((name) => [name, '0.25'])),
          ...Object.fromEntries(
            ['strictly', 'take_logs', 'take_diffs', 'positive', 'quote_values', 'quote_columns', 'is_raw'].map((name) => [name, 'true']),
          ),
          max_value: '1',
          value: '1',
          position: '1',
          occurrence: '1',
          partition: 'none',
          row_condition: "'idx > 0'",
          compare_row_condition: "'row_value > 0'",
          expression: "'count(*)'",
          compare_expression: "'count(*)'",
          ignore_row_if: "'all_values_are_missing'",
          value_pairs_set: '[[0, 1], [1, 0]]',
          datepart: "'day'",
          period: "'day'",
          flags: "'i'",
          alphabet: "'imsx'",
          data_type: "'decimal'",
        },
      },
    },
  ],
}

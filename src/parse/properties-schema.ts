/** The keys properties files may have, block by block; others are told with the nearest of these. */

const words = (text: string): readonly string[] => text.split(' ')

export const topLevelKeys = words(
  'version models seeds snapshots sources macros analyses exposures metrics semantic_models saved_queries groups unit_tests data_tests tests functions anchors',
)

const described = 'name description docs meta config'
const tested = `${described} columns data_tests tests quote_columns`

export const columnKeys = words(
  'name description data_type quote constraints tags meta config data_tests tests granularity docs policy_tags databricks_tags column_mask dimension entity',
)

export const entryKeys: Readonly<Record<string, readonly string[]>> = {
  models: words(
    `${tested} tags constraints access group latest_version versions deprecation_date time_spine contract semantic_model primary_entity agg_time_dimension metrics derived_semantics`,
  ),
  seeds: words(`${tested} tags group contract`),
  snapshots: words(`${tested} tags group relation`),
  analyses: words(`${described} columns tags`),
  macros: words(`${described} arguments`),
  sources: words(
    'name description database catalog schema loader loader quoting config freshness loaded_at_field loaded_at_query meta tags overrides tables',
  ),
  exposures: words('name type label maturity url description depends_on owner tags meta config'),
  groups: words('name owner description config'),
  data_tests: words(`${described} columns`),
  unit_tests: words('name model description versions config given expect overrides'),
  metrics: words('name label type type_params filter time_granularity description meta tags config'),
  semantic_models: words('name model label description defaults primary_entity entities dimensions measures config'),
  saved_queries: words('name label description query_params exports config tags'),
  functions: words(`${described} arguments returns columns access`),
}

export const versionKeys = words('v defined_in description access config docs constraints columns data_tests tests deprecation_date')

export const sourceTableKeys = words(
  'name identifier description loader quoting external columns data_tests tests config freshness loaded_at_field loaded_at_query meta tags docs data_type loaded_at_field_present',
)

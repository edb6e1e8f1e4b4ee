/** Names of dbt's events, as `warn_error_options` may use them. In a module of its own: few runs need the table. */
import table from './dbt-events.json' with { type: 'json' }

export const eventNames: readonly string[] = Object.keys(table)

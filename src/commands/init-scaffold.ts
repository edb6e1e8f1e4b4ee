/** The files of a new project: one seed, two models, tests on them, a profile of the warehouse asked for. Real dbt can build it too. */
export function scaffold(name: string, adapter: string | undefined): Readonly<Record<string, string>> {
  return {
    'dbt_project.yml': projectFile(name),
    ...(adapter === undefined ? {} : { 'profiles.yml': profileFile(name, adapter) }),
    '.gitignore': 'target/\nlogs/\ndbt_packages/\n*.duckdb\n*.duckdb.wal\n',
    'seeds/payments.csv': 'payment_id,customer,amount,paid_on\n1,Ada,120.50,2026-01-03\n2,Grace,80.00,2026-01-03\n3,Ada,99.95,2026-01-04\n',
    'models/stg_payments.sql': stagingModel,
    'models/payments_daily.sql': dailyModel,
    'models/schema.yml': propertiesFile,
  }
}

function projectFile(name: string): string {
  return `name: ${name}
version: '1.0'
profile: ${name}

models:
  ${name}:
    +materialized: table
    stg_payments:
      +materialized: view
`
}

/** Of a server the login comes from the environment: a profile with a password in it ends up in somebody's history. */
function profileFile(name: string, adapter: string): string {
  const fields = outputs[adapter]?.(name) ?? []
  const lines = [`type: ${adapter}`, ...fields, 'threads: 4'].map((line) => `      ${line}\n`)
  return `${name}:\n  target: dev\n  outputs:\n    dev:\n${lines.join('')}`
}

const outputs: Readonly<Record<string, (name: string) => readonly string[]>> = {
  duckdb: (name) => [`path: ${name}.duckdb`],
  postgres: (name) => [
    `host: "{{ env_var('PGHOST', 'localhost') }}"`,
    `port: "{{ env_var('PGPORT', '5432') | as_number }}"`,
    `user: "{{ env_var('PGUSER', 'postgres') }}"`,
    `password: "{{ env_var('PGPASSWORD', '') }}"`,
    `dbname: "{{ env_var('PGDATABASE', 'postgres') }}"`,
    `schema: ${name}`,
  ],
  snowflake: (name) => [
    `account: "{{ env_var('SNOWFLAKE_ACCOUNT', '') }}"`,
    `user: "{{ env_var('SNOWFLAKE_USER', '') }}"`,
    `password: "{{ env_var('SNOWFLAKE_PASSWORD', '') }}"`,
    `role: "{{ env_var('SNOWFLAKE_ROLE', '') }}"`,
    `warehouse: "{{ env_var('SNOWFLAKE_WAREHOUSE', '') }}"`,
    `database: "{{ env_var('SNOWFLAKE_DATABASE', '') }}"`,
    `schema: ${name}`,
  ],
}

const stagingModel = `select
  payment_id,
  customer,
  cast(amount as decimal(12, 2)) as amount,
  cast(paid_on as date) as paid_on
from {{ ref('payments') }}
`

const dailyModel = `select
  paid_on,
  count(*) as payments,
  sum(amount) as total_amount
from {{ ref('stg_payments') }}
group by paid_on
`

const propertiesFile = `version: 2

models:
  - name: stg_payments
    description: Payments, one row each, typed.
    columns:
      - name: payment_id
        description: Key of a payment.
        data_tests: [unique, not_null]
  - name: payments_daily
    description: What was paid, by day.
    columns:
      - name: paid_on
        description: The day.
        data_tests: [unique, not_null]
      - name: payments
        description: How many payments.
      - name: total_amount
        description: Their sum.
`

// A small project that has one of each: a seed, a view, a table, tests of each severity, a unit test, a source.
export const shop: Readonly<Record<string, string>> = {
  'seeds/raw_orders.csv': 'order_id,customer,amount\n1,ada,10.50\n2,grace,20.00\n3,ada,5.25\n',
  'models/stg_orders.sql':
    "{{ config(materialized='view') }}\nselect order_id, customer, cast(amount as decimal(10, 2)) as amount\nfrom {{ ref('raw_orders') }}\n",
  'models/customers.sql':
    "{{ config(materialized='table') }}\nselect customer, count(*) as orders, sum(amount) as total\nfrom {{ ref('stg_orders') }}\ngroup by customer\n",
  'models/schema.yml': `version: 2
models:
  - name: stg_orders
    columns:
      - name: order_id
        data_tests: [unique, not_null]
  - name: customers
    columns:
      - name: total
        data_tests:
          - accepted_values: {arguments: {values: [15.75]}, config: {severity: warn}}
`,
  'macros/greet.sql': "{% macro greet(name='world') %}{% do log('hello ' ~ name, info=true) %}{% endmacro %}\n",
}

export const broken = {
  'models/broken.sql': "select order_id, amont\nfrom {{ ref('stg_orders') }}\n",
  'models/below.sql': "select * from {{ ref('broken') }}\n",
}

import { conforms } from './suite.js'

conforms({ name: 'duckdb', output: async () => '{type: duckdb, path: shop.duckdb}' })

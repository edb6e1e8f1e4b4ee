import { type PostgresDatabase, postgresDatabase } from '../harness/postgres.js'
import { conforms } from './suite.js'

let database: PostgresDatabase | undefined

conforms({
  name: 'postgres',
  async output() {
    database = await postgresDatabase()
    return database.output()
  },
  stop: async () => await database?.drop(),
})

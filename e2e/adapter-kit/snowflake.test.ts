import { snowflakeDatabase, whyNoSnowflake } from '../harness/snowflake.js'
import { conforms } from './suite.js'

// Checked against an emulator: what it cannot do is listed here.
conforms({
  name: 'snowflake',
  missing: whyNoSnowflake(),
  output: async () => (await snowflakeDatabase()).output(),
  emulator: {
    'relation.hostile-names': 'the emulator notes the name of a new table in a statement of its own, where a single quote breaks it',
    'contract.not-null': 'the emulator makes the table of `create table … as` without its NOT NULL',
  },
})

#!/usr/bin/env node
/** `sluice-dbt`: the same tool with the manners of the executable it takes the place of. */
import { start } from './cli/start.js'
import { dbtVersionText } from './core/version.js'

await start({ name: 'dbt', versionText: dbtVersionText, logToStdout: true })

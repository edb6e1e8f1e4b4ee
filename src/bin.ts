#!/usr/bin/env node
/** `sluice`. */
import { start } from './cli/start.js'
import { versionText } from './core/version.js'

await start({ name: 'sluice', versionText, logToStdout: false })

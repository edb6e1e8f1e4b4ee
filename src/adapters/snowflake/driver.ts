/** Loads snowflake-sdk, quiet: no log file, no console, no telemetry, no probing of the machine it runs on. */
import type * as sdk from 'snowflake-sdk'
import { setForDrivers } from '../../core/driver-env.js'
import { driverMissing } from './errors.js'

export type Driver = typeof sdk

/** It reads these from the process while it loads and while it logs in. */
const quiet: Readonly<Record<string, string>> = {
  SF_TELEMETRY_DISABLE_CONNECTION_SHAPE: 'true',
  SNOWFLAKE_DISABLE_PLATFORM_DETECTION: 'true',
  SNOWFLAKE_DISABLE_MINICORE: 'true',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
}

const ignore = () => undefined
const silent = { error: ignore, warn: ignore, info: ignore, debug: ignore, trace: ignore }

export async function loadDriver(options: { readonly checksRevocation: boolean }): Promise<Driver> {
  setForDrivers(quiet)
  const driver = await importDriver()
  driver.configure({
    logLevel: 'OFF',
    additionalLogToConsole: false,
    customLogger: silent,
    ...(options.checksRevocation ? {} : { disableOCSPChecks: true }),
  })
  return driver
}

async function importDriver(): Promise<Driver> {
  try {
    const loaded = (await import('snowflake-sdk')) as unknown as { readonly default?: Driver } & Driver
    return loaded.default ?? loaded
  } catch (error) {
    throw driverMissing(error)
  }
}

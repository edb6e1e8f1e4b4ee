/**
 * Settings for drivers that take them from the environment of the process and nowhere else. What the user has set stays.
 * Beside `invocation.ts` the one place that touches it: a driver cannot be handed an invocation.
 */
import { env } from 'node:process'

export function setForDrivers(settings: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(settings)) env[name] ??= value
}

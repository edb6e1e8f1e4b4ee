/** Python's date, time and datetime as template values: what warehouse timestamps and `modules.datetime` give. */
export { DateValue } from './time/date.js'
export { DateTime } from './time/datetime.js'
export { TimeValue } from './time/time.js'
export { TimeDelta } from './time/timedelta.js'
export { fixedZone, utc, Zone, ZoneRules } from './time/zone.js'

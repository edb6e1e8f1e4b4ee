/** `modules.pytz`: UTC, named zones with `localize` and `normalize`, fixed offsets, and the lists of names. */
import { DateTime, fixedZone, utc, Zone, ZoneRules } from '../../core/datetime.js'
import { attribute, call, define, item, kind, missing, type TemplateObject } from '../../core/template-object.js'
import { PySet } from '../../jinja/index.js'
import { moduleValue } from '../errors.js'

const zones = new Map<string, Zone>()

const methods: Readonly<Record<string, (zone: Zone) => unknown>> = {
  localize: (zone) =>
    define('localize', ['dt', 'is_dst?'], (at: DateTime, daylight: boolean | null = false) => localize(zone, at, daylight === true)),
  normalize: (zone) => define('normalize', ['dt', 'is_dst?'], (at: DateTime) => DateTime.fromEpoch(at.moment, zone)),
  utcoffset: (zone) =>
    define('utcoffset', ['dt'], (at: DateTime | null) => (at ? DateTime.fromEpoch(at.moment, zone).zone?.offset.seconds : null)),
  fromutc: (zone) => define('fromutc', ['dt'], (at: DateTime) => DateTime.fromEpoch(at.local, zone)),
  tzname: (zone) =>
    define('tzname', ['dt'], (at: DateTime | null) =>
      at ? localize(zone, new DateTime(at.local), false).zone?.offset.abbreviation : null,
    ),
}

function localize(zone: Zone, at: DateTime, daylight: boolean): DateTime {
  if (at.zone !== null) throw moduleValue('Not naive datetime (tzinfo is already set)')
  return new DateTime(at.local, zone.atLocal(Number(at.local / 1_000_000n), daylight))
}

const utcZone = new Zone('UTC', utc.offset, undefined, methods)

/** A zone by its IANA name; as pytz's, it stands at local mean time until it is applied to a moment. */
function timezone(name: string): Zone {
  if (name.toUpperCase() === 'UTC') return utcZone
  const known = zones.get(name)
  if (known) return known
  try {
    const rules = new ZoneRules(name)
    const zone = new Zone(name, rules.localMean(), rules, methods)
    zones.set(name, zone)
    return zone
  } catch {
    throw moduleValue(`there is no time zone named '${name}'`, 'an IANA name such as Europe/Berlin or US/Eastern')
  }
}

/** Zones of a country by its two letters, and countries by theirs; both can also be called. */
function countries(read: (code: string) => unknown): TemplateObject {
  const find = (key: unknown): unknown => {
    const code = String(key).toUpperCase()
    return (/^[A-Z]{2}$/.test(code) ? read(code) : undefined) ?? missing
  }
  const get = define('get', ['key', 'default?'], (key, fallback = null) => {
    const found = find(key)
    return found === missing ? fallback : found
  })
  return {
    [item]: find,
    [attribute]: (name) => (name === 'get' ? get : missing),
    [call]: ([key]) => {
      const found = find(key)
      if (found === missing) throw moduleValue(`there is no country '${String(key)}'`, 'two letters, e.g. DE')
      return found
    },
    [kind]: { typeName: 'dict', is: ['mapping'] },
  }
}

function zonesOfCountry(code: string): readonly string[] | undefined {
  // An accessor in the engines of Node 20, a method in later ones.
  const locale = new Intl.Locale('und', { region: code }) as Intl.Locale & { timeZones?: string[]; getTimeZones?(): string[] }
  const zones = locale.getTimeZones?.() ?? locale.timeZones ?? []
  return zones.length === 0 ? undefined : zones
}

function allZones(): string[] {
  return [...Intl.supportedValuesOf('timeZone'), 'UTC'].sort()
}

export function pytzModule(): Readonly<Record<string, unknown>> {
  return {
    UTC: utcZone,
    utc: utcZone,
    timezone: define('timezone', ['zone'], (name: string) => timezone(name)),
    FixedOffset: define('FixedOffset', ['offset'], (minutes: number) => fixedZone(minutes * 60)),
    country_timezones: countries(zonesOfCountry),
    country_names: countries((code) => new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' }).of(code)),
    get all_timezones() {
      return allZones()
    },
    get all_timezones_set() {
      return new PySet(allZones())
    },
    get common_timezones() {
      return allZones()
    },
    get common_timezones_set() {
      return new PySet(allZones())
    },
  }
}

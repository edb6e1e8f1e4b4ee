/** `modules`: the four Python modules dbt gives to templates. */
import { datetimeModule } from './datetime.js'
import { itertoolsModule } from './itertools.js'
import { pytzModule } from './pytz.js'
import { reModule } from './re.js'

/** `onItertools` hears of each call of a function of that module. */
export function modules(now: () => Date, onItertools: () => void): Readonly<Record<string, unknown>> {
  return {
    get datetime() {
      return datetimeModule(now)
    },
    get pytz() {
      return pytzModule()
    },
    get re() {
      return reModule()
    },
    get itertools() {
      return itertoolsModule(onItertools)
    },
  }
}

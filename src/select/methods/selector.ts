/** `selector`: a definition of selectors.yml by name. */
import { textMethod } from './method.js'

export const selector = textMethod('a selector of selectors.yml', (value, env) => env.selector(value))

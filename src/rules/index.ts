export { readDataRules, severities } from './read-rules.js'
export { type Replacement, replacementsOf } from './replacements.js'
export { type DataRule, type RuleKind, ruleArgument, ruleKinds } from './rule.js'

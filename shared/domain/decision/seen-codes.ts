import type { Fact } from '#shared/domain/vocabulary.ts'

/**
 * What the journal calls the values that a decision looked at. DynamoDB bills a write by the kilobyte, names included: in
 * full they are half of a decision, and most decisions would take a second kilobyte for them.
 *
 * A code stands in records that are kept for 13 months: it is never changed or given to another name. A name without a code
 * is kept in full.
 */
export const seenCodes: Readonly<Record<string, string>> = {
  'account.balance': 'ab',
  'account.closedOn': 'ac',
  'account.kind': 'ak',
  'card.product': 'kp',
  'consent.marketing': 'om',
  'consent.service': 'os',
  'customer.accountKinds': 'ck',
  'customer.age': 'ca',
  'customer.branch': 'cb',
  'customer.cardProducts': 'cc',
  'customer.financialAssets': 'cf',
  'customer.hasManager': 'cm',
  'customer.known': 'cn',
  'customer.language': 'cl',
  'customer.monthsSinceCardPayment': 'cd',
  'customer.openComplaint': 'co',
  'customer.personalisation': 'cs',
  'customer.products': 'cp',
  'customer.riskLevel': 'cr',
  'customer.tenureDays': 'ct',
  'customer.vulnerable': 'cv',
  distress: 'di',
  'local.hour': 'lh',
  'now.hour': 'nh',
  'now.weekday': 'nw',
  'operations.marketing': 'pm',
  'operations.service': 'ps',
  reach: 're',
  recentContacts: 'rc',
  'riskTolerance.expiresOn': 'rx',
  'riskTolerance.level': 'rl',
  'segment.activity': 'ga',
  'segment.assetTier': 'gt',
  'segment.lifecycle': 'gl',
  'signal.ageHours': 'sh',
  'signal.amount': 'sa',
  'signal.balance': 'sb',
  'signal.calendar': 'sc',
  'signal.daysLeft': 'sd',
  'signal.tier': 'st',
  suppressed: 'su',
  'vulnerability.reviewOn': 'vr',
  zone: 'zo',
  zoneKnown: 'zk',
}

type Seen = Readonly<Record<string, Fact>>

const names: ReadonlyMap<string, string> = new Map(
  Object.entries(seenCodes).map(([name, code]) => [code, name]),
)

const renamed = (seen: Seen, rename: (name: string) => string): Record<string, Fact> =>
  Object.fromEntries(Object.entries(seen).map(([name, value]) => [rename(name), value]))

/** As the journal keeps them. */
export const codedSeen = (seen: Seen): Record<string, Fact> =>
  renamed(seen, (name) => (Object.hasOwn(seenCodes, name) ? (seenCodes[name] ?? name) : name))

/** By their names; those of earlier releases, which were kept in full, stay as they are. */
export const namedSeen = (kept: Seen): Record<string, Fact> =>
  renamed(kept, (name) => names.get(name) ?? name)

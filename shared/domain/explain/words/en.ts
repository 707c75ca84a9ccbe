import { codesEn } from '#shared/domain/explain/words/en-codes.ts'
import { signalsEn } from '#shared/domain/explain/words/en-signals.ts'
import type { Phrases, Words } from '#shared/domain/explain/words/words.ts'

const phrases: Phrases = {
  decisionsOf: (customer, count) =>
    `Customer ${customer}: ${count} ${count === 1 ? 'decision' : 'decisions'}`,
  timesIn: (zone) => `Dates and times are those of ${zone}.`,
  older: 'There are earlier decisions that are not shown.',
  unreadable: (count) =>
    `${count} ${count === 1 ? 'entry' : 'entries'} of the journal were written by another release in a form that cannot be read here.`,
  signal: (id, eventId) =>
    eventId === undefined
      ? `Signal ${id}, found in the calendar: no bank event led to it.`
      : `Signal ${id}, from the bank event ${eventId}.`,
  decidedAt: (time) => `Decided on ${time}.`,
  spoke: (messages, tasks) => {
    const said = [
      ...(messages > 0 ? [`${messages} ${messages === 1 ? 'message' : 'messages'} to the customer`] : []),
      ...(tasks > 0 ? [`${tasks} ${tasks === 1 ? 'task' : 'tasks'} for a relationship manager`] : []),
    ]
    return `Result: ${said.join(' and ') || 'the bank spoke to the customer'}.`
  },
  noCampaign: 'Result: nothing was sent, because no campaign listens to this kind of signal.',
  silent: (reason) => `Result: nothing was sent. The campaign that came furthest: ${reason}`,
  otherGates: (theirs, ours) =>
    `This decision was judged by list ${theirs} of the gates; their order is known here only for list ${ours}. What follows is what the record itself says.`,
  recordedValues: 'Values recorded of the customer and the moment',
  candidates: (count) => `Campaigns considered: ${count}`,
  version: (id, version, purpose) => `${id}, version ${version}, ${purpose}`,
  versionMissing: 'This version of the campaign cannot be found or read any more; the record says only this.',
  chosen: 'chosen',
  outranked: 'passed every gate, but another campaign came first',
  refused: (reason) => `not chosen. ${reason}`,
  unknownReason: 'A reason that this program has no words for.',
  rank: (priority, score) =>
    `${priority === undefined ? '' : `Priority class ${priority}, `}${priority === undefined ? 'Score' : 'score'} ${score} (propensity × value × context).`,
  together: (count, reason) => `${count} ${count === 1 ? 'campaign' : 'campaigns'} not chosen. ${reason}`,
  allOf: 'all of these must hold',
  anyOf: 'one of these must hold',
  not: 'this must not hold',
  test: (field, wanted, actual) => `${field} must ${wanted}; it was ${actual}`,
  testNot: (field, wanted, actual) => `${field} must not ${wanted}; it was ${actual}`,
  cut: 'the record holds only the beginning',
  more: 'the record has no room for the others',
  messages: 'Messages',
  message: (campaign, channel, purpose, state) => `${campaign}, ${purpose}, by ${channel}: ${state}.`,
  because: (reason) => `Reason: ${reason}`,
  variant: (name) => `Variant: ${name}.`,
  heldUntil: (time) => `Held back until ${time}.`,
  fallbackFrom: (channel) => `In place of the message by ${channel}, which did not reach the customer.`,
  fallbacks: (channels) => `Should it not be deliverable, it goes by: ${channels}.`,
  validUntil: (time) => `No longer true after ${time}.`,
  provider: (id) => `The provider's number for it: ${id}`,
  tasks: 'Tasks for relationship managers',
  task: (title, campaign, state) => `“${title}” (${campaign}): ${state}.`,
  assignee: (manager) => `Assigned to ${manager}.`,
  branchQueue: (branch) =>
    branch === undefined
      ? 'Assigned to nobody: it waits in the queue.'
      : `Assigned to nobody: it waits in the queue of branch ${branch}.`,
  due: (time) => `Due by ${time}.`,
  escalatedTo: (head) => `Overdue; reported to ${head}.`,
  outcome: (outcome, reference) => `Outcome: ${outcome}${reference === undefined ? '' : ` (${reference})`}.`,
  handedOver: (reason) => `A rule made it a person's work instead of a message: ${reason}`,
  hour: (hour) => `${String(hour).padStart(2, '0')}:00 to ${String(hour).padStart(2, '0')}:59`,
  hours: (count) => count,
  days: (count) => `${count} ${count === '1' ? 'day' : 'days'}`,
  months: (count) => `${count} months`,
  contact: (purpose, channel, time, campaign) =>
    `${purpose} by ${channel} on ${time}${campaign === undefined ? '' : ` of ${campaign}`}`,
}

/** English, as a compliance officer reads it. */
export const en: Words = {
  language: 'en',
  locale: 'en-GB',
  currencyDisplay: 'code',
  yes: 'yes',
  no: 'no',
  none: 'none',
  unknown: 'not known',
  comma: ', ',
  or: ' or ',
  semicolon: '; ',
  colon: ': ',
  fullStop: '.',
  gap: ' ',
  brackets: [' (', ')'],
  signals: signalsEn,
  ...codesEn,
  phrases,
}

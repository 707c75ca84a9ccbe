import {
  type Interval,
  newcombeDifference,
  type Proportion,
  wilsonInterval,
} from '#shared/domain/results/intervals.ts'
import type { Counts } from '#shared/domain/results/result-row.ts'

/** A share with its 95 % interval, each from 0 to 1. */
export interface Rate extends Interval {
  readonly rate: number
}

/** What counters say; a rate is undefined where there is nothing that it could be a share of. */
export interface Rates {
  /** Of those sent. A channel that reports no deliveries (a gateway) has none. */
  readonly delivery: Rate | undefined
  /** These of those delivered. */
  readonly open: Rate | undefined
  readonly click: Rate | undefined
  readonly reply: Rate | undefined
  readonly complaint: Rate | undefined
  readonly unsubscription: Rate | undefined
  /** Of those sent that did not bounce: messages after which the customer took the goal. */
  readonly conversion: Rate | undefined
  /** Of the moments at which the control group alone kept a message back: those after which the customer took it. */
  readonly controlConversion: Rate | undefined
  /** Conversion less that of the control group: what the messages brought about, in parts of 1. */
  readonly uplift: (Interval & { readonly difference: number }) | undefined
}

/** A thing may be counted on another day, or by another report, than what it is a share of; more than all is all. */
const proportion = (successes = 0, trials = 0): Proportion | undefined =>
  trials > 0 ? { successes: Math.min(successes, trials), trials } : undefined

const rate = (given: Proportion | undefined): Rate | undefined =>
  given && { rate: given.successes / given.trials, ...wilsonInterval(given) }

/** The rates of what was counted, summed over whatever belongs together: a version with its control group at least. */
export const ratesOf = (counts: Counts): Rates => {
  const { sent = 0, bounced = 0, delivered } = counts
  const conversion = proportion(counts.converted, sent - bounced)
  const control = proportion(counts.heldOutConverted, counts.heldOut)
  return {
    delivery: rate(proportion(delivered, sent)),
    open: rate(proportion(counts.opened, delivered)),
    click: rate(proportion(counts.clicked, delivered)),
    reply: rate(proportion(counts.replied, delivered)),
    complaint: rate(proportion(counts.complained, delivered)),
    unsubscription: rate(proportion(counts.unsubscribed, delivered)),
    conversion: rate(conversion),
    controlConversion: rate(control),
    uplift: conversion && control && newcombeDifference(conversion, control),
  }
}

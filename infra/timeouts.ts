import { Duration } from 'aws-cdk-lib'

/** Timeouts of the functions; the visibility timeouts of their queues follow from them. */
export const REACT_TIMEOUT = Duration.seconds(30)
export const DELIVER_TIMEOUT = Duration.seconds(20)
export const FEEDBACK_TIMEOUT = Duration.seconds(20)
export const REPLY_TIMEOUT = Duration.seconds(20)
/** API Gateway waits for 30 seconds at most, and a person for less. */
export const UNSUBSCRIBE_TIMEOUT = Duration.seconds(10)
/** An estimate by sample takes 3 seconds; half of what API Gateway would wait for. */
export const API_TIMEOUT = Duration.seconds(15)
export const ATTRIBUTE_TIMEOUT = Duration.seconds(20)
/** A sweep pages through all shards of the days it has missed. */
export const SWEEP_TIMEOUT = Duration.minutes(5)
/** The next tick comes after a minute and goes on with what is left. */
export const RELEASE_TIMEOUT = Duration.minutes(1)
/** A batch is at most a hundred writes, in requests of ten webhooks. */
export const PUBLISH_WEBHOOKS_TIMEOUT = Duration.minutes(1)
/** Ten requests to a slow endpoint, one after the other, ten seconds each. */
export const SEND_WEBHOOKS_TIMEOUT = Duration.seconds(110)

/** What is left of a part goes on with a new message; the one of a worker that died comes back after six of these. */
export const RUN_LAUNCH_TIMEOUT = Duration.minutes(2)
/** The next tick comes after a minute and goes on with what is left. */
export const LAUNCH_CAMPAIGNS_TIMEOUT = Duration.minutes(1)

/** A whole day is read at once: as long as Lambda lets anything run. */
export const SIMULATE_TIMEOUT = Duration.minutes(15)

/**
 * How long react-to-events gathers hints of the calendar, which come by the thousand and nobody waits for. The bank's
 * events wait for no batch (ADR 32).
 */
export const CALENDAR_BATCH_WINDOW = Duration.seconds(1)

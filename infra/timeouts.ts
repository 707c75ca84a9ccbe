import { Duration } from 'aws-cdk-lib'

/** Timeouts of the functions; the visibility timeouts of their queues follow from them. */
export const REACT_TIMEOUT = Duration.seconds(30)
export const DELIVER_TIMEOUT = Duration.seconds(20)
export const FEEDBACK_TIMEOUT = Duration.seconds(20)
/** API Gateway waits for 30 seconds at most, and a person for less. */
export const UNSUBSCRIBE_TIMEOUT = Duration.seconds(10)
/** A sweep pages through all shards of the days it has missed. */
export const SWEEP_TIMEOUT = Duration.minutes(5)
/** The next tick comes after a minute and goes on with what is left. */
export const RELEASE_TIMEOUT = Duration.minutes(1)

/** How long react-to-events gathers a batch: events of one customer in one batch share one write. */
export const REACT_BATCH_WINDOW = Duration.seconds(1)

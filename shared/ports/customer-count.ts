/** How many items the customers table holds: DynamoDB's own estimate, up to six hours old. */
export type CustomerItems = () => Promise<number>

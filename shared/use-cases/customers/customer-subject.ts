/** What the audit table knows a customer by. */
export const customerSubject = (customerId: string): string => `customer#${customerId}`

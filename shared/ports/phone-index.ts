/** Who can be reached by a phone number. */
export interface PhoneIndex {
  /**
   * @param phone E.164
   * @returns ids of all customers who have it, in a fixed order: families and companies share numbers
   */
  customersWith(phone: string): Promise<readonly string[]>
}

/** The same for the same person's name, however it is written. */
export const comparableName = (name: string): string =>
  name.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase()

import { type Item, withFacts } from '#functions/simulate/memory/profiles.ts'
import type { ChannelProvider, OutgoingMessage } from '#shared/ports/channel-provider.ts'
import type { Contact, ContactsReader } from '#shared/ports/contacts-reader.ts'
import type { ContactsWriter } from '#shared/ports/contacts-writer.ts'

/** Who stands in for a customer whose name the entries do not say: no simulation reads the contacts table. */
const NOBODY = 'Customer'

const isContact = (value: unknown): value is Contact =>
  typeof value === 'object' && value !== null && 'fullName' in value && typeof value.fullName === 'string'

const reachOf = ({ reach }: Item): readonly unknown[] =>
  typeof reach === 'object' && reach !== null && 'x' in reach && Array.isArray(reach.x) ? reach.x : []

/** Of a customer who was known before: the addresses that the profile says there are, made up. */
const madeUp = (item: Item): Contact => {
  const reach = reachOf(item)
  return {
    fullName: NOBODY,
    ...(reach.includes('email') ? { email: 'customer@simulation.invalid' } : {}),
    ...(reach.includes('phone') ? { phone: '+10000000000' } : {}),
  }
}

/** The contacts table in memory: what the entries say, and a stand-in for everybody else. */
export const createMemoryContacts = (profiles: { readonly items: ReadonlyMap<string, Item> }) => {
  const contacts = new Map<string, Item>()
  const writer: ContactsWriter = {
    keep: async (customerId, facts) => {
      contacts.set(customerId, withFacts(contacts.get(customerId) ?? {}, facts).item)
      return { writeUnits: 1 }
    },
  }
  const reader: ContactsReader = {
    contact: async (customerId) => {
      const said = contacts.get(customerId)?.contact
      if (isContact(said)) return said
      const item = profiles.items.get(customerId)
      return item && madeUp(item)
    },
  }
  return { writer, reader }
}

/** A message as its provider would have got it, without its address. */
export type TakenMessage = OutgoingMessage

/** Takes every message, and sends none. */
export const createRecordingProvider = (): ChannelProvider & { readonly taken: readonly TakenMessage[] } => {
  const taken: TakenMessage[] = []
  return {
    taken,
    send: async (message) => {
      taken.push(message)
      return { providerMessageId: `simulated-${taken.length}` }
    },
  }
}

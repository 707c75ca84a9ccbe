import { defaultSettings, type Settings } from '#shared/domain/settings.ts'

/** Providers are played here, and nobody limits them: nothing that is tried out locally shall wait for its turn. */
const LOCAL_LIMIT = { perSecond: 1_000 }

/** What a local installation starts from. A deployed one starts from the defaults, which keep a new account's limits. */
export const localSettings: Settings = {
  ...defaultSettings,
  delivery: { email: LOCAL_LIMIT, sms: LOCAL_LIMIT },
}

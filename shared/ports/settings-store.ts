import type { Settings } from '#shared/domain/settings.ts'
import type { AuditEntry } from '#shared/ports/audit.ts'

/** The settings as they stand, and a tag of exactly that content. */
export interface StoredSettings {
  readonly settings: Settings
  /** Changes with everything that changes them: this API, `npm run operate`, a seeding. */
  readonly tag: string
}

/** The engine's settings for those who change them; functions read them through the campaign store. */
export interface SettingsStore {
  /** @throws Error where nothing was seeded */
  read(): Promise<StoredSettings>
  /**
   * Writes all settings and the audit line, or nothing.
   * @param seen the tag of what they take the place of
   * @returns false where they are not that any more
   */
  replace(seen: string, settings: Settings, audit: AuditEntry): Promise<boolean>
}

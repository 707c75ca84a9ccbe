import type { Launch } from '#shared/domain/launch/launch.ts'

/** Launches as people see them. */
export interface LaunchReader {
  launch(launchId: string): Promise<Launch | undefined>
  /** Those of a campaign, the newest occurrence first. @param page `after`: the occurrence that the page before ended at */
  launches(
    campaignId: string,
    page: { readonly limit: number; readonly after?: string },
  ): Promise<{ readonly items: readonly Launch[]; readonly next?: string }>
}

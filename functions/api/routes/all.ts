import type { Route } from '#functions/api/http/route.ts'
import { type AuditDependencies, auditRoutes } from '#functions/api/routes/audit.ts'
import { draftRoutes } from '#functions/api/routes/campaign-drafts.ts'
import { lifeRoutes } from '#functions/api/routes/campaign-life.ts'
import { versionRoutes } from '#functions/api/routes/campaign-versions.ts'
import { type CampaignDependencies, campaignRoutes } from '#functions/api/routes/campaigns.ts'
import { type CustomerDependencies, customerRoutes } from '#functions/api/routes/customers.ts'
import { type LaunchRouteDependencies, launchRoutes } from '#functions/api/routes/launches.ts'
import { meRoutes } from '#functions/api/routes/me.ts'
import { type OpenApiDependencies, openApiRoutes } from '#functions/api/routes/openapi.ts'
import { type PreviewRouteDependencies, previewRoutes } from '#functions/api/routes/preview.ts'
import { type ReachDependencies, reachRoutes } from '#functions/api/routes/reach.ts'
import { resultsRoutes } from '#functions/api/routes/results.ts'
import { type SegmentDependencies, segmentRoutes } from '#functions/api/routes/segments.ts'
import { type SettingsDependencies, settingsRoutes } from '#functions/api/routes/settings.ts'
import { type SimulationDependencies, simulationRoutes } from '#functions/api/routes/simulations.ts'
import { type TaskDependencies, taskRoutes } from '#functions/api/routes/tasks.ts'
import type { ResultsDependencies } from '#shared/use-cases/results/results-of.ts'

/** What the routes of all areas depend on; tables.ts provides it. */
export type ApiDependencies = OpenApiDependencies &
  AuditDependencies &
  CampaignDependencies &
  CustomerDependencies &
  LaunchRouteDependencies &
  TaskDependencies &
  PreviewRouteDependencies &
  ReachDependencies &
  ResultsDependencies &
  SegmentDependencies &
  SettingsDependencies &
  SimulationDependencies

/** Every route, an area a line. */
export const allRoutes: readonly Route<ApiDependencies>[] = [
  ...openApiRoutes,
  ...meRoutes,
  ...campaignRoutes,
  ...draftRoutes,
  ...lifeRoutes,
  ...versionRoutes,
  ...launchRoutes,
  ...segmentRoutes,
  ...settingsRoutes,
  ...previewRoutes,
  ...reachRoutes,
  ...resultsRoutes,
  ...auditRoutes,
  ...customerRoutes,
  ...taskRoutes,
  ...simulationRoutes,
]

import { defineRoute, routesOf } from '#functions/api/http/route.ts'
import { settingsSchema } from '#shared/domain/settings.ts'
import type { SettingsStore } from '#shared/ports/settings-store.ts'
import { changeSettings } from '#shared/use-cases/settings/change-settings.ts'

export interface SettingsDependencies {
  readonly settingsStore: SettingsStore
}

const path = '/v1/settings'
const shown = { description: 'The settings', schema: settingsSchema, etag: true } as const

const read = defineRoute({
  method: 'get',
  path,
  operationId: 'readSettings',
  tag: 'settings',
  summary: 'The settings of the engine, the operators’ switches among them',
  roles: ['marketer', 'approver', 'compliance', 'admin'],
  request: {},
  responses: { 200: shown },
  handle: async (_, { settingsStore: store }: SettingsDependencies) => {
    const { settings, tag } = await store.read()
    return { status: 200, body: settings, etag: tag }
  },
})

const change = defineRoute({
  method: 'put',
  path,
  operationId: 'changeSettings',
  tag: 'settings',
  summary: 'Change the settings; functions follow within seconds',
  roles: ['admin'],
  request: { body: settingsSchema, ifMatch: 'required' },
  responses: { 200: shown },
  handle: async ({ body, ifMatch, ...request }, { settingsStore: store }: SettingsDependencies) => {
    const { settings, tag } = await changeSettings(store, { seen: ifMatch, settings: body }, request)
    return { status: 200, body: settings, etag: tag }
  },
})

export const settingsRoutes = routesOf<SettingsDependencies>([read, change])

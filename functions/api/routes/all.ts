import { meRoutes } from '#functions/api/routes/me.ts'

/** Every route. handler.ts gives what they depend on. */
export const allRoutes = [...meRoutes]

/** A program to be killed: publishes orders on a local cloud whose function takes them and never ends. */
import { startLocalCloud } from '#infra/local/cloud.ts'
import { publishOrders } from '#test/support/local-cloud/fixture-orders.ts'

const [dataDirectory = '', assembly = '', count = '0'] = process.argv.slice(2)
const cloud = await startLocalCloud({
  dataDirectory,
  assembly,
  schedules: 'manual',
  functionEnvironment: { HOLD: 'yes' },
})
await publishOrders(
  cloud,
  Array.from({ length: Number(count) }, (_, index) => ({ orderId: `order-${index}` })),
)
const look = setInterval(() => {
  if (!cloud.logLines().includes('held')) return
  clearInterval(look)
  process.send?.('in flight')
}, 10)

import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Resource, synthesized } from '#test/infra/synthesized.ts'

const { resources, output } = synthesized()
const [dashboard, ...otherDashboards] = resources('AWS::CloudWatch::Dashboard')
const alarms = resources('AWS::CloudWatch::Alarm')
const queues = resources('AWS::SQS::Queue')
const functions = resources('AWS::Lambda::Function')

interface Widget {
  readonly type: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly properties: {
    readonly title?: string
    readonly alarms?: readonly string[]
    /** Namespace, name, dimensions as a flat list, then how it is drawn; `.` repeats the place above. */
    readonly metrics?: readonly (readonly unknown[])[]
  }
}

interface ShownMetric {
  readonly namespace: string
  readonly name: string
  readonly dimensions: Readonly<Record<string, string>>
}

const { widgets } = JSON.parse(dashboard?.properties.DashboardBody ?? '{"widgets":[]}') as {
  widgets: readonly Widget[]
}

const metricOf = (row: readonly unknown[]): ShownMetric | undefined => {
  const texts = row.filter((part) => typeof part === 'string')
  // An expression of other rows.
  if (texts.length === 0) return undefined
  const [namespace = '', name = '', ...flat] = texts
  const pairs = flat.flatMap((key, index) => (index % 2 === 0 ? [[key, flat[index + 1] ?? '']] : []))
  return { namespace, name, dimensions: Object.fromEntries(pairs) }
}

const shown: readonly ShownMetric[] = widgets.flatMap(({ properties }) =>
  (properties.metrics ?? []).flatMap((row) => metricOf(row) ?? []),
)

/** What is shown of a kind of resource by one metric: the resources' ids. */
const shownBy = (namespace: string, name: string): string[] =>
  shown
    .filter((metric) => metric.namespace === namespace && metric.name === name)
    .map(({ dimensions }) => Object.values(dimensions)[0] ?? '')
    .sort()

const ids = (all: readonly Resource[]): string[] => all.map(({ id }) => id).sort()

/** Counters of ours that an alarm looks at, also within an expression. */
const alarmed: readonly ShownMetric[] = alarms.flatMap(({ properties }) => {
  const single = properties.MetricName ? [properties] : []
  const within = (properties.Metrics ?? []).flatMap((each: { MetricStat?: { Metric: unknown } }) =>
    each.MetricStat ? [each.MetricStat.Metric] : [],
  )
  return [...single, ...within].map(({ Namespace, MetricName, Dimensions }): ShownMetric => {
    const pairs = (Dimensions ?? []).map((one: { Name: string; Value: string }) => [one.Name, one.Value])
    return { namespace: Namespace, name: MetricName, dimensions: Object.fromEntries(pairs) }
  })
})

const ours = ({ namespace }: ShownMetric): boolean => namespace === 'Bellwether'
const nameOf = ({ name, dimensions }: ShownMetric): string => `${name} of ${dimensions.service}`
const uses = [...new Set([...shown, ...alarmed].filter(ours).map(nameOf))].sort()

const sourcesOf = (pattern: string): string =>
  globSync(pattern)
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
const sharedSources = sourcesOf('shared/{use-cases,lambda}/**/*.ts')

describe('the dashboard', () => {
  it('is one, and an output names it', () => {
    expect(otherDashboards).toEqual([])
    expect(output('DashboardName').id).toBe(dashboard?.id)
  })

  it('shows the state of every alarm', () => {
    expect(widgets.flatMap(({ properties }) => properties.alarms ?? []).sort()).toEqual(ids(alarms))
  })

  it('shows how many messages wait in every queue, and how old those are that a function reads', () => {
    expect(shownBy('AWS/SQS', 'ApproximateNumberOfMessagesVisible')).toEqual(ids(queues))
    const read = queues.filter(({ properties }) => properties.RedrivePolicy !== undefined)
    expect(shownBy('AWS/SQS', 'ApproximateAgeOfOldestMessage')).toEqual(ids(read))
  })

  it.each(['Errors', 'Throttles', 'Duration'])('shows %s of every function', (metric) => {
    expect(shownBy('AWS/Lambda', metric)).toEqual(ids(functions))
  })

  it('shows everything that raises an alarm, but what the alarms themselves say of runs', () => {
    const keys = new Set(
      shown.map((metric) => JSON.stringify([metric.namespace, metric.name, metric.dimensions])),
    )
    const missing = alarmed.filter(
      ({ namespace, name, dimensions }) => !keys.has(JSON.stringify([namespace, name, dimensions])),
    )
    expect(missing.filter(({ name }) => name !== 'Invocations')).toEqual([])
  })

  it('has its widgets side by side, none over another', () => {
    expect(widgets.length).toBeGreaterThan(10)
    for (const [index, one] of widgets.entries())
      for (const other of widgets.slice(index + 1)) {
        const beside = one.x + one.width <= other.x || other.x + other.width <= one.x
        const below = one.y + one.height <= other.y || other.y + other.height <= one.y
        expect([one.properties.title, other.properties.title, beside || below]).toEqual([
          one.properties.title,
          other.properties.title,
          true,
        ])
        expect(one.x + one.width).toBeLessThanOrEqual(24)
      }
  })
})

describe('a counter that alarms or the dashboard look at', () => {
  it('is there at all', () => {
    expect(uses.length).toBeGreaterThan(20)
  })

  it.each(uses)('%s is counted in the code of that function, or in what is shared', (use) => {
    const [name = '', service = ''] = use.split(' of ')
    const own = sourcesOf(`functions/${service}/**/*.ts`)
    expect(own).not.toBe('')
    // Not `toContain`: it would print all the code.
    expect([own, sharedSources].some((code) => code.includes(`'${name}'`))).toBe(true)
  })
})

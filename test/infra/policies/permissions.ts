import { describe, expect, it } from 'vitest'
import { capacityKey } from '#shared/tables/journal.ts'
import { synthesized } from '#test/infra/synthesized.ts'

interface Statement {
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  readonly effect: string
  readonly conditions: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

const { resources, output, templates } = synthesized()
const functions = resources('AWS::Lambda::Function')
const policies = resources('AWS::IAM::Policy')
const names = [
  'ReactToEvents',
  'SweepCalendar',
  'ReleaseDue',
  'DeliverMessage',
  'RecordOutcome',
  'AttributeConversion',
  'ReceiveReply',
  'Unsubscribe',
  'PublishWebhooks',
  'SendWebhooks',
  'Api',
  'RunLaunch',
  'LaunchCampaigns',
  'Simulate',
] as const
type Name = (typeof names)[number]

const many = (value: string | readonly string[]): readonly string[] =>
  typeof value === 'string' ? [value] : value

/** All that a function's role may do. */
const statementsOf = (name: Name): readonly Statement[] => {
  const role = output(`${name}Function`).properties.Role
  return policies
    .filter(({ properties }) => properties.Roles.includes(role))
    .flatMap(({ properties }) => properties.PolicyDocument.Statement)
    .map(({ Action, Resource, Effect, Condition = {} }) => ({
      actions: many(Action),
      resources: many(Resource),
      effect: Effect,
      conditions: Condition,
    }))
}

/** Actions that a function may do to a resource, or to a part of it (an index). */
const actionsOn = (name: Name, id: string): readonly string[] =>
  statementsOf(name)
    .filter(({ resources: all }) => all.some((resource) => resource === id || resource.startsWith(`${id}/`)))
    .flatMap(({ actions }) => actions)
    .sort()

const onTable = (name: Name, table: string) =>
  actionsOn(name, output(`${table}Table`).id).map((action) => action.replace('dynamodb:', ''))

describe.each(names)('role of %s', (name) => {
  const statements = statementsOf(name)

  it('names every action', () => {
    expect(statements.length).toBeGreaterThan(0)
    expect(statements.flatMap(({ actions }) => actions).filter((action) => action.includes('*'))).toEqual([])
  })

  it('names every resource, but for X-Ray and the listing of streams, which have none, and files of the archive', () => {
    const everywhere = statements.filter(({ resources: all }) =>
      all.some((resource) => resource.includes('*')),
    )
    expect(everywhere.flatMap(({ actions }) => [...actions]).sort()).toEqual([
      ...(name === 'PublishWebhooks' ? ['dynamodb:ListStreams'] : []),
      ...(name === 'Simulate' ? ['s3:GetObject'] : []),
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ])
  })

  it('has policies written here only', () => {
    const role = resources('AWS::IAM::Role').find(
      ({ id }) => id === output(`${name}Function`).properties.Role,
    )
    expect(role?.properties.ManagedPolicyArns ?? []).toEqual([])
    expect(role?.properties.Policies ?? []).toEqual([])
  })

  it('uses keys of tables through DynamoDB only', () => {
    const keys = ['ContactsTable', 'ParkedTable'].map(
      (table) => output(table).properties.SSESpecification.KMSMasterKeyId,
    )
    for (const { resources: all, conditions } of statements)
      if (all.some((resource) => keys.includes(resource)))
        expect(conditions).toEqual({
          StringEquals: { 'kms:ViaService': 'dynamodb.<AWS::Region>.amazonaws.com' },
        })
  })

  it('is used by one function', () => {
    const role = output(`${name}Function`).properties.Role
    expect(functions.filter(({ properties }) => properties.Role === role)).toHaveLength(1)
  })
})

describe('contacts', () => {
  it('are read by deliver-message only, one at a time', () => {
    expect(onTable('DeliverMessage', 'Contacts')).toEqual(['GetItem'])
    expect(onTable('SweepCalendar', 'Contacts')).toEqual([])
    expect(onTable('ReleaseDue', 'Contacts')).toEqual([])
    expect(onTable('RecordOutcome', 'Contacts')).toEqual([])
    expect(onTable('Unsubscribe', 'Contacts')).toEqual([])
  })

  it('are asked by receive-reply, and by nobody else, whose number it is', () => {
    const contacts = output('ContactsTable').id
    const asking = names.map((name) => [
      name,
      statementsOf(name).flatMap(({ actions, resources: all }) =>
        all.some((resource) => resource.startsWith(`${contacts}/`)) ? [...actions, ...all] : [],
      ),
    ])
    expect(Object.fromEntries(asking.filter(([, all]) => all?.length))).toEqual({
      ReceiveReply: ['dynamodb:Query', `${contacts}/index/byPhone`],
    })
    expect(onTable('ReceiveReply', 'Contacts')).toEqual(['Query'])
  })

  it('are written blindly by react-to-events', () => {
    expect(onTable('ReactToEvents', 'Contacts')).toEqual(['UpdateItem'])
    const [writing] = statementsOf('ReactToEvents').filter(({ resources: all }) =>
      all.includes(output('ContactsTable').id),
    )
    expect(writing?.conditions).toEqual({ StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' } })
  })

  it('cannot be decrypted by functions that do not use them', () => {
    const key = output('ContactsTable').properties.SSESpecification.KMSMasterKeyId
    expect(actionsOn('SweepCalendar', key)).toEqual([])
    expect(actionsOn('ReleaseDue', key)).toEqual([])
    expect(actionsOn('RecordOutcome', key)).toEqual([])
    expect(actionsOn('Unsubscribe', key)).toEqual([])
    expect(actionsOn('DeliverMessage', key)).toEqual(['kms:Decrypt', 'kms:DescribeKey'])
    expect(actionsOn('ReceiveReply', key)).toEqual(['kms:Decrypt', 'kms:DescribeKey'])
  })
})

describe('audit', () => {
  it.each(names)('cannot be changed or deleted by %s', (name) => {
    const other = onTable(name, 'Audit').filter((action) => action !== 'PutItem')
    expect(other).toEqual(name === 'Api' ? ['Query'] : [])
  })
})

describe('each function may do exactly this', () => {
  it.each([
    ['ReactToEvents', 'Customers', ['GetItem', 'UpdateItem']],
    ['ReactToEvents', 'Campaigns', ['GetItem', 'Query', 'UpdateItem']],
    ['ReactToEvents', 'Journal', ['PutItem', 'UpdateItem']],
    ['ReactToEvents', 'Parked', ['PutItem']],
    ['SweepCalendar', 'Customers', ['Query']],
    ['SweepCalendar', 'Campaigns', ['GetItem', 'PutItem', 'Query']],
    ['SweepCalendar', 'Journal', []],
    ['SweepCalendar', 'Parked', []],
    ['ReleaseDue', 'Customers', []],
    ['ReleaseDue', 'Campaigns', ['GetItem', 'UpdateItem']],
    ['ReleaseDue', 'Journal', ['GetItem', 'Query', 'UpdateItem']],
    ['ReleaseDue', 'Parked', []],
    ['DeliverMessage', 'Customers', ['GetItem', 'UpdateItem']],
    ['DeliverMessage', 'Campaigns', ['GetItem', 'UpdateItem', 'UpdateItem']],
    ['DeliverMessage', 'Journal', ['GetItem', 'PutItem', 'UpdateItem']],
    ['DeliverMessage', 'Parked', []],
    ['RecordOutcome', 'Customers', ['UpdateItem']],
    ['RecordOutcome', 'Campaigns', ['GetItem', 'Query', 'UpdateItem', 'UpdateItem']],
    ['RecordOutcome', 'Audit', ['PutItem']],
    ['RecordOutcome', 'Journal', ['GetItem', 'PutItem', 'UpdateItem']],
    ['RecordOutcome', 'Parked', []],
    ['AttributeConversion', 'Customers', []],
    ['AttributeConversion', 'Contacts', []],
    ['AttributeConversion', 'Campaigns', ['GetItem', 'UpdateItem']],
    ['AttributeConversion', 'Journal', ['PutItem', 'Query', 'UpdateItem']],
    ['AttributeConversion', 'Audit', []],
    ['AttributeConversion', 'Parked', []],
    ['ReceiveReply', 'Customers', ['UpdateItem']],
    ['ReceiveReply', 'Audit', ['PutItem']],
    ['ReceiveReply', 'Campaigns', ['GetItem', 'UpdateItem']],
    ['ReceiveReply', 'Journal', ['PutItem', 'Query', 'UpdateItem']],
    ['ReceiveReply', 'Parked', []],
    ['Unsubscribe', 'Customers', ['UpdateItem']],
    ['Unsubscribe', 'Audit', ['PutItem']],
    ['Unsubscribe', 'Campaigns', ['GetItem', 'UpdateItem']],
    ['Unsubscribe', 'Journal', []],
    ['Unsubscribe', 'Parked', []],
    ['PublishWebhooks', 'Journal', ['DescribeStream', 'GetRecords', 'GetShardIterator']],
    ['PublishWebhooks', 'Campaigns', ['GetItem']],
    ['PublishWebhooks', 'Customers', []],
    ['PublishWebhooks', 'Contacts', []],
    ['PublishWebhooks', 'Parked', []],
    ['RunLaunch', 'Customers', ['Scan', 'UpdateItem']],
    ['RunLaunch', 'Contacts', []],
    ['RunLaunch', 'Campaigns', ['GetItem', 'PutItem', 'Query', 'UpdateItem', 'UpdateItem']],
    ['RunLaunch', 'Journal', ['GetItem', 'PutItem', 'UpdateItem']],
    ['RunLaunch', 'Audit', ['PutItem']],
    ['RunLaunch', 'Parked', []],
    ['LaunchCampaigns', 'Customers', ['DescribeTable']],
    ['LaunchCampaigns', 'Contacts', []],
    [
      'LaunchCampaigns',
      'Campaigns',
      ['ConditionCheckItem', 'GetItem', 'PutItem', 'Query', 'Query', 'UpdateItem'],
    ],
    ['LaunchCampaigns', 'Journal', []],
    ['LaunchCampaigns', 'Audit', ['PutItem']],
    ['LaunchCampaigns', 'Parked', []],
    ['Simulate', 'Customers', ['GetItem', 'Query']],
    ['Simulate', 'Contacts', []],
    ['Simulate', 'Campaigns', ['GetItem', 'Query', 'UpdateItem']],
    ['Simulate', 'Journal', []],
    ['Simulate', 'Audit', []],
    ['Simulate', 'Parked', []],
    ['SendWebhooks', 'Campaigns', ['GetItem']],
    ['SendWebhooks', 'Journal', []],
    ['SendWebhooks', 'Customers', []],
    ['SendWebhooks', 'Contacts', []],
    ['SendWebhooks', 'Parked', []],
    ['Api', 'Customers', ['DescribeTable', 'GetItem', 'Scan']],
    ['Api', 'Contacts', ['GetItem']],
    ['Api', 'Journal', ['GetItem', 'Query', 'Query', 'UpdateItem']],
    [
      'Api',
      'Campaigns',
      ['ConditionCheckItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem', 'UpdateItem'],
    ],
    ['Api', 'Audit', ['PutItem', 'Query']],
    ['Api', 'Parked', []],
  ] as const)('%s to %s: %j', (name, table, actions) => {
    expect(onTable(name, table)).toEqual(actions)
  })

  it('the sweep reads the calendar, not profiles', () => {
    const customers = output('CustomersTable').id
    const read = statementsOf('SweepCalendar').flatMap(({ resources: all }) =>
      all.filter((resource) => resource.startsWith(customers)),
    )
    expect(read).toEqual([`${customers}/index/byCalendar`])
  })

  it('the sweep writes its own cursor only', () => {
    const writing = statementsOf('SweepCalendar').filter(({ actions }) =>
      actions.includes('dynamodb:PutItem'),
    )
    expect(writing.map(({ conditions }) => conditions)).toEqual([
      { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['sweep'] } },
    ])
  })

  it('launch-campaigns puts campaigns live, and writes schedules and launches; no version, no setting', () => {
    const writing = (action: string) =>
      statementsOf('LaunchCampaigns')
        .filter(
          ({ actions, resources: all }) =>
            actions.includes(action) && all.includes(output('CampaignsTable').id),
        )
        .map(({ conditions }) => conditions['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'])
    expect({
      ConditionCheckItem: writing('dynamodb:ConditionCheckItem'),
      PutItem: writing('dynamodb:PutItem'),
      UpdateItem: writing('dynamodb:UpdateItem'),
    }).toEqual({
      ConditionCheckItem: [['live']],
      PutItem: [['live', 'schedule', 'launches#*']],
      UpdateItem: [['go-live', 'live-revision', 'launches#*']],
    })
  })

  it('release-due queries what is due, and reads of the campaigns table the settings only', () => {
    const querying = statementsOf('ReleaseDue').filter(({ actions }) => actions.includes('dynamodb:Query'))
    expect(querying.flatMap(({ resources: all }) => all)).toEqual([
      `${output('JournalTable').id}/index/byDue`,
    ])
    const [settings] = statementsOf('ReleaseDue').filter(
      ({ actions, resources: all }) =>
        actions.includes('dynamodb:GetItem') && all.includes(output('CampaignsTable').id),
    )
    expect(settings?.conditions).toEqual({
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['settings'] },
    })
  })

  it.each(names)('%s changes of the campaigns table counters and what is its own, no campaign', (name) => {
    const changing = statementsOf(name).filter(
      ({ actions, resources: all }) =>
        actions.includes('dynamodb:UpdateItem') && all.includes(output('CampaignsTable').id),
    )
    for (const { conditions } of changing) {
      const keys = Object.values(conditions).flatMap((by) => by['dynamodb:LeadingKeys'] ?? [])
      // What the API and the tick may write stands below.
      if (name === 'Api' || name === 'LaunchCampaigns' || name === 'RunLaunch') continue
      // Every change of what is live is told to who keeps it in memory.
      expect(keys.filter((key) => key !== 'live-revision')).toHaveLength(1)
      if (keys[0] === 'simulations') expect(name).toBe('Simulate')
      else if (keys[0] === 'delivery') expect(name).toBe('DeliverMessage')
      else if (keys[0] !== 'live') expect(keys[0]).toBe('results#*')
      else expect(name).toBe('RecordOutcome')
    }
  })

  it('record-outcome pauses what is live, and changes nothing else of it', () => {
    const [pausing] = statementsOf('RecordOutcome').filter(({ conditions }) =>
      JSON.stringify(conditions).includes('"live"'),
    )
    expect(pausing?.actions).toEqual(['dynamodb:UpdateItem'])
    expect(pausing?.conditions).toEqual({
      'ForAllValues:StringEquals': {
        'dynamodb:LeadingKeys': ['live', 'live-revision'],
        'dynamodb:Attributes': ['collection', 'entry', 'status', 'version', 'pausedBecause', 'revision'],
      },
    })
  })

  it.each(['DeliverMessage', 'RecordOutcome', 'ReceiveReply', 'Unsubscribe'] as const)(
    '%s writes to profiles blindly',
    (name) => {
      const writing = statementsOf(name).filter(
        ({ actions, resources: all }) =>
          all.includes(output('CustomersTable').id) && actions.includes('dynamodb:UpdateItem'),
      )
      expect(writing.map(({ conditions }) => conditions)).toEqual([
        { StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' } },
      ])
    },
  )

  it('react-to-events changes nothing in the journal but the counters of managers’ days', () => {
    const changing = statementsOf('ReactToEvents').filter(
      ({ actions, resources: all }) =>
        actions.includes('dynamodb:UpdateItem') && all.includes(output('JournalTable').id),
    )
    const [partition] = capacityKey('*', '').customerId.split('*')
    expect(changing.map(({ actions, conditions }) => ({ actions, conditions }))).toEqual([
      {
        actions: ['dynamodb:UpdateItem'],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${partition}*`] } },
      },
    ])
  })

  const mayDo = (action: string) =>
    names.filter((name) => statementsOf(name).some(({ actions }) => actions.includes(action)))

  it('only deliver-message sends emails and texts, and the API test messages to who asks for them', () => {
    expect(mayDo('ses:SendEmail')).toEqual(['DeliverMessage', 'Api'])
    expect(mayDo('sms-voice:SendTextMessage')).toEqual(['DeliverMessage', 'Api'])
  })

  it('the keys of links are read by who signs and who verifies, and changed by nobody', () => {
    const secret = output('UnsubscribeSecretArn').id
    const allowed = names.map((name) => [name, actionsOn(name, secret)])
    const reading = ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue']
    expect(Object.fromEntries(allowed.filter(([, actions]) => actions?.length))).toEqual({
      DeliverMessage: reading,
      Unsubscribe: reading,
    })
  })

  it('only launches and estimates of reach scan, profiles and nothing else, and only the API deletes items', () => {
    const scanning = ['Api', 'RunLaunch'] as const
    expect(mayDo('dynamodb:Scan')).toEqual(scanning)
    for (const name of scanning) {
      const statements = statementsOf(name).filter(({ actions }) => actions.includes('dynamodb:Scan'))
      expect(statements.flatMap(({ resources: all }) => all)).toEqual([output('CustomersTable').id])
    }
    expect(mayDo('dynamodb:DeleteItem')).toEqual(['Api'])
  })

  it('launches write of the campaigns table their own parts, pace and end, and count', () => {
    const campaigns = output('CampaignsTable').id
    const writing = statementsOf('RunLaunch').filter(
      ({ actions, resources: all }) =>
        all.includes(campaigns) &&
        actions.some((action) => ['dynamodb:PutItem', 'dynamodb:UpdateItem'].includes(action)),
    )
    const collections = writing.map(
      ({ conditions }) => conditions['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'],
    )
    expect(collections).toEqual([['results#*'], ['launch#*', 'launches#*', 'reach#*']])
  })

  it('the API writes of the campaigns table what people decide, and of a version nothing twice', () => {
    const writing = (action: string) =>
      statementsOf('Api')
        .filter(({ actions, resources: all }) => actions.includes(action) && all.includes(campaignsId))
        .map(({ conditions }) => conditions['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'])
    const campaignsId = output('CampaignsTable').id
    expect({
      PutItem: writing('dynamodb:PutItem'),
      UpdateItem: writing('dynamodb:UpdateItem'),
      DeleteItem: writing('dynamodb:DeleteItem'),
    }).toEqual({
      PutItem: [
        [
          'campaign#*',
          'drafts',
          'go-live',
          'idempotency',
          'launches#*',
          'live',
          'reach',
          'segments',
          'settings',
          'simulations',
        ],
      ],
      UpdateItem: [
        ['go-live', 'idempotency', 'launches#*', 'live', 'live-revision', 'test-sends'],
        ['results#*'],
      ],
      DeleteItem: [['idempotency', 'segments']],
    })
  })

  it('a simulation can send nothing, to nobody and no queue, and writes nothing but what it came to', () => {
    const actions = statementsOf('Simulate').flatMap((statement) => statement.actions)
    const harmless =
      /^(logs|xray|kms):|^s3:(ListBucket|GetObject)$|^dynamodb:(GetItem|Query|UpdateItem)$|^sqs:(ChangeMessageVisibility|DeleteMessage|GetQueueAttributes|GetQueueUrl|ReceiveMessage)$/
    expect(actions.filter((action) => !harmless.test(action))).toEqual([])
  })

  it('the API reads of contacts what it shows, by name', () => {
    const reading = statementsOf('Api').filter(({ resources: all }) =>
      all.includes(output('ContactsTable').id),
    )
    expect(reading.map(({ actions, conditions }) => ({ actions, conditions }))).toEqual([
      {
        actions: ['dynamodb:GetItem'],
        conditions: {
          'ForAllValues:StringLike': { 'dynamodb:Attributes': ['customerId', 'contact', 'proof:*'] },
          StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
        },
      },
    ])
  })

  it('queues are sent to by those who should', () => {
    const senders = Object.keys(templates['Bellwether-Messaging']?.Outputs ?? {})
      .filter((name) => /^(?!Exports).*(Queue|Dlq)Url$/.test(name))
      .map((queue) => [
        queue,
        names.filter((name) => actionsOn(name, output(queue).id).includes('sqs:SendMessage')),
      ])
    expect(Object.fromEntries(senders.filter(([, all]) => all?.length))).toEqual({
      CalendarQueueUrl: ['SweepCalendar'],
      EmailServiceQueueUrl: ['ReactToEvents', 'ReleaseDue', 'RunLaunch'],
      EmailMarketingQueueUrl: ['ReactToEvents', 'ReleaseDue', 'RunLaunch'],
      SmsServiceQueueUrl: ['ReactToEvents', 'ReleaseDue', 'RunLaunch'],
      SmsMarketingQueueUrl: ['ReactToEvents', 'ReleaseDue', 'RunLaunch'],
      InappQueueUrl: ['ReactToEvents', 'ReleaseDue', 'RunLaunch'],
      ConversionsQueueUrl: ['ReactToEvents'],
      LaunchesQueueUrl: ['Api', 'RunLaunch', 'LaunchCampaigns'],
      SimulationsQueueUrl: ['Api'],
      UndeliverableDlqUrl: ['SweepCalendar', 'PublishWebhooks'],
      WebhooksQueueUrl: ['PublishWebhooks'],
    })
  })
})

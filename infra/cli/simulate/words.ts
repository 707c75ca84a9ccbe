import { en } from '#shared/domain/explain/words/en.ts'
import type { Language, Words } from '#shared/domain/explain/words/words.ts'
import { zh } from '#shared/domain/explain/words/zh.ts'
import type { Approximation, Conflict } from '#shared/domain/simulation/report.ts'

/** What a simulation's tables say. */
export interface SimulationWords {
  /** What codes are called. */
  readonly codes: Words
  readonly title: (customers: string, from: string, to: string) => string
  readonly nothingHappened: string
  readonly entries: (events: string, refused: string) => string
  readonly without: string
  readonly with: string
  readonly change: string
  readonly draft: string
  readonly live: string
  readonly campaign: string
  readonly role: string
  readonly considered: string
  readonly messages: string
  readonly recipients: string
  readonly tasks: string
  readonly step: string
  readonly reason: string
  readonly fell: string
  readonly left: string
  readonly arbitration: string
  readonly action: string
  readonly delivery: string
  readonly channel: string
  readonly language: string
  readonly day: string
  readonly hour: string
  readonly units: string
  readonly cost: string
  readonly total: string
  readonly times: string
  readonly conflicts: string
  readonly noConflicts: string
  readonly sample: string
  readonly prices: (asOf: string, email: string, sms: string) => string
  readonly sampled: (share: string, factor: string) => string
  readonly conflict: Readonly<Record<Conflict['kind'], string>>
  readonly approximations: Readonly<Record<Approximation, string>>
}

const english: SimulationWords = {
  codes: en,
  title: (customers, from, to) => `${customers} customers, ${from} to ${to}`,
  nothingHappened: 'Nothing happens in these entries.',
  entries: (events, refused) => `${events} events played, ${refused} refused`,
  without: 'without drafts',
  with: 'with drafts',
  change: 'change',
  draft: 'draft',
  live: 'live',
  campaign: 'campaign',
  role: 'role',
  considered: 'considered',
  messages: 'messages',
  recipients: 'recipients',
  tasks: 'tasks',
  step: 'gate',
  reason: 'reason',
  fell: 'fell',
  left: 'left',
  arbitration: 'against other campaigns',
  action: 'action',
  delivery: 'delivery',
  channel: 'channel',
  language: 'language',
  day: 'day',
  hour: 'local hour',
  units: 'billed units',
  cost: 'cost',
  total: 'total',
  times: 'times',
  conflicts: 'Conflicts',
  noConflicts: 'No draft stands in the way of another campaign, and none in the way of a draft.',
  sample: 'Some recipients',
  prices: (asOf, email, sms) => `Prices of ${asOf}. Email: ${email}. SMS: ${sms}.`,
  sampled: (share, factor) =>
    `Only ${share} of the customers were played: for all of them, multiply by ${factor}.`,
  conflict: { outranks: 'outranks', 'takes-place': 'takes the place under the cap of' },
  approximations: {
    'empty-start': 'Nobody was known before the first entry: what earlier events said is missing.',
    'present-profiles':
      'Customers are taken as they are now, without what has happened since the first entry.',
    'launch-known-only': 'Launches reached those customers whom the entries are about, and nobody else.',
    sampled: 'Numbers are of the sample.',
    'drafts-without-dates': 'Drafts were played without their own validFrom and validUntil.',
    'no-outcomes': 'No message bounced, and nobody answered, complained or unsubscribed.',
  },
}

const chinese: SimulationWords = {
  codes: zh,
  title: (customers, from, to) => `${customers} 位客户，${from} 至 ${to}`,
  nothingHappened: '记录中没有发生任何事件。',
  entries: (events, refused) => `已回放 ${events} 个事件，拒收 ${refused} 个`,
  without: '不含草稿',
  with: '含草稿',
  change: '变化',
  draft: '草稿',
  live: '已上线',
  campaign: '活动',
  role: '状态',
  considered: '参选次数',
  messages: '消息数',
  recipients: '接收客户数',
  tasks: '任务数',
  step: '关卡',
  reason: '原因代码',
  fell: '淘汰',
  left: '剩余',
  arbitration: '活动间择优',
  action: '动作',
  delivery: '投递',
  channel: '渠道',
  language: '语言',
  day: '日期',
  hour: '当地时间（时）',
  units: '计费单位',
  cost: '费用',
  total: '合计',
  times: '次数',
  conflicts: '冲突',
  noConflicts: '草稿与其他活动之间没有冲突。',
  sample: '部分接收客户',
  prices: (asOf, email, sms) => `价格日期：${asOf}。电子邮件：${email}。短信：${sms}。`,
  sampled: (share, factor) => `仅回放了 ${share} 的客户，推算全部客户请乘以 ${factor}。`,
  conflict: { outranks: '优先于', 'takes-place': '占用频次上限，挤掉' },
  approximations: {
    'empty-start': '首个事件之前没有任何客户资料，更早事件的信息缺失。',
    'present-profiles': '客户资料取自当前状态，并去除了首个事件之后发生的变化。',
    'launch-known-only': '定时活动只触达了事件记录中出现的客户。',
    sampled: '数字仅为抽样结果。',
    'drafts-without-dates': '草稿回放时忽略了自身的生效与失效日期。',
    'no-outcomes': '假设没有退信、回复、投诉或退订。',
  },
}

export const simulationWords: Readonly<Record<Language, SimulationWords>> = { en: english, zh: chinese }

import type { Language } from '#shared/domain/explain/words/words.ts'
import type { Launch, SkipReason } from '#shared/domain/launch/launch.ts'

/** What is said of launches and a customer, in one language. */
export interface LaunchWords {
  readonly launchesOf: (campaign: string, customer: string, count: number) => string
  readonly none: (campaign: string) => string
  readonly older: string
  readonly launch: (time: string, version: number) => string
  readonly states: Readonly<Record<Exclude<Launch['state'], 'skipped'>, string>>
  readonly skipped: Readonly<Record<SkipReason, string>>
  readonly cancelledBecause: Readonly<Record<NonNullable<Launch['endedBecause']>, string>>
  readonly recorded: string
  /** Nothing is recorded: what that can mean, of a launch that is done and of one that is not. */
  readonly outside: string
  readonly outsideOrNotReached: string
  readonly expired: string
  readonly unreadable: (count: number) => string
  readonly notKnown: string
  readonly asOf: (time: string) => string
  readonly inAudience: string
  readonly notInAudience: string
  readonly everybody: string
}

const en: LaunchWords = {
  launchesOf: (campaign, customer, count) =>
    `Campaign ${campaign}, customer ${customer}: ${count} ${count === 1 ? 'launch' : 'launches'}`,
  none: (campaign) => `There is no launch of a campaign ${campaign}.`,
  older: 'There are earlier launches that are not shown.',
  launch: (time, version) => `Launch of ${time}, version ${version}`,
  states: {
    planned: 'It has not begun.',
    running: 'It is under way: it may not have come to this customer yet.',
    paused: 'It is under way, and waits: it may not have come to this customer yet.',
    cancelling: 'It was cancelled before it had come to all customers.',
    cancelled: 'It was cancelled before it had come to all customers.',
    done: 'It is done: it came to every customer whose profile was there while it ran.',
  },
  skipped: {
    'campaign-paused': 'It did not take place: the campaign was paused when its time came.',
    'too-late': 'It did not take place: it was found too late for what it had to say.',
    overtaken: 'It did not take place: it was found late, and the next one had come as well.',
    'before-live': 'It did not take place: its time came before the campaign was live.',
    rescheduled: 'It did not take place: the live version’s schedule does not know it any more.',
    'campaign-ended': 'It did not take place: the campaign had ended when its time came.',
  },
  cancelledBecause: {
    'campaign-ended': 'The campaign had ended.',
    'by-request': 'A person wanted it so.',
  },
  recorded: 'What it decided about the customer is recorded:',
  outside:
    'Nothing is recorded of the customer. A launch records those in its audience and only counts the others: the customer was not in the audience, or not known yet.',
  outsideOrNotReached:
    'Nothing is recorded of the customer. A launch records those in its audience and only counts the others: either the customer was not in the audience, or the launch did not come to them.',
  expired: 'Records are kept for 13 months, and this launch is longer ago: nothing can be said of it.',
  unreadable: (count) =>
    `Or the customer is one of ${count} about whom it could not decide, and whom it counted so.`,
  notKnown:
    'What the audience says of the customer now cannot be told: the profile or this version is not there.',
  asOf: (time) => `As of now (${time}), by the profile as it stands and not as it stood then:`,
  inAudience: 'The audience condition holds for the customer now; it need not have held then.',
  notInAudience: 'The audience condition does not hold for the customer now.',
  everybody: 'This version asks for nothing: everybody is in its audience.',
}

const zh: LaunchWords = {
  launchesOf: (campaign, customer, count) => `活动 ${campaign}，客户 ${customer}：共 ${count} 次群发`,
  none: (campaign) => `没有活动 ${campaign} 的群发记录。`,
  older: '另有更早的群发，此处未显示。',
  launch: (time, version) => `${time} 的群发，第 ${version} 版`,
  states: {
    planned: '尚未开始。',
    running: '正在进行，可能尚未处理到该客户。',
    paused: '正在进行，目前等待中，可能尚未处理到该客户。',
    cancelling: '在处理完全部客户之前已取消。',
    cancelled: '在处理完全部客户之前已取消。',
    done: '已完成：运行期间有档案的客户均已处理。',
  },
  skipped: {
    'campaign-paused': '未执行：到点时活动处于暂停状态。',
    'too-late': '未执行：发现过晚，内容已不再适用。',
    overtaken: '未执行：发现较晚，下一次群发的时间也已到。',
    'before-live': '未执行：到点时活动尚未上线。',
    rescheduled: '未执行：现行版本的计划中已没有这一次。',
    'campaign-ended': '未执行：到点时活动已结束。',
  },
  cancelledBecause: { 'campaign-ended': '活动已结束。', 'by-request': '由人工取消。' },
  recorded: '对该客户的决策已有记录：',
  outside:
    '没有该客户的记录。群发只记录目标客群内的客户，其余仅计数：该客户当时不在目标客群内，或者尚无档案。',
  outsideOrNotReached:
    '没有该客户的记录。群发只记录目标客群内的客户，其余仅计数：该客户当时不在目标客群内，或者群发未处理到该客户。',
  expired: '记录保留13个月，这次群发距今更久，已无从说明。',
  unreadable: (count) => `或者该客户是无法作出决策的 ${count} 位客户之一，这些客户已单独计数。`,
  notKnown: '无法说明目标客群条件目前是否符合：客户档案或该版本已不存在。',
  asOf: (time) => `以下按目前（${time}）的客户档案判断，并非当时的档案：`,
  inAudience: '该客户目前符合目标客群条件；当时未必符合。',
  notInAudience: '该客户目前不符合目标客群条件。',
  everybody: '该版本未设条件：所有客户均在目标客群内。',
}

export const launchWordsOf: Readonly<Record<Language, LaunchWords>> = { en, zh }

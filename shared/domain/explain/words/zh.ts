import type { Phrases, Words } from '#shared/domain/explain/words/words.ts'
import { codesZh } from '#shared/domain/explain/words/zh-codes.ts'
import { signalsZh } from '#shared/domain/explain/words/zh-signals.ts'

const phrases: Phrases = {
  decisionsOf: (customer, count) => `客户 ${customer}：共 ${count} 条决策记录`,
  timesIn: (zone) => `以下日期和时间均按 ${zone} 时区显示。`,
  older: '另有更早的决策记录，此处未显示。',
  unreadable: (count) => `有 ${count} 条日志由其他版本写入，本版本无法读取。`,
  signal: (id, eventId) =>
    eventId === undefined
      ? `信号编号 ${id}，由日历产生，无对应的银行事件。`
      : `信号编号 ${id}，来源银行事件 ${eventId}。`,
  decidedAt: (time) => `决策时间：${time}。`,
  spoke: (messages, tasks) => {
    const said = [
      ...(messages > 0 ? [`产生客户消息 ${messages} 条`] : []),
      ...(tasks > 0 ? [`客户经理任务 ${tasks} 项`] : []),
    ]
    return `结果：${said.join('、') || '已触达客户'}。`
  },
  noCampaign: '结果：未发送。没有营销活动适用于此类信号。',
  silent: (reason) => `结果：未发送。最接近发送的活动未通过的原因：${reason}`,
  otherGates: (theirs, ours) =>
    `本次决策依据第 ${theirs} 版规则清单作出，而本程序仅掌握第 ${ours} 版的规则顺序，故以下仅列示记录本身的内容。`,
  recordedValues: '决策时记录的客户及事件信息',
  candidates: (count) => `参与评估的活动：${count} 个`,
  version: (id, version, purpose) => `${id}，第 ${version} 版，${purpose}`,
  versionMissing: '该活动版本已无法查到或读取，以下仅为记录所载内容。',
  chosen: '已选中',
  outranked: '已通过全部规则，但有其他活动优先',
  refused: (reason) => `未选中。${reason}`,
  unknownReason: '本程序未收录该原因的说明。',
  rank: (priority, score) =>
    `${priority === undefined ? '' : `优先级 ${priority}，`}得分 ${score}（响应倾向 × 价值 × 情境）。`,
  together: (count, reason) => `${count} 个活动未选中。${reason}`,
  allOf: '须同时满足以下全部条件',
  anyOf: '须满足以下任一条件',
  not: '须不满足以下条件',
  test: (field, wanted, actual) => `${field}须${wanted}；实际为${actual}`,
  testNot: (field, wanted, actual) => `${field}不得${wanted}；实际为${actual}`,
  cut: '记录仅保留开头部分',
  more: '其余内容因记录长度所限未保留',
  messages: '消息',
  message: (campaign, channel, purpose, state) => `${campaign}，${purpose}，${channel}：${state}。`,
  because: (reason) => `原因：${reason}`,
  variant: (name) => `内容版本：${name}。`,
  heldUntil: (time) => `暂缓至：${time}。`,
  fallbackFrom: (channel) => `替代未能通过${channel}送达的消息。`,
  fallbacks: (channels) => `如无法送达，将依次改用：${channels}。`,
  validUntil: (time) => `消息有效期至 ${time}。`,
  provider: (id) => `服务商消息编号：${id}`,
  tasks: '客户经理任务',
  task: (title, campaign, state) => `“${title}”（${campaign}）：${state}。`,
  assignee: (manager) => `负责人：${manager}。`,
  branchQueue: (branch) =>
    branch === undefined ? '尚未分配，在待办队列中。' : `尚未分配，在网点 ${branch} 的待办队列中。`,
  due: (time) => `办理期限：${time}。`,
  escalatedTo: (head) => `已逾期，并上报 ${head}。`,
  outcome: (outcome, reference) =>
    `办理结果：${outcome}${reference === undefined ? '' : `（${reference}）`}。`,
  handedOver: (reason) => `依规则改由人工跟进，不自动发送消息：${reason}`,
  hour: (hour) => `${hour}时`,
  hours: (count) => `${count} 小时`,
  days: (count) => `${count} 天`,
  months: (count) => `${count} 个月`,
  contact: (purpose, channel, time, campaign) =>
    `${time} ${channel} ${purpose}${campaign === undefined ? '' : `（${campaign}）`}`,
}

/** Simplified Chinese, as the compliance department of a bank in mainland China writes. */
export const zh: Words = {
  language: 'zh',
  locale: 'zh-CN',
  currencyDisplay: 'name',
  yes: '是',
  no: '否',
  none: '无',
  unknown: '未知',
  comma: '、',
  or: '或',
  semicolon: '；',
  colon: '：',
  fullStop: '。',
  gap: '',
  brackets: ['（', '）'],
  signals: signalsZh,
  ...codesZh,
  phrases,
}

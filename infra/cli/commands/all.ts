import type { Command } from '#infra/cli/command.ts'
import { cancel } from '#infra/cli/commands/cancel.ts'
import { launch } from '#infra/cli/commands/launch.ts'
import { lint } from '#infra/cli/commands/lint.ts'
import { pull } from '#infra/cli/commands/pull.ts'
import { push } from '#infra/cli/commands/push.ts'
import { results } from '#infra/cli/commands/results.ts'
import { status } from '#infra/cli/commands/status.ts'
import { token } from '#infra/cli/commands/token.ts'
import { watch } from '#infra/cli/commands/watch.ts'
import { approve, end, goLive, pause, reject, resume, submit } from '#infra/cli/commands/workflow.ts'

/** Every command, in the order of a campaign's life. */
export const commands: Readonly<Record<string, Command>> = {
  lint,
  push,
  pull,
  status,
  submit,
  approve,
  reject,
  'go-live': goLive,
  pause,
  resume,
  end,
  launch,
  watch,
  cancel,
  results,
  token,
}

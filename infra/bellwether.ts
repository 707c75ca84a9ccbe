import { App, type AppProps, type Environment, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag'
import { bankSettings } from '#infra/settings.ts'
import { ComputeStack } from '#infra/stacks/compute-stack.ts'
import { DataStack } from '#infra/stacks/data-stack.ts'
import { MessagingStack } from '#infra/stacks/messaging-stack.ts'
import cdk from '../cdk.json' with { type: 'json' }

export interface Bellwether {
  readonly app: App
  readonly data: DataStack
  readonly messaging: MessagingStack
  readonly compute: ComputeStack
}

/** Templates name the directory of each bundle, as they do under the CDK command line. */
const ASSET_PATHS = { 'aws:cdk:enable-asset-metadata': true }

/** Account and region of the CDK command line's credentials; without any, templates that fit every account. */
const environment = (): { env?: Environment } => {
  const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env
  return account === undefined || region === undefined ? {} : { env: { account, region } }
}

/**
 * The whole of Bellwether as a CDK app, not yet synthesized. Context of `cdk.json` counts also where no CDK command
 * line passes it (tests, the local cloud); context of the command line wins.
 * @throws Error if a context value is not usable.
 */
export const bellwether = (props: AppProps = {}): Bellwether => {
  const app = new App({ ...props, context: { ...ASSET_PATHS, ...cdk.context, ...props.context } })
  const settings = bankSettings(app.node)
  const env = environment()
  const data = new DataStack(app, 'Bellwether-Data', env)
  const messaging = new MessagingStack(app, 'Bellwether-Messaging', { ...env, settings })
  const compute = new ComputeStack(app, 'Bellwether-Compute', { ...env, data, messaging, settings })
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app))
  return { app, data, messaging, compute }
}

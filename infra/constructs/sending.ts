import { ArnFormat, Stack } from 'aws-cdk-lib'
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { BankSettings } from '#infra/settings.ts'
import type { MessagingStack } from '#infra/stacks/messaging-stack.ts'

/** What a function needs to know that sends through the bank's providers (`sendingEnv`). */
export const sendingEnvironment = (messaging: MessagingStack, settings: BankSettings) => ({
  EMAIL_PROVIDER: settings.emailProvider,
  SMS_PROVIDER: settings.smsProvider,
  SES_FROM_ADDRESS: settings.senderAddress,
  SES_CONFIGURATION_SET: messaging.configurationSet.configurationSetName,
  SMS_ORIGINATION_IDENTITY: settings.smsOriginationIdentity,
  ...(settings.gatewayUrl === undefined ? {} : { GATEWAY_URL: settings.gatewayUrl }),
  GATEWAY_SECRET_ARN: messaging.gatewaySecret.secretArn,
})

const emailStatement = (role: IRole, messaging: MessagingStack, sender: string): PolicyStatement => {
  const domain = sender.slice(sender.lastIndexOf('@') + 1)
  const ses = (resource: string, resourceName: string) =>
    Stack.of(role).formatArn({ service: 'ses', resource, resourceName })
  return new PolicyStatement({
    actions: ['ses:SendEmail'],
    resources: [
      ses('identity', sender),
      ses('identity', domain),
      ses('configuration-set', messaging.configurationSet.configurationSetName),
    ],
    conditions: { StringEquals: { 'ses:FromAddress': sender } },
  })
}

const originationArn = (role: IRole, identity: string): string => {
  if (identity.startsWith('arn:')) return identity
  return Stack.of(role).formatArn({
    service: 'sms-voice',
    resource: identity.startsWith('pool-') ? 'pool' : 'phone-number',
    resourceName: identity,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  })
}

/** Allows sending, and only what the chosen providers need of it. */
export const allowSending = (role: IRole, messaging: MessagingStack, settings: BankSettings): void => {
  if (settings.emailProvider === 'ses')
    role.addToPrincipalPolicy(emailStatement(role, messaging, settings.senderAddress))
  if (settings.smsProvider === 'end-user-messaging')
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['sms-voice:SendTextMessage'],
        resources: [originationArn(role, settings.smsOriginationIdentity)],
      }),
    )
  if (settings.gatewayUrl !== undefined) messaging.gatewaySecret.grantRead(role)
}

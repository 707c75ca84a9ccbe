import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib'
import {
  AccountRecovery,
  CfnUserPoolGroup,
  ClientAttributes,
  FeaturePlan,
  Mfa,
  OAuthScope,
  StandardThreatProtectionMode,
  StringAttribute,
  UserPool,
  UserPoolClient,
  UserPoolClientIdentityProvider,
  UserPoolDomain,
} from 'aws-cdk-lib/aws-cognito'
import { Construct } from 'constructs'

/** What the bank's people may be, with what that is; a test compares the names with the roles that routes know. */
export const GROUPS = {
  marketer: 'Writes campaigns and segments, submits and runs them',
  approver: 'Approves campaigns of others, or rejects them',
  'relationship-manager': 'Takes tasks, and sees the customers in their care',
  compliance: 'Approves what is flagged, audits, explains decisions about any customer',
  admin: 'Changes the settings, and stops campaigns',
} as const

/** Where the command line waits for the code of a sign-in. Cognito compares the whole address, port included. */
export const CLI_CALLBACK = 'http://localhost:8912/signed-in'

/** A token is believed until it ends: whoever leaves a group may go on for so long. */
const TOKEN_VALIDITY = Duration.hours(1)

/** A working day: everybody signs in once a day. */
const SESSION_VALIDITY = Duration.hours(12)

/** Of a manager's or a branch's id; `CustomerProfileChanged` names them the same way. */
const ID_LENGTH = { minLen: 1, maxLen: 64 }

/**
 * The bank's people and what they may be (docs/adr/0021-who-may-do-what.md). Only administrators make users and put them
 * into groups. It is kept whatever happens to the stack: approvals and audit entries name its users.
 */
export class StaffSignIn extends Construct {
  readonly pool: UserPool
  readonly client: UserPoolClient

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.pool = this.people()
    for (const [groupName, description] of Object.entries(GROUPS))
      new CfnUserPoolGroup(this, `Group-${groupName}`, {
        userPoolId: this.pool.userPoolId,
        groupName,
        description,
      })
    // A prefix is taken once in all of AWS, and so is an account's number.
    new UserPoolDomain(this, 'Domain', {
      userPool: this.pool,
      cognitoDomain: { domainPrefix: `bellwether-${Aws.ACCOUNT_ID}` },
    })
    this.client = this.consoleAndCommandLine()
  }

  private people(): UserPool {
    return new UserPool(this, 'People', {
      selfSignUpEnabled: false,
      signInAliases: { username: true },
      signInCaseSensitive: false,
      // An app on the phone: who can send to every customer is not to be had for a password or a diverted SMS.
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        passwordHistorySize: 10,
        tempPasswordValidity: Duration.days(1),
      },
      // Refuses passwords known to be stolen and sign-ins that are not like a person's others.
      featurePlan: FeaturePlan.PLUS,
      standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      autoVerify: { email: true },
      customAttributes: {
        managerId: new StringAttribute({ ...ID_LENGTH, mutable: true }),
        branchId: new StringAttribute({ ...ID_LENGTH, mutable: true }),
      },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    })
  }

  /** Without a secret, which neither a page nor a command could keep: authorization code with PKCE. */
  private consoleAndCommandLine(): UserPoolClient {
    return new UserPoolClient(this, 'ConsoleAndCommandLine', {
      userPool: this.pool,
      generateSecret: false,
      // None by password: passwords are typed on the pool's own pages only (the template's default would allow more).
      authFlows: {
        user: false,
        userPassword: false,
        userSrp: false,
        custom: false,
        adminUserPassword: false,
      },
      oAuth: {
        flows: { authorizationCodeGrant: true },
        // By itself it gives everything that the client may read; beside `email`, managers' ids would be left out.
        scopes: [OAuthScope.OPENID],
        callbackUrls: [CLI_CALLBACK],
      },
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      idTokenValidity: TOKEN_VALIDITY,
      accessTokenValidity: TOKEN_VALIDITY,
      refreshTokenValidity: SESSION_VALIDITY,
      readAttributes: new ClientAttributes()
        .withStandardAttributes({
          email: true,
          emailVerified: true,
          phoneNumber: true,
          phoneNumberVerified: true,
        })
        .withCustomAttributes('managerId', 'branchId'),
      // Something must stand here: no list at all would let people write every attribute, whose customers they see among them.
      writeAttributes: new ClientAttributes().withStandardAttributes({ locale: true }),
    })
  }
}

import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { EngineTable } from '#infra/constructs/engine-table.ts'
import { StaffSignIn } from '#infra/constructs/staff-sign-in.ts'
import { auditTable } from '#shared/tables/audit.ts'
import { campaignsTable } from '#shared/tables/campaigns.ts'
import { contactsTable } from '#shared/tables/contacts.ts'
import { customersTable } from '#shared/tables/customers.ts'
import { journalTable } from '#shared/tables/journal.ts'
import { parkedTable } from '#shared/tables/parked.ts'

/** What the bank must never lose. It changes rarely and is deployed apart from the code that uses it. */
export class DataStack extends Stack {
  readonly customers: EngineTable
  readonly contacts: EngineTable
  readonly campaigns: EngineTable
  readonly journal: EngineTable
  readonly audit: EngineTable
  readonly parked: EngineTable
  /** Who the bank's people are, and what they may be. */
  readonly signIn: StaffSignIn

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, { ...props, terminationProtection: true })
    this.customers = new EngineTable(this, 'Customers', customersTable)
    this.contacts = new EngineTable(this, 'Contacts', contactsTable)
    this.campaigns = new EngineTable(this, 'Campaigns', campaignsTable)
    this.journal = new EngineTable(this, 'Journal', journalTable)
    this.audit = new EngineTable(this, 'Audit', auditTable)
    this.parked = new EngineTable(this, 'Parked', parkedTable)
    this.signIn = new StaffSignIn(this, 'SignIn')
    this.output('CustomersTable', this.customers)
    this.output('ContactsTable', this.contacts)
    this.output('CampaignsTable', this.campaigns)
    this.output('JournalTable', this.journal)
    this.output('AuditTable', this.audit)
    this.output('ParkedTable', this.parked)
    new CfnOutput(this, 'UserPoolId', { value: this.signIn.pool.userPoolId })
    new CfnOutput(this, 'UserPoolClientId', { value: this.signIn.client.userPoolClientId })
    new CfnOutput(this, 'UserPoolIssuer', { value: this.signIn.pool.userPoolProviderUrl })
  }

  private output(id: string, { table }: EngineTable): void {
    new CfnOutput(this, id, { value: table.tableName })
  }
}

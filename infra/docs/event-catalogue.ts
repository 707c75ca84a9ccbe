import { readFileSync } from 'node:fs'
import { anyBankEventPattern, type BankEventContract } from '#events/contract.ts'
import { metadataSchema } from '#events/metadata.ts'
import { bankEventContracts } from '#events/registry.ts'
import { fieldTable } from '#infra/docs/field-table.ts'
import { codeBlock, generatedNote, inlineCode, table } from '#infra/docs/markdown.ts'

const json = (value: unknown): string => codeBlock('json', JSON.stringify(value, null, 2))

const section = ({ name, summary, dataSchema, example, pattern }: BankEventContract): string => `## ${name}

${summary}

${fieldTable(dataSchema)}

${json(example)}

Pattern of a rule that selects it: ${inlineCode(JSON.stringify(pattern))}`

const entry = (name: string) => {
  const contract = bankEventContracts.find((one) => one.name === name)
  return [
    { EventBusName: 'BUS', Source: 'bank.core', DetailType: name, Detail: JSON.stringify(contract?.example) },
  ]
}

/** What `events/README.md` says, all of it from the contracts. */
export const eventCatalogue = (): string => `${generatedNote('the contracts in events/')}
# Bank events

What the bank's systems publish to the EventBridge bus of Bellwether. One file per event in this folder holds its name,
its schema and its example; rules, docs and checks come from that file.

${table(
  ['event', 'what it says'],
  bankEventContracts.map(({ name, summary }) => [`[${name}](#${name.toLowerCase()})`, summary]),
)}

## For all of them

- An entry's \`Source\` starts with \`bank.\`, its \`DetailType\` is the event's name, its \`Detail\` is
  \`{ "metadata": …, "data": … }\`. Pattern of a rule that selects all: ${inlineCode(JSON.stringify(anyBankEventPattern))}.
- Publish a fact again under the same \`eventId\` whenever in doubt: it counts once. Order does not matter.
- Unknown extra fields are dropped. An event that its contract refuses is parked with the reason, never lost.
- Money is \`{ "minorUnits": integer, "currency": "ISO 4217" }\`: 12.50 EUR is \`{ "minorUnits": 1250, "currency": "EUR" }\`.
- Contracts only grow: a new optional field may come, a breaking change is a new event. Their shapes are kept in
  [shapes.json](shapes.json), so that none changes silently.

${fieldTable(metadataSchema, 'metadata.')}

## How to publish

From TypeScript, with [publishBankEvents](../shared/publisher/publish-bank-events.ts), which checks events before they
leave, packs them, tries failed ones again, and says which could not be sent:

${codeBlock(
  'ts',
  readFileSync(new URL('../../shared/publisher/example.ts', import.meta.url), 'utf8')
    .split('\n')
    .slice(1)
    .join('\n'),
)}

With anything else: \`PutEvents\`, at most 10 entries a request, and look at \`FailedEntryCount\`. \`BUS\` is the stack's output
\`BusName\`. With the AWS CLI and this in \`entries.json\`:

${json(entry('BirthdayReached'))}

${codeBlock('sh', 'aws events put-events --entries file://entries.json')}

\`npm start\` prints the environment variables (\`AWS_ENDPOINT_URL_EVENTBRIDGE\` and others) that turn the same command to
the local cloud.

${bankEventContracts.map((contract) => section(contract)).join('\n\n')}
`

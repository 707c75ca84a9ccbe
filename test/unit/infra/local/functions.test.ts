import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { defineFunctions } from '#infra/local/functions.ts'
import { deploymentOf } from '#test/support/local-cloud/deployment.ts'
import { temporaryDirectory } from '#test/support/local-cloud/temporary-directory.ts'

const define = (codeDirectory: string, properties: Readonly<Record<string, unknown>> = {}) =>
  defineFunctions(
    deploymentOf(
      {
        Table: { Type: 'AWS::DynamoDB::Table' },
        Function: {
          Type: 'AWS::Lambda::Function',
          Properties: {
            Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
            Handler: 'index.handler',
            Runtime: 'nodejs24.x',
            Environment: { Variables: { TABLE: { Ref: 'Table' }, CLOCK: 'wall' } },
            ...properties,
          },
        },
      },
      codeDirectory,
    ),
    { AWS_REGION: 'nowhere' },
    (variables) => ({ ...variables, CLOCK: 'event' }),
  )

const bundle = (file: string): string => {
  const directory = temporaryDirectory()
  writeFileSync(path.join(directory, file), '')
  return directory
}

test('a function is its bundle and its environment, both as the template says', () => {
  const code = bundle('index.mjs')
  const [definition] = define(code, { Timeout: 30, MemorySize: 512 })
  expect(definition).toMatchObject({
    name: 'S-Function',
    modulePath: path.join(code, 'index.mjs'),
    handlerName: 'handler',
    timeoutSeconds: 30,
    environment: {
      AWS_REGION: 'nowhere',
      TABLE: 'S-Table',
      CLOCK: 'event',
      AWS_LAMBDA_FUNCTION_NAME: 'S-Function',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    },
  })
  expect(definition?.environment).not.toHaveProperty('PATH')
})

test('Lambda defaults hold where the template is silent', () => {
  expect(define(bundle('index.js'))).toMatchObject([{ timeoutSeconds: 3, memorySize: 128 }])
})

test('a missing bundle, another runtime and an unread property stop with the function', () => {
  expect(() => define(bundle('other.mjs'))).toThrow('S/Function: the assembly has no index in code.zip')
  expect(() => define(bundle('index.mjs'), { Runtime: 'python3.13' })).toThrow(/S\/Function .*Runtime/)
  expect(() => define(bundle('index.mjs'), { Layers: ['arn'] })).toThrow(/S\/Function .*Layers/)
})

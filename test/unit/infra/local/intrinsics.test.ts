import { expect, test } from 'vitest'
import { NO_VALUE, resolveIntrinsics, type Scope } from '#infra/local/intrinsics.ts'

const scope: Scope = {
  ref: (id) => (id === 'AWS::NoValue' ? NO_VALUE : `ref(${id})`),
  attribute: (id, name) => `att(${id},${name})`,
  imported: (name) => `import(${name})`,
}

test.each([
  [{ Ref: 'Queue' }, 'ref(Queue)'],
  [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, 'att(Queue,Arn)'],
  [{ 'Fn::GetAtt': 'Nested.Outputs.Name' }, 'att(Nested,Outputs.Name)'],
  [{ 'Fn::Join': ['-', ['a', { Ref: 'B' }, 3]] }, 'a-ref(B)-3'],
  [{ 'Fn::Select': [1, { 'Fn::Split': [':', 'x:y:z'] }] }, 'y'],
  [{ 'Fn::Select': ['0', ['x']] }, 'x'],
  [{ 'Fn::Sub': `\${A}/\${B.Arn}/\${!C}` }, `ref(A)/att(B,Arn)/\${C}`],
  [{ 'Fn::Sub': [`\${V}-\${A}`, { V: { Ref: 'W' } }] }, 'ref(W)-ref(A)'],
  [{ 'Fn::ImportValue': { 'Fn::Sub': `\${S}-x` } }, 'import(ref(S)-x)'],
  [{ a: [{ Ref: 'AWS::NoValue' }, 1], b: { Ref: 'AWS::NoValue' } }, { a: [1] }],
  [
    { Ref: 'A', Other: 1 },
    { Ref: 'A', Other: 1 },
  ],
  [
    { deep: [{ er: { Ref: 'A' } }], n: 1, t: true, z: null },
    { deep: [{ er: 'ref(A)' }], n: 1, t: true, z: null },
  ],
])('%j', (value, resolved) => {
  expect(resolveIntrinsics(value, scope)).toEqual(resolved)
})

test.each([
  [{ 'Fn::Base64': 'x' }, 'Fn::Base64'],
  [{ a: { 'Fn::If': ['C', 1, 2] } }, 'Fn::If'],
  [{ 'Fn::Join': ['-', 'not a list'] }, 'Fn::Join'],
  [{ 'Fn::Select': [2, ['a']] }, 'no item 2'],
])('%j stops with a name', (value, message) => {
  expect(() => resolveIntrinsics(value, scope)).toThrow(message)
})

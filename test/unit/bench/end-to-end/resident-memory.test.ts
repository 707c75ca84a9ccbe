import { expect, test } from 'vitest'
import { memoryOf, residentMemory } from '#test/bench/end-to-end/resident-memory.ts'

const status = `Name:	node
VmPeak:	11534336 kB
VmSize:	11000000 kB
VmHWM:	  716800 kB
VmRSS:	  512000 kB
RssAnon:	  400000 kB
`

test('resident memory is read in MB, as it is and as it was at most', () => {
  expect(memoryOf(status)).toEqual({ now: 500, peak: 700 })
})

test('where the system does not tell it is not zero', () => {
  expect(memoryOf('Name: kthreadd\n')).toEqual({ now: Number.NaN, peak: Number.NaN })
  expect(residentMemory(Number.NaN)).toEqual({ now: Number.NaN, peak: Number.NaN })
})

// Signs subjects 0, 1, 2, … with a value that no other life would choose, and prints what it signed. Killed at any moment and
// started again, it has to go on with what it wrote.
import { randomInt } from 'node:crypto'
import { openBook } from '../src/index.ts'

const book = await openBook(process.argv[2]!)
for (let subject = 0; ; subject++) {
  const value = await book.settle(String(subject), String(randomInt(2 ** 47)))
  process.stdout.write(`${subject} ${value}\n`)
}

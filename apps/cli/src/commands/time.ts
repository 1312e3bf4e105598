import type { Command } from 'commander'
import pc from 'picocolors'
import { passTime, type TimeLine } from '../control.ts'
import { formatDuration, formatTime } from '../format/duration.ts'
import { defaults, optionsOf } from '../options.ts'
import { parseDuration } from '../parse/duration.ts'
import { bar, Terminal } from '../terminal.ts'

export async function time(text: string, _options: unknown, command: Command) {
  const seconds = parseDuration(text)
  const options = optionsOf(command)
  const terminal = new Terminal(options)

  const words = `Letting ${formatDuration(seconds)} pass`
  const last = await terminal.during(words, async (say) => {
    let told: TimeLine = {}
    for await (const line of passTime(options.control ?? defaults.control, seconds)) {
      told = { ...told, ...line }
      say(`${words} ${bar(told.done ?? 0, told.total ?? 1)}`)
    }
    return told
  })

  terminal.result({ seconds, ...last }, () => {
    const now = last.time === undefined ? '' : ` It is ${formatTime(BigInt(last.time))}.`
    return `${pc.green('Passed')}: ${formatDuration(seconds)}.${now}`
  })
}

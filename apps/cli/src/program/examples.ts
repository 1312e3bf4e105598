export function examples(list: readonly (readonly [string, string])[]): string {
  const width = Math.max(...list.map(([command]) => command.length))
  const lines = list.map(([command, what]) => `  ${command.padEnd(width)}  ${what}`)
  return `\nExamples\n${lines.join('\n')}\n`
}

type Action = (...args: never[]) => Promise<unknown>

/** Commands are loaded when they are run: `--help` should not wait for them. */
export const later =
  <name extends string>(name: name, load: () => Promise<Record<name, Action>>) =>
  async (...args: unknown[]): Promise<void> => {
    const command = (await load())[name]
    await command(...(args as never[]))
  }

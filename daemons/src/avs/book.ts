import { randomUUID } from 'node:crypto'
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Remembers, whatever happens to the process, what is signed about each subject. A statement is written here before it is
 * signed, and what is written stays: whoever comes later, after a crash or in another process, gets the first one back
 * and signs that again.
 */
export type Book = {
  /** The value that stands for the subject: the one that was written first, which may be this one. */
  settle(subject: string, value: string): Promise<string>
  /** The value that was written, if any. */
  find(subject: string): Promise<string | undefined>
}

/**
 * A directory with a file a subject. A file appears whole or not at all, and only if there is none: it is written and synced
 * under another name, and linked.
 */
export async function openBook(directory: string): Promise<Book> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const pathOf = (subject: string) => join(directory, encodeURIComponent(subject))

  async function find(subject: string) {
    try {
      return await readFile(pathOf(subject), 'utf8')
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined
      throw error
    }
  }

  async function settle(subject: string, value: string) {
    const draft = join(directory, `.${randomUUID()}`)
    await write(draft, value)
    try {
      await link(draft, pathOf(subject))
      await sync(directory)
      return value
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
      // Whoever linked it may not have come to syncing it.
      await sync(directory)
      return (await find(subject))!
    } finally {
      await unlink(draft)
    }
  }

  return { find, settle }
}

async function write(path: string, text: string) {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function sync(directory: string) {
  const handle = await open(directory)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function codeOf(error: unknown) {
  return (error as NodeJS.ErrnoException).code
}

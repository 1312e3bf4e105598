import type { Book } from '@cairn/daemons'

export type SavedBooks = Record<string, Record<string, string>>

/** What operators have signed, kept with the world: a book for each operator and service. */
export function createBooks(saved: SavedBooks = {}) {
  const pages = new Map(
    Object.entries(saved).map(([name, entries]) => [name, new Map(Object.entries(entries))]),
  )

  function open(name: string): Book {
    const page = pages.get(name) ?? new Map<string, string>()
    pages.set(name, page)
    return {
      find: async (subject) => page.get(subject),
      async settle(subject, value) {
        if (!page.has(subject)) page.set(subject, value)
        return page.get(subject)!
      },
    }
  }

  const save = (): SavedBooks =>
    Object.fromEntries([...pages].map(([name, page]) => [name, Object.fromEntries(page)]))

  return { open, save }
}

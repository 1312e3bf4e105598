export { createWatcher } from './watcher.ts'

// send.js - sends what waits in the outbox, oldest first, one sender at a time in all tabs and the worker.
export async function sendAll() {
}

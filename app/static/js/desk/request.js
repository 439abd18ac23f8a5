/** @import { DeskWherePayload } from '#payloads' */
/** @import { Say } from '#desk/messages' */
import { placed } from '#desk/where'

/**
 * Why something was refused.
 * @typedef {{ problem: string, fix: string, where: DeskWherePayload }} Refusal
 */

/**
 * Send JSON or a file to the desk.
 * @param {string} address
 * @param {object | Blob} body
 * @returns {Promise<{ answer: any, refused: Refusal[] | null, status: number }>} `refused` where nothing was done
 */
export const post = async (address, body) => {
  const isFile = body instanceof Blob
  const headers = { 'Content-Type': isFile ? 'application/octet-stream' : 'application/json' }
  const response = await fetch(address, { method: 'POST', headers, body: isFile ? body : JSON.stringify(body) })
    .catch(() => null)
  if (!response) return { answer: null, refused: [], status: 0 }
  const answer = await response.json().catch(() => ({}))
  return { answer, refused: response.ok ? null : answer.faults ?? [], status: response.status }
}

/**
 * A refusal as one line of text.
 * @param {Refusal} refusal
 * @param {Say} message
 */
export const worded = ({ where, problem, fix }, message) =>
  [placed(where, message), `${problem} ${fix}`.trim()].filter(Boolean).join(': ')

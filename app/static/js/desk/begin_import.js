/** @import { Say } from '#desk/messages' */
import { post, worded } from '#desk/request'
import { showRefused } from '#desk/drop'

/** Where imports are begun. */
const IMPORTS = '/_desk/_import/'

/**
 * Begin an import, and go to its screen.
 * @param {{ slug?: string, title?: string, languages?: string[] }} begun
 * @param {File[]} files
 * @param {Say} message
 */
export const beginImport = async (begun, files, message) => {
  const { answer, refused } = await post(IMPORTS, begun)
  const why = refused?.map((each) => worded(each, message))
  if (why) return showRefused(why.length ? why : [message('desk_lost')])
  const reasons = await upload(answer.address, files, message)
  if (reasons.length && reasons.length === files.length) return showRefused(reasons)
  location.assign(answer.address)
}

/**
 * Send files to an import; returns why some were refused.
 * @param {string} address of the import
 * @param {File[]} files
 * @param {Say} message
 */
export const upload = async (address, files, message) => {
  const reasons = []
  for (const file of files) {
    const { refused, status } = await post(`${address}file?name=${encodeURIComponent(file.name)}`, file)
    const why = status === 413 ? [message('desk_too_large')] : refused?.map((each) => worded(each, message)) ?? []
    if (refused) reasons.push(...(why.length ? why : [message('desk_lost')]).map((each) => `${file.name}: ${each}`))
  }
  return reasons
}

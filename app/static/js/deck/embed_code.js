/**
 * The HTML that embeds an exhibit, with a link where frames are not shown.
 * @param {{title: string, frame: string, page: string}} embedded
 */
export const embedCode = ({ title, frame, page }) =>
  `<iframe src="${escaped(frame)}" title="${escaped(title)}" width="100%" height="520" style="border: 0" ` +
  `loading="lazy" allowfullscreen></iframe>\n<p><a href="${escaped(page)}">${escaped(title)}</a></p>`

/** @param {string} text */
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
